import { AppProject, type AppProjectProps } from '../../../src';
import { problemsOf, rendered } from '../render';

const props: AppProjectProps = {
  name: 'platform',
  namespace: 'argocd',
  sourceRepos: ['https://git.example.com/a'],
  namespaces: ['agents', 'argo'],
};
const spec = (more: object = {}) => rendered((scope) => new AppProject(scope, 'p', { ...props, ...more })).spec;

it('allows these repositories and namespaces of its own cluster, and no cluster-scoped kind', () => {
  const server = 'https://kubernetes.default.svc';
  expect(spec()).toEqual({
    sourceRepos: ['https://git.example.com/a'],
    destinations: [
      { server, namespace: 'agents' },
      { server, namespace: 'argo' },
    ],
  });
});

it('allows kinds by name, in a fixed order; none at all is a list without any', () => {
  const clusterKinds = [
    { group: 'scheduling.k8s.io', kind: 'PriorityClass' },
    { group: '', kind: 'Namespace' },
  ];
  expect(spec({ description: 'x', server: 'https://b', clusterKinds, namespaceKinds: [] })).toMatchObject({
    description: 'x',
    destinations: [{ server: 'https://b' }, { server: 'https://b' }],
    clusterResourceWhitelist: [
      { group: '', kind: 'Namespace' },
      { group: 'scheduling.k8s.io', kind: 'PriorityClass' },
    ],
    namespaceResourceWhitelist: [],
  });
});

it.each<[object, string[]]>([
  [{ sourceRepos: undefined }, ['sourceRepos is required: name at least one repository']],
  [{ sourceRepos: [] }, ['sourceRepos is empty: name at least one repository']],
  [{ sourceRepos: 'https://a' }, ['sourceRepos "https://a" is not a list: write [ … ]']],
  [{ sourceRepos: [''] }, ['sourceRepos[0] "" is empty']],
  [
    { sourceRepos: ['https://user:secret@git.example.com/a'] },
    ['sourceRepos[0] holds a password: put credentials into a repository Secret, not into committed YAML'],
  ],
  [{ namespaces: [] }, ['namespaces is empty: name at least one namespace']],
  [{ namespaces: undefined }, ['namespaces is required: name at least one namespace']],
  [{ namespaces: ['a', 5] }, ['namespaces[1] 5 is not text: write a string']],
  [{ server: '' }, ['server "" is empty']],
  [{ description: 5 }, ['description 5 is not text: write a string']],
  [{ clusterKinds: ['Namespace'] }, ['clusterKinds[0] "Namespace" is not a map: write { … }']],
  [
    { namespaceKinds: [{}] },
    [
      "namespaceKinds[0].group is required: a name, '' for core kinds",
      'namespaceKinds[0].kind is required: got undefined',
    ],
  ],
])('refuses %j', (more, problems) => {
  const all = { ...props, ...more } as AppProjectProps;
  const found = problemsOf((scope) => new AppProject(scope, 'p', all));
  expect(found).toEqual(problems.map((problem) => `prod/p: ${problem}`));
});
