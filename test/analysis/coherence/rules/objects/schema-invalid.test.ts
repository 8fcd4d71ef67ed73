import { found } from '../../../checked';

const rule = 'SCHEMA-INVALID';

function object(kind: string, apiVersion: string, rest: string): string {
  return `---
apiVersion: ${apiVersion}
kind: ${kind}
metadata: {name: a, namespace: team}
${rest}
`;
}

const deployment = (replicas: string, container = 'name: a, image: a') =>
  object(
    'Deployment',
    'apps/v1',
    `spec: {replicas: ${replicas}, selector: {}, template: {spec: {containers: [{${container}}]}}}`,
  );

describe(rule, () => {
  test('takes a number, and refuses the same in quotes', () => {
    expect(found(rule, deployment('2'))).toEqual([]);
    expect(found(rule, deployment('"2"'))).toEqual([
      'error Deployment/a spec.replicas: replicas is a string ("2"), not an integer',
    ]);
  });

  test.each([
    ['a fraction of a number', deployment('1.5'), 'spec.replicas'],
    ['a number too large', deployment('2147483648'), 'spec.replicas'],
    ['a missing name', deployment('1', 'image: a'), 'spec.template.spec.containers[0].name'],
    ['a map for a list', deployment('1', 'name: a, image: a, env: {}'), 'spec.template.spec.containers[0].env'],
    ['labels that are numbers', object('ConfigMap', 'v1', 'data: {a: 1}'), 'data.a'],
  ])('refuses %s', (_, yaml, path) => {
    expect(found(rule, yaml).map((line) => line.split(': ')[0])).toEqual([
      `error ${yaml.includes('ConfigMap') ? 'ConfigMap' : 'Deployment'}/a ${path}`,
    ]);
  });

  test('takes the largest number', () => {
    expect(found(rule, deployment('2147483647'))).toEqual([]);
  });

  test('only warns of custom resources, and of items that stand twice', () => {
    expect(found(rule, object('Workflow', 'argoproj.io/v1alpha1', 'spec: {entrypoint: 1, templates: []}'))).toEqual([
      'warning Workflow/a spec.entrypoint: entrypoint is a number (1), not a string',
    ]);
    const ports = 'ports: [{containerPort: 80, name: a}, {containerPort: 80, name: b}]';
    expect(found(rule, deployment('1', `name: a, image: a, ${ports}`))[0]).toMatch(
      /^warning Deployment\/a .*ports\[1\]/,
    );
  });

  test.each(['"{{ .Values.replicas }}"', '"${REPLICAS}"'])('leaves %s alone', (replicas) => {
    expect(found(rule, deployment(replicas))).toEqual([]);
  });

  test('shows no value of a Secret, nor of a variable named like one', () => {
    const secret = object('Secret', 'v1', 'stringData: {pin: 4711}');
    expect(found(rule, secret)).toEqual(['error Secret/a stringData.pin: pin is a number, not a string']);
    const variable = (name: string) => deployment('1', `name: a, image: a, env: [{name: ${name}, value: 4711}]`);
    expect(found(rule, variable('DB_PASSWORD'))).toEqual([
      'error Deployment/a spec.template.spec.containers[0].env[0].value: value is a number, not a string',
    ]);
    expect(found(rule, variable('WORKERS'))[0]).toMatch(/value is a number \(4711\), not a string$/);
  });

  describe('leaves to others', () => {
    const autoscaler = (spec: string) =>
      object(
        'HorizontalPodAutoscaler',
        'autoscaling/v2',
        `spec: {scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: a}, ${spec}}`,
      );
    const budget = object('PodDisruptionBudget', 'policy/v1', 'spec: {minAvailable: 1, maxUnavailable: 1}');

    test.each([
      ['HPA-METRIC', autoscaler('maxReplicas: 2, metrics: [{type: Custom}]')],
      [
        'HPA-METRIC',
        autoscaler('maxReplicas: 2, metrics: [{type: Pods, pods: {metric: {name: a}, target: {type: Rate}}}]'),
      ],
      ['HPA-RANGE', autoscaler('minReplicas: 1')],
      ['HPA-RANGE', autoscaler('maxReplicas: 2, behavior: {scaleUp: {selectPolicy: Most}}')],
      ['PC-ILLEGAL', object('PriorityClass', 'scheduling.k8s.io/v1', 'value: 3000000000')],
      ['PC-ILLEGAL', object('PriorityClass', 'scheduling.k8s.io/v1', 'value: 1\npreemptionPolicy: Sometimes')],
      ['QUANTITY', object('ResourceQuota', 'v1', 'spec: {hard: {requests.memory: 80GB}}')],
      ['QTA-SCOPE-KEY', object('ResourceQuota', 'v1', 'spec: {hard: {pods: 1}, scopes: [Sometimes]}')],
      ['LR-INVALID', object('LimitRange', 'v1', 'spec: {limits: [{max: {cpu: 1}}]}')],
      [
        'CRON-SCHEDULE',
        object(
          'CronJob',
          'batch/v1',
          'spec: {jobTemplate: {spec: {template: {spec: {containers: [{name: a, image: a}]}}}}}',
        ),
      ],
      ['VPA-TARGET', object('VerticalPodAutoscaler', 'autoscaling.k8s.io/v1', 'spec: {targetRef: {kind: Deployment}}')],
      [
        'VPA-MODE',
        object(
          'VerticalPodAutoscaler',
          'autoscaling.k8s.io/v1',
          'spec: {targetRef: {kind: Deployment, name: a}, updatePolicy: {updateMode: Now}}',
        ),
      ],
      ['PDB-BOTH', budget],
    ])('%s', (other, yaml) => {
      expect(found(rule, yaml)).toEqual([]);
      expect(found(other, yaml)).toHaveLength(1);
    });
  });
});
