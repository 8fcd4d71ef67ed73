import {
  HorizontalPodAutoscaler,
  type HorizontalPodAutoscalerProps,
  Metric,
  ScaleTargets,
  ScalingPolicy,
} from '../../../src';
import type { ClusterProfile } from '../../../src/model/profile/cluster-profile';
import { problemsOf, rendered } from '../render';

const props: HorizontalPodAutoscalerProps = {
  name: 'web-hpa',
  namespace: 'agents',
  target: ScaleTargets.deployment('web'),
  maxReplicas: 10,
  metrics: [Metric.utilization('cpu', 70)],
};
const autoscaler = (more: object = {}) =>
  rendered((scope) => new HorizontalPodAutoscaler(scope, 'h', { ...props, ...more }));
const problemsWith = (more: object, profile?: ClusterProfile) =>
  problemsOf((scope) => new HorizontalPodAutoscaler(scope, 'h', { ...props, ...more }), profile);

it('keeps at least one pod, and moves as Kubernetes does', () => {
  expect(autoscaler()).toEqual({
    apiVersion: 'autoscaling/v2',
    kind: 'HorizontalPodAutoscaler',
    metadata: { name: 'web-hpa', namespace: 'agents' },
    spec: {
      scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'web' },
      minReplicas: 1,
      maxReplicas: 10,
      metrics: [
        { type: 'Resource', resource: { name: 'cpu', target: { type: 'Utilization', averageUtilization: 70 } } },
      ],
    },
  });
});

it('moves as it is told, in one direction or both', () => {
  const scaleDown = {
    stabilizationWindow: '15m',
    policies: [ScalingPolicy.percent(50, '60s'), ScalingPolicy.pods(2, '2m')],
    selectPolicy: 'Min',
    tolerance: 0.05,
  };
  expect(autoscaler({ scaleUp: { stabilizationWindow: 0 }, scaleDown }).spec.behavior).toEqual({
    scaleUp: { stabilizationWindowSeconds: 0 },
    scaleDown: {
      stabilizationWindowSeconds: 900,
      policies: [
        { type: 'Percent', value: 50, periodSeconds: 60 },
        { type: 'Pods', value: 2, periodSeconds: 120 },
      ],
      selectPolicy: 'Min',
      tolerance: '50m',
    },
  });
  expect(autoscaler({ scaleDown: { selectPolicy: 'Disabled' } }).spec.behavior).toEqual({
    scaleDown: { selectPolicy: 'Disabled' },
  });
});

it('may have one fixed number of pods', () => {
  expect(autoscaler({ minReplicas: 10 }).spec).toMatchObject({ minReplicas: 10, maxReplicas: 10 });
});

describe('no pods at all', () => {
  const queue = { minReplicas: 0, metrics: [Metric.external('queue', { value: 5 })] };

  it('need a metric that has a value without pods', () => {
    expect(problemsWith({ minReplicas: 0 })).toEqual([
      'prod/h: minReplicas 0 needs an Object or External metric: without pods no other has a value',
    ]);
    expect(problemsWith(queue)).toEqual([]);
    const object = Metric.object(ScaleTargets.deployment('a'), 'queue', { value: 5 });
    expect(problemsWith({ minReplicas: 0, metrics: [object] })).toEqual([]);
  });

  it('are a problem before Kubernetes 1.37, where that is known', () => {
    const problems = (kubernetes?: string) => problemsWith(queue, { kubernetes });
    expect(problems('1.36')).toEqual([expect.stringMatching(/^prod\/h: spec\.minReplicas HPA-ZERO: /)]);
    expect(problems('1.37')).toEqual([]);
    expect(problems()).toEqual([]);
  });
});

it.each<[string, object, string[]]>([
  ['no maximum', { maxReplicas: undefined }, ['maxReplicas is required: a whole number of at least 1']],
  ['a maximum of 0', { maxReplicas: 0 }, ['maxReplicas 0 is out of range: use a whole number of at least 1']],
  [
    'a maximum in quotes',
    { maxReplicas: '10' },
    ['maxReplicas "10" is out of range: use a whole number of at least 1'],
  ],
  ['part of a pod', { minReplicas: 1.5 }, ['minReplicas 1.5 is out of range: use a whole number of at least 0']],
  [
    'a maximum below the minimum',
    { minReplicas: 11 },
    ['maxReplicas 10 is below minReplicas 11: raise it or lower the other'],
  ],
  ['no metrics', { metrics: [] }, ['metrics is required: name at least one, e.g. Metric.utilization("cpu", 70)']],
  [
    'absent metrics',
    { metrics: undefined },
    ['metrics is required: name at least one, e.g. Metric.utilization("cpu", 70)'],
  ],
  [
    'a metric outside a list',
    { metrics: { type: 'Resource' } },
    [
      'metrics {"type":"Resource"} is not a list: write [ … ]',
      'metrics is required: name at least one, e.g. Metric.utilization("cpu", 70)',
    ],
  ],
  [
    'a metric as Kubernetes writes it',
    { metrics: [{ type: 'Custom' }] },
    ['metrics[0] {"type":"Custom"} is not made by its factory: use Metric.utilization or another of Metric'],
  ],
  ['no target', { target: undefined }, ['target is required with apiVersion, kind and name: got undefined']],
  ['a target by name alone', { target: 'web' }, ['target is required with apiVersion, kind and name: got "web"']],
  [
    'a target whose name is none',
    { target: ScaleTargets.deployment('My App') },
    [
      'target.name "My App" is not a DNS-1123 subdomain: use a-z, 0-9, - and ., each part starting and ending with a letter or digit',
    ],
  ],
  [
    'a target whose kind is none',
    { target: { apiVersion: 1, kind: true, name: 'a' } },
    ['target.apiVersion 1 is not text: write a string', 'target.kind true is not text: write a string'],
  ],
])('refuses %s', (_, more, problems) => {
  expect(problemsWith(more)).toEqual(problems.map((problem) => `prod/h: ${problem}`));
});
