import { ManagedDeployment, type ManagedDeploymentProps, Metric, Problems } from '../../../src';
import { allRendered, problemsOf } from '../render';

const container = { requests: { cpu: '100m', memory: '256Mi' }, limits: { cpu: '500m', memory: '512Mi' } };
const props: ManagedDeploymentProps = { name: 'web', namespace: 'agents', containers: [container], replicas: 2 };
const scaling = { min: 2, max: 8, metrics: [Metric.utilization('cpu', 70)], scaleUp: { stabilizationWindow: '60s' } };
const rendered = (more: object) => allRendered((scope) => new ManagedDeployment(scope, 'd', { ...props, ...more }));

it('renders nothing unless asked: the Deployment is another’s', () => {
  expect([...rendered({}).keys()]).toEqual([]);
});

it('renders what manages the Deployment, each under its name', () => {
  const recommend = [{ containerName: '*', maxAllowed: { cpu: '2' } }];
  const all = rendered({ replicas: scaling, minAvailable: '50%', recommend });
  expect([...all.keys()].sort()).toEqual([
    'HorizontalPodAutoscaler web-hpa',
    'PodDisruptionBudget web-pdb',
    'VerticalPodAutoscaler web',
  ]);
  expect(all.get('HorizontalPodAutoscaler web-hpa').spec).toMatchObject({
    scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'web' },
    minReplicas: 2,
    maxReplicas: 8,
    behavior: { scaleUp: { stabilizationWindowSeconds: 60 } },
  });
  expect(all.get('PodDisruptionBudget web-pdb').spec).toMatchObject({
    minAvailable: '50%',
    selector: { matchLabels: { app: 'web' } },
  });
  expect(all.get('VerticalPodAutoscaler web').spec.updatePolicy).toEqual({ updateMode: 'Off' });
});

it('takes other labels and another name for the budget', () => {
  const all = rendered({ minAvailable: 1, podLabels: { tier: 'web' }, budgetName: 'keep-one' });
  expect(all.get('PodDisruptionBudget keep-one').spec.selector).toEqual({ matchLabels: { tier: 'web' } });
});

it.each<[string, object, string]>([
  // A rollout adds a quarter, rounded up.
  ['a fixed number', {}, '3'],
  ['the most that it is scaled to', { replicas: scaling }, '10'],
])('needs room for %s', (_, more, pods) => {
  let needed: string | undefined;
  problemsOf((scope) => {
    const deployment = new ManagedDeployment(scope, 'd', { ...props, ...more });
    needed = deployment.workload.peak(Problems.none())['pods']?.toString();
  });
  expect(needed).toBe(pods);
});

it.each<[string, object, string[]]>([
  ['no name', { name: undefined }, ['prod/d: name is required: got undefined']],
  [
    'a name that is none, once',
    { name: 'My Web', minAvailable: 1 },
    [
      'prod/d: name "My Web" is not a DNS-1123 subdomain: use a-z, 0-9, - and ., each part starting and ending with a letter or digit',
    ],
  ],
  [
    'no replicas',
    { replicas: undefined },
    ['prod/d: replicas undefined is neither a number of pods nor how they are scaled, { min, max, metrics }'],
  ],
  [
    'replicas of a wrong form',
    { replicas: '2' },
    ['prod/d: replicas "2" is neither a number of pods nor how they are scaled, { min, max, metrics }'],
  ],
  ['no containers', { containers: undefined }, ['prod/d: containers is required: what each container takes']],
  [
    'containers that are no list',
    { containers: container },
    [`prod/d: containers ${JSON.stringify(container)} is not a list: write [ … ]`],
  ],
  [
    'a maximum below the minimum',
    { replicas: { ...scaling, min: 9 } },
    ['prod/d/hpa: maxReplicas 8 is below minReplicas 9: raise it or lower the other'],
  ],
])('refuses %s', (_, more, problems) => {
  const all = { ...props, ...more } as ManagedDeploymentProps;
  expect(problemsOf((scope) => new ManagedDeployment(scope, 'd', all))).toEqual(problems);
});
