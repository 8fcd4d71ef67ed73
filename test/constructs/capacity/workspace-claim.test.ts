import { Quantity, WorkspaceClaim, type WorkspaceClaimProps, workspaceSizes } from '../../../src';
import { schemaErrorsAt } from '../../schemas';
import { problemsOf, rendered } from '../render';

const meta = { name: 'work', namespace: 'agents' };

it('is 10Gi of fast-ssd for one node, which a person must agree to delete', () => {
  expect(rendered((scope) => new WorkspaceClaim(scope, 'c', meta))).toEqual({
    apiVersion: 'v1',
    kind: 'PersistentVolumeClaim',
    metadata: { ...meta, annotations: { 'argocd.argoproj.io/sync-options': 'Prune=confirm,Delete=confirm' } },
    spec: {
      accessModes: ['ReadWriteOnce'],
      resources: { requests: { storage: '10Gi' } },
      storageClassName: 'fast-ssd',
    },
  });
});

it('is as large as asked, by name or by amount', () => {
  expect(workspaceSizes).toEqual({ standard: '10Gi', large: '25Gi', testing: '50Gi' });
  const sizes = ['standard', 'large', 'testing', '1024Mi', 1e9, Quantity.parse('3Gi')].map(
    (size) => rendered((scope) => new WorkspaceClaim(scope, 'c', { ...meta, size })).spec.resources.requests.storage,
  );
  expect(sizes).toEqual(['10Gi', '25Gi', '50Gi', '1Gi', '1G', '3Gi']);
});

it('takes another class and access mode', () => {
  const props: WorkspaceClaimProps = { ...meta, storageClassName: 'slow', accessMode: 'ReadWriteMany' };
  expect(rendered((scope) => new WorkspaceClaim(scope, 'c', props)).spec).toMatchObject({
    accessModes: ['ReadWriteMany'],
    storageClassName: 'slow',
  });
});

it('has its spec alone fit the templates of a workflow and a StatefulSet', () => {
  const template = { metadata: { name: 'work' }, spec: WorkspaceClaim.spec({ size: 'large' }) };
  expect(template.spec.resources.requests.storage).toBe('25Gi');
  for (const kind of ['argoproj.io/v1alpha1/Workflow', 'apps/v1/StatefulSet']) {
    expect(schemaErrorsAt(kind, 'spec.volumeClaimTemplates[]', template)).toEqual([]);
  }
  expect(() => WorkspaceClaim.spec({ size: 'huge' })).toThrow('"huge" is not a quantity');
  expect(() => WorkspaceClaim.spec({ size: 0 })).toThrow('0 must be above 0');
});

it('takes a class that the profile declares, or any where it declares none', () => {
  const build = (scope: ConstructorParameters<typeof WorkspaceClaim>[0]) => new WorkspaceClaim(scope, 'c', meta);
  expect(problemsOf(build, { storageClasses: ['fast-ssd'] })).toEqual([]);
  expect(problemsOf(build, {})).toEqual([]);
  expect(problemsOf(build, { storageClasses: ['gp3', 'io2'] })).toEqual([
    'prod/c: storageClassName "fast-ssd" is no storage class of the cluster\'s profile: the claim would wait for good; use one of gp3, io2, or declare it',
  ]);
});

it.each<[object, string]>([
  [{ size: 'huge' }, 'size "huge" is not a quantity: write a number with an optional suffix, e.g. 500m, 2, 80Gi'],
  [
    { size: 'constructor' },
    'size "constructor" is not a quantity: write a number with an optional suffix, e.g. 500m, 2, 80Gi',
  ],
  [{ size: 0 }, 'size 0 must be above 0'],
  [{ size: '-1Gi' }, 'size "-1Gi" must be above 0'],
  [
    { storageClassName: 'Fast SSD' },
    'storageClassName "Fast SSD" is not a DNS-1123 subdomain: use a-z, 0-9, - and ., each part starting and ending with a letter or digit',
  ],
  [
    { accessMode: 'RWO' },
    'accessMode "RWO" is unknown: use one of ReadWriteOnce, ReadWriteOncePod, ReadWriteMany, ReadOnlyMany',
  ],
])('refuses %j', (change, problem) => {
  const props = { ...meta, ...change } as WorkspaceClaimProps;
  expect(problemsOf((scope) => new WorkspaceClaim(scope, 'c', props))).toEqual([`prod/c: ${problem}`]);
});
