import { Namespace, type NamespaceProps } from '../../../src';
import { problemsOf, rendered } from '../render';

const namespace = (more: Partial<NamespaceProps> = {}) =>
  rendered((scope) => new Namespace(scope, 'n', { name: 'agents', ...more }));

it('is restricted, asks a person before it goes, and comes before what lives in it', () => {
  expect(namespace()).toEqual({
    apiVersion: 'v1',
    kind: 'Namespace',
    metadata: {
      name: 'agents',
      annotations: {
        'argocd.argoproj.io/sync-options': 'Prune=confirm,Delete=confirm',
        'argocd.argoproj.io/sync-wave': '-10',
      },
      labels: {
        'pod-security.kubernetes.io/audit': 'restricted',
        'pod-security.kubernetes.io/audit-version': 'latest',
        'pod-security.kubernetes.io/enforce': 'restricted',
        'pod-security.kubernetes.io/enforce-version': 'latest',
        'pod-security.kubernetes.io/warn': 'restricted',
        'pod-security.kubernetes.io/warn-version': 'latest',
      },
    },
  });
});

it('takes another level, version and wave, and labels beside them', () => {
  const { labels, annotations } = namespace({
    podSecurity: 'baseline',
    podSecurityVersion: 'v1.36',
    syncWave: 0,
    labels: { team: 'a', 'pod-security.kubernetes.io/warn': 'restricted' },
    annotations: { 'argocd.argoproj.io/sync-options': 'Prune=false' },
  }).metadata;
  expect(labels).toMatchObject({
    team: 'a',
    'pod-security.kubernetes.io/enforce': 'baseline',
    'pod-security.kubernetes.io/enforce-version': 'v1.36',
    'pod-security.kubernetes.io/warn': 'restricted',
  });
  expect(annotations).toEqual({
    'argocd.argoproj.io/sync-options': 'Prune=false',
    'argocd.argoproj.io/sync-wave': '0',
  });
});

it('keeps its defaults where JavaScript says undefined or null', () => {
  const silent = { podSecurity: undefined, podSecurityVersion: null, syncWave: null, labels: null } as object;
  expect(namespace(silent)).toEqual(namespace());
});

it.each<[object, string[]]>([
  [{ podSecurity: 'strict' }, ['podSecurity "strict" is unknown: use one of privileged, baseline, restricted']],
  [
    { podSecurityVersion: '1.36' },
    ['podSecurityVersion "1.36" is not a version of Pod Security: use latest or e.g. v1.36'],
  ],
  [{ name: 'a.b' }, ['name "a.b" is not a DNS-1123 label: use a-z, 0-9 and -, not at either end']],
  [{ name: undefined }, ['name is required: got undefined']],
])('refuses %j', (change, problems) => {
  const props = { name: 'agents', ...change } as NamespaceProps;
  const found = problemsOf((scope) => new Namespace(scope, 'n', props));
  expect(found).toEqual(problems.map((problem) => `prod/n: ${problem}`));
});
