import {
  Application,
  type ApplicationProps,
  type ApplicationSource,
  WorkflowControllerApplication,
} from '../../../src';
import { type Loose, problemsOf, rendered } from '../render';

const repoURL = 'https://git.example.com/platform/manifests';
const folder: ApplicationSource = { repoURL, path: 'dist/prod', targetRevision: 'main' };
const props: ApplicationProps = { name: 'platform', namespace: 'argocd', project: 'platform', source: folder };
const application = (more: object = {}) => rendered((scope) => new Application(scope, 'a', { ...props, ...more }));

it('syncs a folder by itself, on the server, and never by deleting everything', () => {
  expect(application()).toEqual({
    apiVersion: 'argoproj.io/v1alpha1',
    kind: 'Application',
    metadata: {
      name: 'platform',
      namespace: 'argocd',
      annotations: { 'argocd.argoproj.io/compare-options': 'ServerSideDiff=true' },
    },
    spec: {
      project: 'platform',
      source: { repoURL, path: 'dist/prod', targetRevision: 'main', directory: { recurse: true } },
      destination: { server: 'https://kubernetes.default.svc' },
      syncPolicy: { automated: { prune: true, selfHeal: true }, syncOptions: ['ServerSideApply=true'] },
    },
  });
});

it('waits for a person where it is told to, and goes where it is told', () => {
  const { spec, metadata } = application({
    automated: false,
    server: 'https://10.0.0.1',
    destinationNamespace: 'agents',
    source: { ...folder, exclude: 'argocd/*' },
    annotations: { 'argocd.argoproj.io/compare-options': 'IgnoreExtraneous' },
  });
  expect(spec).toMatchObject({
    source: { directory: { recurse: true, exclude: 'argocd/*' } },
    destination: { server: 'https://10.0.0.1', namespace: 'agents' },
  });
  expect(spec.syncPolicy).toEqual({ syncOptions: ['ServerSideApply=true'] });
  expect(metadata.annotations).toEqual({ 'argocd.argoproj.io/compare-options': 'IgnoreExtraneous' });
});

it('takes a chart, with values or the chart’s own', () => {
  const chart = { repoURL, chart: 'web', targetRevision: '1.2.3' };
  expect(application({ source: chart }).spec.source).toEqual(chart);
  const values = () => ({ replicas: 2, image: { tag: 'x' } });
  expect(application({ source: { ...chart, values } }).spec.source).toEqual({
    ...chart,
    helm: { valuesObject: { replicas: 2, image: { tag: 'x' } } },
  });
});

it('installs Argo Workflows from its chart', () => {
  const argo = { name: 'argo', namespace: 'argocd', project: 'platform', chartVersion: '0.45.0', defaults: {} };
  const { source, destination } = rendered((scope) => new WorkflowControllerApplication(scope, 'a', argo)).spec;
  expect(source).toMatchObject({
    repoURL: 'https://argoproj.github.io/argo-helm',
    chart: 'argo-workflows',
    targetRevision: '0.45.0',
  });
  expect(destination.namespace).toBe('argo');
  const other = { ...argo, destinationNamespace: 'flows', repoURL: 'oci://example.com' };
  const moved = rendered((scope) => new WorkflowControllerApplication(scope, 'a', other)).spec;
  expect([moved.source.repoURL, moved.destination.namespace]).toEqual(['oci://example.com', 'flows']);
});

describe('a URL with a password', () => {
  it.each(['https://user:secret@git.example.com/a', 'ssh://git:secret@example.com/a', 'git+https://a:secret@b/c'])(
    'is refused, and not repeated: %s',
    (url) => {
      const problems = problemsOf(
        (scope) => new Application(scope, 'a', { ...props, source: { ...folder, repoURL: url } }),
      );
      expect(problems).toEqual([
        'prod/a: source.repoURL holds a password: put credentials into a repository Secret, not into committed YAML',
      ]);
    },
  );

  it.each([
    'git@github.com:a/b.git',
    'ssh://git@github.com/a/b',
    'https://user@bitbucket.org/a/b',
    'https://a.b:8443/c@d',
  ])('is not %s', (url) => {
    expect(application({ source: { ...folder, repoURL: url } }).spec.source.repoURL).toBe(url);
  });
});

const source = (more: Loose) => ({ source: { ...folder, ...more } });
const chart = (more: Loose) => ({ source: { repoURL, chart: 'web', targetRevision: '1.0.0', ...more } });

it.each<[string, Loose, string]>([
  ['no project', { project: undefined }, 'project is required: got undefined'],
  [
    'a project that is none',
    { project: 'Platform' },
    'project "Platform" is not a DNS-1123 subdomain: use a-z, 0-9, - and ., each part starting and ending with a letter or digit',
  ],
  ['no source', { source: undefined }, 'source is required: a folder or a chart of a repository'],
  ['a source of a wrong form', { source: 'dist' }, 'source "dist" is not a map: write { … }'],
  ['no repository', source({ repoURL: undefined }), 'source.repoURL is required: got undefined'],
  [
    'no revision',
    source({ targetRevision: undefined }),
    'source.targetRevision is required: a branch, tag, commit or chart version',
  ],
  ['an empty revision', chart({ targetRevision: '' }), 'source.targetRevision "" is empty'],
  ['no folder', source({ path: undefined }), 'source.path is required: a folder of the repository, . for all of it'],
  [
    'an absolute folder',
    source({ path: '/dist' }),
    'source.path "/dist" is absolute: write it relative to the repository',
  ],
  ['an exclusion that is none', source({ exclude: ['a'] }), 'source.exclude ["a"] is not text: write a string'],
  ['no chart', chart({ chart: undefined }), 'source.chart is required: got undefined'],
  ['values that are data', chart({ values: { a: 1 } }), 'source.values {"a":1} is no function: write () => ({ … })'],
  ['a server that is none', { server: '' }, 'server "" is empty'],
  ['automation that is neither', { automated: 'yes' }, 'automated "yes" is neither true nor false'],
  [
    'a destination that is none',
    { destinationNamespace: 'a.b' },
    'destinationNamespace "a.b" is not a DNS-1123 label: use a-z, 0-9 and -, not at either end',
  ],
])('refuses %s', (_, more, problem) => {
  expect(problemsOf((scope) => new Application(scope, 'a', { ...props, ...more }))).toEqual([`prod/a: ${problem}`]);
});
