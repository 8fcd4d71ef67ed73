import { deployment, type Fields, found, object, workflow } from './manifests';

const rule = (fields: Fields) =>
  object('monitoring.coreos.com/v1', 'PrometheusRule', { spec: { groups: [{ name: 'g', rules: [fields] }] } });

describe('one of a few values', () => {
  test.each<[Fields, string, string]>([
    [
      deployment({ imagePullPolicy: 'always' }),
      'imagePullPolicy is "always"; it takes Always, IfNotPresent, Never',
      'write Always',
    ],
    [
      deployment({ imagePullPolicy: 'Sometimes' }),
      'imagePullPolicy is "Sometimes"; it takes Always, IfNotPresent, Never',
      'write one of these',
    ],
    [
      object('autoscaling/v2', 'HorizontalPodAutoscaler', {
        spec: { maxReplicas: 3, scaleTargetRef: { kind: 'Deployment', name: 'api' }, metrics: [{ type: 'Custom' }] },
      }),
      'type is "Custom"; it takes ContainerResource, External, Object, Pods, Resource',
      'write one of these',
    ],
    [
      object('autoscaling.k8s.io/v1', 'VerticalPodAutoscaler', {
        spec: { targetRef: { kind: 'Deployment', name: 'api' }, updatePolicy: { updateMode: 'auto' } },
      }),
      'updateMode is "auto"; it takes Off, Initial, Recreate, InPlaceOrRecreate, InPlace, Auto',
      'write Auto',
    ],
  ])('%#', (manifest, message, fix) => {
    expect(found('enum', manifest).map(([, ...words]) => words)).toEqual([[message, fix]]);
  });
});

describe('text and numbers beyond their bounds', () => {
  test('are above or below what fits', () => {
    const pod = deployment({}, { priority: 2 ** 31, terminationGracePeriodSeconds: -(2 ** 70) });
    expect(found('range', pod).map(([, ...words]) => words)).toEqual([
      ['priority is 2147483648, above 2147483647', 'write 2147483647 or less'],
      [
        'terminationGracePeriodSeconds is -1.1805916207174113e+21, below -9223372036854775808',
        'write -9223372036854775808 or more',
      ],
    ]);
  });

  test.each<[string, unknown, string, string]>([
    ['portNumber', 0, 'portNumber is 0, below 1', 'write 1 or more'],
    ['portNumber', 70_000, 'portNumber is 70000, above 65535', 'write 65535 or less'],
  ])('%s is beyond what the schema says: %d', (field, value, message, fix) => {
    const spec = { selector: {}, podMetricsEndpoints: [{ [field]: value }] };
    expect(found('range', object('monitoring.coreos.com/v1', 'PodMonitor', { spec }))).toEqual([
      [`spec podMetricsEndpoints 0 ${field}`, message, fix],
    ]);
  });

  test('are too many or too few', () => {
    const description = 'ä'.repeat(256);
    expect(found('length', object('argoproj.io/v1alpha1', 'AppProject', { spec: { description } }))).toEqual([
      ['spec description', 'description has 256 characters, at most 255 are taken', 'shorten it'],
    ]);
    expect(
      found(
        'length',
        object('keda.sh/v1alpha1', 'ScaledObject', { spec: { scaleTargetRef: { name: 'api' }, triggers: [] } }),
      ),
    ).toEqual([['spec triggers', 'triggers has 0 of at least 1 items', 'add the others']]);
  });

  test('are empty', () => {
    const rules = object('monitoring.coreos.com/v1', 'PrometheusRule', { spec: { groups: [{ name: '' }] } });
    expect(found('length', rules)).toEqual([['spec groups 0 name', 'name is empty', 'state a value']]);
  });
});

describe('text of another form', () => {
  test('does not match a pattern', () => {
    expect(found('pattern', rule({ alert: 'A', expr: 'up == 0', for: '5x' }))).toEqual([
      [
        'spec groups 0 rules 0 for',
        'for is "5x", which does not match ^(0|(([0-9]+)y)?(([0-9]+)w)?(([0-9]+)d)?(([0-9]+)h)?(([0-9]+)m)?(([0-9]+)s)?(([0-9]+)ms)?)$',
        'write it in the form that the pattern has',
      ],
    ]);
  });

  test('is no base64, and is not shown', () => {
    expect(found('format', object('v1', 'Secret', { data: { password: 'hunter2' } }))).toEqual([
      ['data password', 'password is not base64', 'encode it, or move it to stringData'],
    ]);
    expect(found('format', object('v1', 'ConfigMap', { binaryData: { a: 'ä' } }))).toEqual([
      ['binaryData a', 'a is not base64', 'encode it'],
    ]);
  });

  test.each(['1 May', '2026-02-31T00:00:00Z', '2026-01-01', '2026-01-01T24:00:00Z', ''])('%j is no time', (time) => {
    const manifest = object('v1', 'ConfigMap', { metadata: { name: 'x', creationTimestamp: time } });
    expect(found('format', manifest)).toEqual([
      ['metadata creationTimestamp', `creationTimestamp is "${time}", not a time`, 'write it as 2026-01-31T12:00:00Z'],
    ]);
  });

  test.each<[string, string]>([
    ['80GB', 'GB is no suffix; use 80Gi (binary) or 80G (decimal)'],
    ['1 Gi', 'it holds a space; use 1Gi'],
    ['', 'write a number with an optional suffix, e.g. 500m, 2, 80Gi'],
  ])('%j is no quantity', (text, fix) => {
    const path = 'resources requests memory';
    const words = [`memory is "${text}", not a quantity`, fix];
    const container = { image: 'x', resources: { requests: { memory: text } } };
    expect(found('quantity', deployment(container))).toEqual([[`spec template spec containers 0 ${path}`, ...words]]);
    expect(found('quantity', workflow({ container }))).toEqual([[`spec templates 0 container ${path}`, ...words]]);
  });
});
