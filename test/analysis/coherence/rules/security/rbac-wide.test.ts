import { findingsIn, found } from '../../../checked';

const rule = 'RBAC-WIDE';

function role(...rules: readonly string[]): string {
  return `
apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRole
metadata: {name: agents}
rules: [${rules.join(', ')}]
`;
}

function binding(kind: string, subject: string, name = 'cluster-admin'): string {
  return `
apiVersion: rbac.authorization.k8s.io/v1
kind: ${kind}
metadata: {name: agents, namespace: team}
roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: ${name}}
subjects: [${subject}]
`;
}

describe(rule, () => {
  test.each([
    [
      '{apiGroups: [""], resources: [pods], verbs: ["*"]}',
      'verbs: the role lets its holder do anything with pods of the core group',
    ],
    [
      '{apiGroups: [""], resources: ["*"], verbs: [get, list]}',
      'resources: the role lets its holder get, list every resource of the core group',
    ],
    [
      '{apiGroups: ["*"], resources: ["*"], verbs: ["*"]}',
      'verbs: the role lets its holder do anything with every resource of every API group',
    ],
    [
      '{apiGroups: [rbac.authorization.k8s.io], resources: [roles], verbs: [create, escalate]}',
      'verbs: the role lets its holder give itself any right: escalate on roles',
    ],
    [
      '{apiGroups: [""], resources: [users], verbs: [impersonate]}',
      'verbs: the role lets its holder act as others: impersonate on users',
    ],
  ])('warns of %s', (text, expected) => {
    expect(found(rule, role(text))).toEqual([`warning ClusterRole/agents rules[0].${expected}`]);
  });

  test.each([
    '{apiGroups: [""], resources: [pods], verbs: [get, list, watch, create, update, patch, delete]}',
    '{apiGroups: ["*"], resources: ["*/scale"], verbs: [get, update]}',
    '{nonResourceURLs: ["*"], verbs: [get]}',
    '{apiGroups: [policy], resources: [podsecuritypolicies], verbs: [use]}',
  ])('is silent about %s', (text) => {
    expect(found(rule, role(text))).toEqual([]);
  });

  test('only notes wildcards inside groups of custom resources', () => {
    expect(found(rule, role('{apiGroups: [argoproj.io], resources: ["*"], verbs: ["*"]}'))[0]).toMatch(/^info /);
    expect(found(rule, role('{apiGroups: [metrics.k8s.io], resources: ["*"], verbs: ["*"]}'))[0]).toMatch(/^info /);
    expect(found(rule, role('{apiGroups: [apps], resources: ["*"], verbs: ["*"]}'))[0]).toMatch(/^warning /);
    expect(found(rule, role('{apiGroups: [storage.k8s.io], resources: ["*"], verbs: ["*"]}'))[0]).toMatch(/^warning /);
  });

  test('says it once for a role, the worst first', () => {
    const text = role(
      '{apiGroups: [argoproj.io], resources: ["*"], verbs: ["*"]}',
      '{apiGroups: [""], resources: [secrets], verbs: ["*"]}',
    );
    expect(findingsIn(text)).toMatchObject([
      {
        severity: 'warning',
        message: 'the role lets its holder do anything with secrets of the core group, and is as wide in 1 more',
        arithmetic: [
          'rules[0]: do anything with every resource of argoproj.io',
          'rules[1]: do anything with secrets of the core group',
        ],
        at: [{ path: ['rules', 1, 'verbs'] }, { path: ['rules', 0, 'verbs'] }],
      },
    ]);
  });

  test('warns of cluster-admin for a ServiceAccount, not for people', () => {
    expect(found(rule, binding('ClusterRoleBinding', '{kind: ServiceAccount, name: runner, namespace: ci}'))).toEqual([
      'warning ClusterRoleBinding/agents roleRef.name: pods that run as ci/runner may do anything with every object of the cluster, Secrets included',
    ]);
    expect(found(rule, binding('RoleBinding', '{kind: ServiceAccount, name: runner}'))[0]).toMatch(
      /team\/runner may do anything with every object of namespace team/,
    );
    expect(found(rule, binding('ClusterRoleBinding', '{kind: Group, name: admins}'))).toEqual([]);
    expect(found(rule, binding('ClusterRoleBinding', '{kind: ServiceAccount, name: runner}', 'view'))).toEqual([]);
  });
});
