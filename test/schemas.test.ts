import { kindNames, schemaErrors, schemaErrorsAt } from './schemas';

const quota = (spec: object) => ({
  apiVersion: 'v1',
  kind: 'ResourceQuota',
  metadata: { name: 'quota', namespace: 'agents', labels: { team: 'platform' } },
  spec,
});

const deployment = (container: object, pod: object = {}) => ({
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: { name: 'agent' },
  spec: {
    replicas: 2,
    selector: { matchLabels: { app: 'agent' } },
    template: {
      metadata: { labels: { app: 'agent' } },
      spec: { ...pod, containers: [{ name: 'main', image: 'agent:1', ...container }] },
    },
  },
});

const workflow = (spec: object) => ({
  apiVersion: 'argoproj.io/v1alpha1',
  kind: 'Workflow',
  metadata: { name: 'run' },
  spec: { entrypoint: 'main', ...spec },
});

const template = (fields: object) => ({ name: 'main', container: { image: 'agent:1' }, ...fields });

describe('objects', () => {
  it.each([
    [
      'a quota',
      quota({ hard: { pods: '30', 'requests.memory': '80Gi', 'limits.cpu': 40 }, scopes: ['NotTerminating'] }),
    ],
    ['a deployment', deployment({ resources: { requests: { cpu: '100m' } }, ports: [{ containerPort: 8080 }] })],
    ['a config map', { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'c' }, data: { 'a.yaml': 'b' } }],
    [
      'an autoscaler',
      {
        apiVersion: 'autoscaling/v2',
        kind: 'HorizontalPodAutoscaler',
        metadata: { name: 'agents' },
        spec: { maxReplicas: 8, scaleTargetRef: { kind: 'Deployment', name: 'agent', apiVersion: 'apps/v1' } },
      },
    ],
    [
      'a disruption budget',
      {
        apiVersion: 'policy/v1',
        kind: 'PodDisruptionBudget',
        metadata: { name: 'agents' },
        spec: { maxUnavailable: '50%', selector: { matchLabels: { app: 'agent' } } },
      },
    ],
    [
      'a workflow',
      workflow({ templates: [template({ inputs: { artifacts: [{ name: 'a', archive: { none: {} } }] } })] }),
    ],
    [
      'a rule',
      {
        apiVersion: 'monitoring.coreos.com/v1',
        kind: 'PrometheusRule',
        metadata: { name: 'r', creationTimestamp: '2026-01-01T00:00:00Z' },
        spec: {
          groups: [
            {
              name: 'g',
              interval: '30s',
              partial_response_strategy: 'WARN',
              rules: [{ alert: 'A', expr: 'up == 0', for: '5m' }],
            },
          ],
        },
      },
    ],
    [
      'an autopilot',
      {
        apiVersion: 'autoscaling.k8s.io/v1',
        kind: 'VerticalPodAutoscaler',
        metadata: { name: 'v' },
        spec: {
          targetRef: { kind: 'Deployment', name: 'agent' },
          updatePolicy: { updateMode: 'Initial' },
          resourcePolicy: { containerPolicies: [{ containerName: '*', maxAllowed: { cpu: 4, memory: '16Gi' } }] },
        },
      },
    ],
  ])('accepts %s', (_, object) => {
    expect(schemaErrors(object)).toEqual([]);
  });

  it.each([
    [
      'a field unknown deep inside',
      deployment({ resource: {} }),
      'spec.template.spec.containers[0].resource is not a known field',
    ],
    ['a field unknown to metadata', { ...quota({}), metadata: { nam: 'x' } }, 'metadata.nam is not a known field'],
    [
      'metadata of a custom resource',
      { ...workflow({}), metadata: { labels: { a: 1 } } },
      'metadata.labels.a must be string',
    ],
    ['a wrong type', quota({ hard: { pods: true } }), 'spec.hard.pods must be string or number'],
    ['no quantity', quota({ hard: { 'requests.memory': '80GB' } }), 'spec.hard.requests.memory must be a quantity'],
    [
      'a boolean written as text',
      deployment({}, { hostNetwork: 'true' }),
      'spec.template.spec.hostNetwork must be boolean',
    ],
    ['a number beyond its format', deployment({}, { priority: 2 ** 31 }), 'spec.template.spec.priority must be int32'],
    ['no integer', deployment({}, { priority: 1.5 }), 'spec.template.spec.priority must be integer'],
    ['null', deployment({ env: null }), 'spec.template.spec.containers[0].env must be array'],
    ['a missing field', { ...deployment({}), spec: { selector: {} } }, 'spec.template is required'],
    [
      'a value outside an enumeration',
      {
        apiVersion: 'autoscaling.k8s.io/v1',
        kind: 'VerticalPodAutoscaler',
        metadata: { name: 'v' },
        spec: { targetRef: { kind: 'Deployment', name: 'agent' }, updatePolicy: { updateMode: 'Sometimes' } },
      },
      'spec.updatePolicy.updateMode must be one of Off, Initial, Recreate, InPlaceOrRecreate, InPlace, Auto',
    ],
    [
      'an int-or-string',
      {
        apiVersion: 'policy/v1',
        kind: 'PodDisruptionBudget',
        metadata: { name: 'p' },
        spec: { maxUnavailable: 0.5 },
      },
      'spec.maxUnavailable must be integer or string',
    ],
    [
      'a date',
      { ...quota({}), metadata: { creationTimestamp: '1 May' } },
      'metadata.creationTimestamp must be date-time',
    ],
    ['no base64', { apiVersion: 'v1', kind: 'Secret', metadata: {}, data: { a: 'ä' } }, 'data.a must be byte'],
    [
      'two items of one key',
      deployment({ env: [{ name: 'A' }, { name: 'A', value: '1' }] }),
      'spec.template.spec.containers[0].env has two items of the same keys',
    ],
    [
      'a field in an empty object',
      workflow({ templates: [template({ outputs: { artifacts: [{ name: 'a', archive: { none: { a: 1 } } }] } })] }),
      'spec.templates[0].outputs.artifacts[0].archive.none.a is not a known field',
    ],
    ['a kind that is not there', { apiVersion: 'v1', kind: 'Quota' }, 'v1/Quota is not a known kind'],
    [
      'a kind in the wrong version',
      { apiVersion: 'autoscaling/v1', kind: 'HorizontalPodAutoscaler' },
      'autoscaling/v1/HorizontalPodAutoscaler is not a known kind; HorizontalPodAutoscaler is known in autoscaling/v2',
    ],
    ['no object', null, 'apiVersion and kind must be strings'],
  ])('refuses %s', (_, object, error) => {
    expect(schemaErrors(object)).toEqual([error]);
  });

  it('names every error', () => {
    expect(schemaErrors(deployment({ a: 1, b: 2 }))).toHaveLength(2);
  });
});

it('compiles every kind', () => {
  expect(kindNames().length).toBeGreaterThan(30);
  for (const name of kindNames()) {
    const [, apiVersion, kind] = /^(.*)\/([^/]+)$/.exec(name)!;
    expect(schemaErrors({ apiVersion, kind, metadata: { name: 'x' }, nonsense: 1 })).toContain(
      'nonsense is not a known field',
    );
  }
});

describe('parts', () => {
  const kind = 'argoproj.io/v1alpha1/Workflow';

  it('validates what stands at a path', () => {
    expect(schemaErrorsAt(kind, 'spec', { ttlStrategy: { secondsAfterCompletion: 60 } })).toEqual([]);
    expect(schemaErrorsAt(kind, 'spec', { ttlStrategy: { secondsAfter: 60 } })).toEqual([
      'spec.ttlStrategy.secondsAfter is not a known field',
    ]);
  });

  it('goes into lists and maps', () => {
    expect(
      schemaErrorsAt('apps/v1/Deployment', 'spec.template.spec.containers[]', { name: 'main', imag: 'x' }),
    ).toEqual(['spec.template.spec.containers[].imag is not a known field']);
    expect(schemaErrorsAt('v1/ResourceQuota', 'spec.hard.pods', '1x')).toEqual(['spec.hard.pods must be a quantity']);
  });

  it('forgives at the top of a partial one what is missing, and only there', () => {
    const spec = { selector: { matchExpressions: [{ key: 'app' }] } };
    expect(schemaErrorsAt('apps/v1/Deployment', 'spec', spec)).toContain('spec.template is required');
    expect(schemaErrorsAt('apps/v1/Deployment', 'spec', spec, { partial: true })).toEqual([
      'spec.selector.matchExpressions[0].operator is required',
    ]);
  });

  it('needs a path that is there', () => {
    expect(() => schemaErrorsAt(kind, 'spec.nothing', {})).toThrow('nothing is known of nothing');
    expect(schemaErrorsAt('v1/Nothing', 'spec', {})).toEqual(['v1/Nothing is not a known kind']);
  });
});
