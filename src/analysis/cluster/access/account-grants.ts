import type { Right } from '../../../model/policy/rights';
import type { Cluster } from '../cluster';
import type { ClusterObject } from '../cluster-object';
import type { Field } from '../field';

const group = 'rbac.authorization.k8s.io';

/** A role that is bound to an account. */
export interface Grant {
  readonly binding: ClusterObject;
  /** Undefined for the whole cluster. */
  readonly namespace: string | undefined;
  /** As messages name it: `ClusterRole edit`. */
  readonly title: string;
  /** Undefined where the role is not among the objects, or gathers the rules of others. */
  readonly role: ClusterObject | undefined;
  /** Whether the account itself is bound, and not a group that it is in. */
  readonly isOwn: boolean;
}

/** A ServiceAccount. */
export interface Account {
  readonly namespace: string;
  readonly name: string;
}

/** What bindings among the objects give an account. */
export function grantsOf(account: Account, cluster: Cluster): Grant[] {
  return ['RoleBinding', 'ClusterRoleBinding']
    .flatMap((kind) => cluster.ofKind(kind, group))
    .flatMap((binding) => {
      const kinds = binding.field('subjects').items.map((subject) => kindOf(subject, binding, account));
      const found = kinds.find((kind) => kind === 'own') ?? kinds.find((kind) => kind === 'group');
      return found === undefined ? [] : [grantOf(binding, found === 'own', cluster)];
    });
}

/** Whether a grant is for where something is to be done. */
export function isFor(grant: Grant, namespace: string | undefined): boolean {
  return grant.namespace === undefined || grant.namespace === namespace;
}

/** Source: kubernetes/pkg/apis/rbac/v1/evaluation_helpers.go `RuleAllows`. */
export function ruleAllows(rule: Field, { verb, group: wanted, resource, name }: Right): boolean {
  const [verbs, groups, resources, names] = ['verbs', 'apiGroups', 'resources', 'resourceNames'].map((part) => {
    return rule.get(part).words;
  }) as [string[], string[], string[], string[]];
  const [, subresource] = resource.split('/');
  return (
    (verbs.includes(verb) || verbs.includes('*')) &&
    (groups.includes(wanted) || groups.includes('*')) &&
    (resources.includes(resource) || resources.includes('*') || resources.includes(`*/${subresource}`)) &&
    (names.length === 0 || (name !== undefined && names.includes(name)))
  );
}

function kindOf(subject: Field, binding: ClusterObject, { namespace, name }: Account): 'own' | 'group' | undefined {
  const written = subject.get('name').text;
  switch (subject.get('kind').text) {
    case 'ServiceAccount':
      return written === name && (subject.get('namespace').text ?? binding.namespace) === namespace ? 'own' : undefined;
    case 'User':
      return written === `system:serviceaccount:${namespace}:${name}` ? 'own' : undefined;
    default:
      return ['system:authenticated', 'system:serviceaccounts', `system:serviceaccounts:${namespace}`].includes(
        written ?? '',
      )
        ? 'group'
        : undefined;
  }
}

function grantOf(binding: ClusterObject, isOwn: boolean, cluster: Cluster): Grant {
  const kind = binding.field('roleRef', 'kind').text ?? '';
  const name = binding.field('roleRef', 'name').text ?? '';
  const isClusterWide = binding.kind === 'ClusterRoleBinding';
  const role = cluster.ofKind(kind, group).find((one) => {
    return one.name === name && (kind === 'ClusterRole' || one.namespace === binding.namespace);
  });
  return {
    binding,
    namespace: isClusterWide ? undefined : binding.namespace,
    title: `${kind} ${kind === 'Role' ? `${binding.namespace}/` : ''}${name}`,
    role: role?.field('aggregationRule').exists ? undefined : role,
    isOwn,
  };
}
