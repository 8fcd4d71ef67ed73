import { ApiObject, Chart } from 'cdk8s';
import { Environment, Layouts, ResourceQuota, StewardApp } from '../../../src';
import { allRendered, documentsIn, problemsIn, problemsOf } from '../render';

const role = (scope: Chart, name: string) => {
  return new ApiObject(scope, name, {
    apiVersion: 'rbac.authorization.k8s.io/v1',
    kind: 'Role',
    metadata: { name, namespace: 'agents' },
    rules: [],
  });
};

describe('objects that are none of our constructs', () => {
  it('become canonical: quantities, unordered lists, nothing that is null', () => {
    const [pod, clusterRole] = [
      ...allRendered((scope) => {
        new ApiObject(scope, 'pod', {
          apiVersion: 'v1',
          kind: 'Pod',
          metadata: { name: 'a', namespace: 'agents' },
          spec: {
            containers: [{ name: 'a', image: 'a:1', resources: { limits: { memory: '1024Mi', cpu: 0.5 } } }],
            nodeName: null,
          },
        });
        new ApiObject(scope, 'role', {
          apiVersion: 'rbac.authorization.k8s.io/v1',
          kind: 'ClusterRole',
          metadata: { name: 'b' },
          rules: [{ apiGroups: [''], resources: ['pods'], verbs: ['watch', 'get', 'list'] }],
        });
      }).values(),
    ].sort((a, b) => (a.kind < b.kind ? 1 : -1));
    expect(pod.spec).toEqual({
      containers: [{ name: 'a', image: 'a:1', resources: { limits: { memory: '1Gi', cpu: '500m' } } }],
    });
    expect(clusterRole.rules[0].verbs).toEqual(['get', 'list', 'watch']);
  });

  it('lose the namespace of the chart where their kind has none', () => {
    const app = new StewardApp();
    const chart = new Chart(new Environment(app, 'prod'), 'chart', { namespace: 'agents' });
    new ApiObject(chart, 'n', { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'other' } });
    new ApiObject(chart, 'c', { apiVersion: 'example.com/v1', kind: 'Unknown', metadata: { name: 'x' } });
    const namespaces = documentsIn(app.synthYaml()).map(({ kind, metadata }) => [kind, metadata.namespace]);
    expect(namespaces).toEqual([
      ['Namespace', undefined],
      ['Unknown', 'agents'],
    ]);
  });

  it.each<[string, object, string]>([
    [
      'a namespaced kind without a namespace',
      { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'a' } },
      'metadata.namespace is required: ConfigMap is namespaced; set it here or on the chart',
    ],
    [
      'what YAML cannot hold',
      { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'a', namespace: 'b' }, data: { a: Number.NaN } },
      '"NaN" at data.a cannot be rendered: use strings, numbers, maps and lists',
    ],
    [
      'a class instance',
      { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'a', namespace: 'b' }, data: { a: new Map() } },
      "Failed serializing construct at path 'prod/raw' with name 'a': Error: can't render non-simple object of type 'Map'",
    ],
  ])('report %s', (_, props, problem) => {
    const build = (scope: Chart) => new ApiObject(scope, 'raw', props as { apiVersion: string; kind: string });
    expect(problemsOf(build)).toEqual([`prod/raw: ${problem}`]);
  });
});

describe('names that end in one file', () => {
  it('are a problem of different objects, even where only some file systems agree', () => {
    const build = (scope: Chart) => ['a:b', 'a_b', 'A_b'].map((name) => role(scope, name));
    expect(problemsOf(build)).toEqual([
      'prod/a_b: its file prod/agents/role-a_b.yaml is also that of prod/a:b (prod/agents/role-a_b.yaml)',
      'prod/A_b: its file prod/agents/role-A_b.yaml is also that of prod/a:b (prod/agents/role-a_b.yaml)',
    ]);
  });

  it('are none in a layout whose files are shared', () => {
    const app = new StewardApp({ layout: Layouts.filePerNamespace() });
    const environment = new Environment(app, 'prod');
    for (const name of ['a:b', 'a_b']) role(environment, name);
    expect(problemsIn(app)).toEqual([]);
  });

  it('are a problem of folders that differ only in case', () => {
    const app = new StewardApp();
    role(new Environment(app, 'prod'), 'a');
    role(new Environment(app, 'Prod'), 'a');
    expect(problemsIn(app)).toEqual([
      'Prod/a: its file Prod/agents/role-a.yaml is also that of prod/a (prod/agents/role-a.yaml)',
    ]);
  });
});

it('takes two versions of a kind for one object', () => {
  const budget = (scope: Chart, version: string) => {
    new ApiObject(scope, version, {
      apiVersion: `policy/${version}`,
      kind: 'PodDisruptionBudget',
      metadata: { name: 'a', namespace: 'agents' },
    });
  };
  expect(problemsOf((scope) => ['v1', 'v1beta1'].map((version) => budget(scope, version)))).toEqual([
    'prod/v1beta1: PodDisruptionBudget.policy agents/a is already declared by prod/v1',
  ]);
});

it('reports what is wrong with all objects, and what stands between them, at once', () => {
  const problems = problemsOf((scope) => {
    const props = { namespace: 'agents', hard: { pods: 1 } };
    const first = new ResourceQuota(scope, 'first', { ...props, name: 'a' });
    const second = new ResourceQuota(scope, 'second', { ...props, name: 'a' });
    new ResourceQuota(scope, 'third', { ...props, name: 'b', hard: { pods: -1 } });
    first.addDependency(second);
    second.addDependency(first);
  });
  expect(problems).toEqual([
    'dependencies form a cycle: prod/first → prod/second → prod/first',
    'prod/third: hard.pods -1 is negative: a limit is 0 or more',
    'prod/second: ResourceQuota agents/a is already declared by prod/first',
  ]);
});
