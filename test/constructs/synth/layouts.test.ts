import { ApiObject, Chart } from 'cdk8s';
import {
  Environment,
  type Layout,
  type LayoutOptions,
  Layouts,
  Namespace,
  ResourceQuota,
  StewardApp,
} from '../../../src';
import { documentsIn, problemsIn } from '../render';

const quota = (scope: Chart, name: string, syncWave?: number, namespace = 'agents') => {
  return new ResourceQuota(scope, `${namespace}-${name}`, { name, namespace, syncWave, hard: { pods: 1 } });
};

function rendering(layout: Layout | undefined, ...environments: string[]): ReadonlyMap<string, string> {
  const app = new StewardApp({ layout });
  for (const id of environments) {
    const environment = new Environment(app, id);
    new Namespace(environment, 'n', { name: 'agents' });
    quota(environment, 'b');
    quota(environment, 'a');
    quota(environment, 'a', undefined, 'other');
  }
  return app.render();
}

describe('a file per object', () => {
  const paths = [
    'prod/_cluster/namespace-agents.yaml',
    'prod/agents/resource-quota-a.yaml',
    'prod/agents/resource-quota-b.yaml',
    'prod/other/resource-quota-a.yaml',
  ];

  it('is the default', () => {
    expect([...rendering(undefined, 'prod').keys()]).toEqual(paths);
    expect([...rendering(Layouts.filePerObject(), 'prod').keys()]).toEqual(paths);
  });

  it('holds the header and one document', () => {
    expect(rendering(undefined, 'prod').get('prod/agents/resource-quota-a.yaml')).toBe(
      [
        '# rendered by cdk8s-steward',
        '---',
        'apiVersion: v1',
        'kind: ResourceQuota',
        'metadata:',
        '  name: a',
        '  namespace: agents',
        'spec:',
        '  hard:',
        '    pods: "1"',
        '',
      ].join('\n'),
    );
  });

  it('has no folder for an environment where there is none', () => {
    const app = new StewardApp();
    const props = { apiVersion: 'v1', kind: 'Node', metadata: { name: 'a' } };
    new ApiObject(new Environment(app, 'prod'), 'in', props);
    new ApiObject(new Chart(app, 'plain'), 'out', props);
    expect([...app.render().keys()]).toEqual(['_cluster/node-a.yaml', 'prod/_cluster/node-a.yaml']);
  });

  it.each([
    ['HorizontalPodAutoscaler', 'horizontal-pod-autoscaler-x.yaml'],
    ['CSIDriver', 'csi-driver-x.yaml'],
    ['APIService', 'api-service-x.yaml'],
    ['PrometheusRule', 'prometheus-rule-x.yaml'],
  ])('spells %s as %s', (kind, file) => {
    const app = new StewardApp();
    const props = { apiVersion: 'example.com/v1', kind, metadata: { name: 'x' } };
    new ApiObject(new Environment(app, 'prod'), 'o', props);
    expect([...app.render().keys()]).toEqual([`prod/_cluster/${file}`]);
  });
});

describe('a file per namespace', () => {
  it('holds its objects in order, those without a namespace apart', () => {
    const files = rendering(Layouts.filePerNamespace(), 'prod');
    expect([...files.keys()]).toEqual(['prod/_cluster.yaml', 'prod/agents.yaml', 'prod/other.yaml']);
    expect(documentsIn(files.get('prod/agents.yaml') ?? '').map(({ metadata }) => metadata.name)).toEqual(['a', 'b']);
  });

  it('orders by sync wave, then namespaces first, then kind and name', () => {
    const app = new StewardApp({ layout: Layouts.filePerNamespace() });
    const environment = new Environment(app, 'prod');
    const object = (kind: string, name: string, wave?: string) => {
      const annotations = wave === undefined ? undefined : { 'argocd.argoproj.io/sync-wave': wave };
      const props = { apiVersion: 'example.com/v1', kind, metadata: { name, annotations } };
      return new ApiObject(environment, `${kind}-${name}`, props);
    };
    object('Zebra', 'early', '-1');
    object('Ant', 'late', '2');
    object('Bee', 'no-number', 'soon');
    object('Bee', 'a');
    object('Ant', 'b');
    new Namespace(environment, 'n', { name: 'ns', syncWave: 0 });
    const names = documentsIn(app.render().get('prod/_cluster.yaml') ?? '').map(({ metadata }) => metadata.name);
    expect(names).toEqual(['early', 'ns', 'b', 'a', 'no-number', 'late']);
  });
});

describe('a kustomization', () => {
  it.each<[string, (options: LayoutOptions) => Layout, string[]]>([
    [
      'filePerObject',
      Layouts.filePerObject,
      [
        '_cluster/namespace-agents.yaml',
        'agents/resource-quota-a.yaml',
        'agents/resource-quota-b.yaml',
        'other/resource-quota-a.yaml',
      ],
    ],
    ['filePerNamespace', Layouts.filePerNamespace, ['_cluster.yaml', 'agents.yaml', 'other.yaml']],
  ])('lists the files of each environment, sorted (%s)', (_, layout, resources) => {
    const files = rendering(layout({ kustomization: true }), 'dev', 'prod');
    for (const environment of ['dev', 'prod']) {
      expect(documentsIn(files.get(`${environment}/kustomization.yaml`) ?? '')).toEqual([
        { apiVersion: 'kustomize.config.k8s.io/v1beta1', kind: 'Kustomization', resources },
      ]);
    }
  });

  it('stands at the top where there is no environment', () => {
    const app = new StewardApp({ layout: Layouts.filePerNamespace({ kustomization: true }) });
    quota(new Chart(app, 'plain'), 'a');
    expect([...app.render().keys()]).toEqual(['agents.yaml', 'kustomization.yaml']);
  });

  it('is left out unless asked for', () => {
    expect([...rendering(Layouts.filePerNamespace(), 'prod').keys()].join()).not.toContain('kustomization');
  });

  it('never takes the place of another file', () => {
    const app = new StewardApp({ layout: Layouts.filePerNamespace({ kustomization: true }) });
    quota(new Environment(app, 'prod'), 'a', undefined, 'kustomization');
    expect(problemsIn(app)).toEqual([
      "prod/kustomization.yaml is the layout's own index: give what else goes there another path",
    ]);
  });
});

it('may be any other: an object of the same form', () => {
  const flat: Layout = {
    sharesFiles: false,
    pathOf: ({ environment, manifest }) => `${environment}-${manifest.metadata.name}.yaml`,
    indexes: (paths) => new Map([['index.yaml', paths]]),
  };
  const app = new StewardApp({ layout: flat });
  quota(new Environment(app, 'prod'), 'a');
  expect([...app.render().keys()]).toEqual(['prod-a.yaml', 'index.yaml']);
});
