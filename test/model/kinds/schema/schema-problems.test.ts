import { schemaProblems } from '../../../../src/model/kinds/schema/schema-problems';
import { deployment, type Fields, found, object, workflow } from './manifests';

describe('a required field', () => {
  test('is missing, or null', () => {
    const manifest = deployment({}, { containers: [{ name: null }] }, { selector: undefined });
    expect(found('required', manifest)).toEqual([
      ['spec template spec containers 0 image', 'image is missing in containers[0]', 'state image'],
      ['spec template spec containers 0 name', 'name is missing in containers[0]', 'state name'],
      ['spec selector', 'selector is missing in spec', 'state selector'],
    ]);
  });

  test('has a few values to choose from', () => {
    const paths = [{ path: '/', backend: { service: { name: 'api' } } }];
    expect(
      found('required', object('networking.k8s.io/v1', 'Ingress', { spec: { rules: [{ http: { paths } }] } })),
    ).toEqual([
      [
        'spec rules 0 http paths 0 pathType',
        'pathType is missing in paths[0]',
        'write one of Exact, ImplementationSpecific, Prefix',
      ],
    ]);
  });

  test('is missing in the object itself', () => {
    expect(found('required', object('keda.sh/v1alpha1', 'ScaledObject', {}))).toEqual([
      ['spec', 'spec is missing in ScaledObject', 'state spec'],
    ]);
  });

  test('may be absent where the server fills it in', () => {
    const env = [{ name: 'A', valueFrom: { configMapKeyRef: { key: 'a' } } }];
    expect(schemaProblems(workflow({ container: { image: 'x', env } }))).toEqual([]);
  });
});

describe('what the server takes', () => {
  test.each<[string, Fields]>([
    ['null for absent', deployment({ env: null, resources: { limits: { cpu: null } } }, { nodeSelector: { a: null } })],
    [
      'null for an empty item of a built-in kind',
      object('networking.k8s.io/v1', 'NetworkPolicy', { spec: { podSelector: null, ingress: [null] } }),
    ],
    ['numbers as quantities', deployment({ resources: { limits: { cpu: 0.5, memory: 1e9 } } })],
    [
      'an integer as a quantity of a custom resource',
      workflow({ container: { image: 'x', resources: { limits: { cpu: 2 } } } }),
    ],
    [
      'what the server itself has set',
      deployment(
        {},
        {},
        {},
        {
          metadata: {
            name: 'api',
            uid: 'u',
            resourceVersion: '1',
            generation: 2,
            managedFields: [{ fieldsV1: { 'f:spec': {} } }],
          },
        },
      ),
    ],
    ['any status', deployment({}, {}, {}, { status: { replicas: 'many', nonsense: 1 } })],
    ['base64 in lines', object('v1', 'Secret', { data: { a: 'YWJj\nZGVm\n' } })],
    [
      'what is nobody else’s business',
      object('argoproj.io/v1alpha1', 'Application', {
        spec: {
          project: 'x',
          destination: {},
          source: { repoURL: 'x', helm: { valuesObject: { any: [{ thing: null }] } } },
        },
      }),
    ],
    ['undefined, as programs leave it', deployment({ command: undefined, nonsense: undefined })],
    [
      'a pattern for either case',
      object('monitoring.coreos.com/v1', 'PrometheusRule', {
        spec: { groups: [{ name: 'a', partial_response_strategy: 'Warn' }] },
      }),
    ],
  ])('%s', (_, manifest) => {
    expect(schemaProblems(manifest)).toEqual([]);
  });

  test.each<[string, Fields]>([
    ['a kind that is not known', object('example.com/v1', 'Widget', { nonsense: 1 })],
    ['a version that is not known', object('apps/v1beta1', 'Deployment', { nonsense: 1 })],
    ['what has no kind', { apiVersion: 'v1', nonsense: 1 }],
    ['what has a number for a kind', { apiVersion: 'v1', kind: 7 }],
  ])('%s is not looked at', (_, manifest) => {
    expect(schemaProblems(manifest)).toEqual([]);
  });
});

test('all problems are found, in the order of the object', () => {
  const manifest = deployment({ image: 7, imagePullPolicy: 'never' }, { hostNetwork: 'no' }, { replica: 1 });
  expect(schemaProblems(manifest).map(({ path, problem }) => [path.at(-1), problem])).toEqual([
    ['image', 'type'],
    ['imagePullPolicy', 'enum'],
    ['hostNetwork', 'type'],
    ['replica', 'unknown'],
  ]);
});
