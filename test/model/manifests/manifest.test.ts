import { groupOf, identity } from '../../../src/model/manifests/manifest';

test.each([
  ['v1', 'Pod', 'ci', 'Pod ci/a'],
  ['v1', 'Namespace', undefined, 'Namespace a'],
  ['apps/v1', 'Deployment', 'ci', 'Deployment.apps ci/a'],
  ['apps/v1beta1', 'Deployment', 'ci', 'Deployment.apps ci/a'],
  ['rbac.authorization.k8s.io/v1', 'ClusterRole', undefined, 'ClusterRole.rbac.authorization.k8s.io a'],
])('%s %s in %p is the object %s', (apiVersion, kind, namespace, expected) => {
  expect(identity({ apiVersion, kind, metadata: { name: 'a', namespace } })).toBe(expected);
});

test('the group is what stands before the slash, and empty for the core group', () => {
  expect(groupOf('v1')).toBe('');
  expect(groupOf('argoproj.io/v1alpha1')).toBe('argoproj.io');
});
