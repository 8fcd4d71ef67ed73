import { ClusterRoleBinding, RoleBinding, ServiceAccount } from '../../../src';
import { problemsOf, rendered } from '../render';

const account = { namespace: 'system', name: 'sweeper' };

it('grants a role within its namespace to an account of another', () => {
  const role = { kind: 'Role', name: 'r' } as const;
  expect(rendered((scope) => new RoleBinding(scope, 'b', { name: 'b', namespace: 'team', role, account }))).toEqual({
    apiVersion: 'rbac.authorization.k8s.io/v1',
    kind: 'RoleBinding',
    metadata: { name: 'b', namespace: 'team' },
    roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'Role', name: 'r' },
    subjects: [{ kind: 'ServiceAccount', name: 'sweeper', namespace: 'system' }],
  });
});

it('grants a ClusterRole in all namespaces', () => {
  const binding = rendered((scope) => new ClusterRoleBinding(scope, 'b', { name: 'b', role: 'r', account }));
  expect(binding.metadata).toEqual({ name: 'b' });
  expect(binding.roleRef).toEqual({ apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name: 'r' });
});

it('names what is wrong with role and account', () => {
  const role = { kind: 'Admin', name: '' } as never;
  const problems = problemsOf(
    (scope) => new RoleBinding(scope, 'b', { name: 'b', namespace: 'team', role, account: { ...account, name: 'A' } }),
  );
  expect(problems.map((problem) => problem.split(':')[1]?.trim())).toEqual([
    'role.kind "Admin" is unknown',
    'role.name "" is not a DNS-1123 subdomain',
    'account.name "A" is not a DNS-1123 subdomain',
  ]);
});

it('gives an account’s token to no pod that does not ask', () => {
  const { automountServiceAccountToken } = rendered((scope) => new ServiceAccount(scope, 'a', account));
  expect(automountServiceAccountToken).toBe(false);
});
