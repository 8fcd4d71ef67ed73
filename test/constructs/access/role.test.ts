import { type AccessRule, ClusterRole, Role } from '../../../src';
import { problemsOf, rendered } from '../render';

const rule: AccessRule = { apiGroups: [''], resources: ['pods', 'configmaps'], verbs: ['list', 'get'] };
const problemsWith = (rules: readonly object[]) =>
  problemsOf((scope) => new Role(scope, 'r', { name: 'r', namespace: 'a', rules: rules as AccessRule[] }));

it('says its words in an order of their own, so that their order in the source changes nothing', () => {
  const named = { ...rule, resourceNames: ['b', 'a'] };
  expect(rendered((scope) => new Role(scope, 'r', { name: 'r', namespace: 'a', rules: [named] }))).toEqual({
    apiVersion: 'rbac.authorization.k8s.io/v1',
    kind: 'Role',
    metadata: { name: 'r', namespace: 'a' },
    rules: [{ apiGroups: [''], resourceNames: ['a', 'b'], resources: ['configmaps', 'pods'], verbs: ['get', 'list'] }],
  });
});

it('has no namespace as a ClusterRole', () => {
  const { metadata, rules } = rendered((scope) => new ClusterRole(scope, 'r', { name: 'r', rules: [rule] }));
  expect(metadata).toEqual({ name: 'r' });
  expect(rules).toHaveLength(1);
});

it('refuses what allows everything, and what allows nothing', () => {
  expect(problemsWith([{ ...rule, verbs: ['*'] }])).toEqual([
    'prod/r: rules[0].verbs ["*"] allows everything, also what comes later: name what is needed',
  ]);
  expect(problemsWith([{ ...rule, resources: [] }])).toEqual([
    'prod/r: rules[0].resources is empty, and allows nothing: name some',
  ]);
});

it('refuses an empty list of names: the API server would read it as all', () => {
  expect(problemsWith([{ ...rule, resourceNames: [] }])).toEqual([
    'prod/r: rules[0].resourceNames is empty, which Kubernetes reads as all: name one, or leave it out',
  ]);
});
