import type { Construct } from 'constructs';
import { clusterRoleBinding } from '../../model/kinds/cluster-role-binding';
import { roleBinding } from '../../model/kinds/role-binding';
import { dnsLabel, dnsSubdomain } from '../../model/values/names';
import { oneOf } from '../../model/values/numbers';
import type { Problems } from '../../model/values/problems';
import { mapOf, readRequired, required } from '../synth/input';
import { type Body, KubernetesObject, type NamespacedProps, type ObjectProps } from '../synth/kubernetes-object';

/** A service account, by its place. */
export interface Account {
  readonly namespace: string;
  readonly name: string;
}

export interface RoleBindingProps extends NamespacedProps {
  /** What is granted, within the binding's namespace. It cannot be changed once it is there. */
  readonly role: { readonly kind: 'Role' | 'ClusterRole'; readonly name: string };
  /** Whom it is granted to. */
  readonly account: Account;
}

export interface ClusterRoleBindingProps extends ObjectProps {
  /** Name of the ClusterRole. It cannot be changed once it is there. */
  readonly role: string;
  readonly account: Account;
}

/** Grants a role to a service account, within one namespace. */
export class RoleBinding extends KubernetesObject<RoleBindingProps> {
  constructor(scope: Construct, id: string, props: RoleBindingProps) {
    super(scope, id, roleBinding, props);
  }

  protected body({ role, account }: RoleBindingProps, problems: Problems): Body {
    const { kind, name } = mapOf(required(role, 'role', problems), 'role', problems) ?? {};
    const at = problems.at('role');
    at.read('kind', kind, oneOf(['Role', 'ClusterRole']));
    readRequired('name', name, at, dnsSubdomain);
    return binding({ kind, name }, account, problems);
  }
}

/** Grants a ClusterRole to a service account, in all namespaces. */
export class ClusterRoleBinding extends KubernetesObject<ClusterRoleBindingProps> {
  constructor(scope: Construct, id: string, props: ClusterRoleBindingProps) {
    super(scope, id, clusterRoleBinding, props);
  }

  protected body({ role, account }: ClusterRoleBindingProps, problems: Problems): Body {
    readRequired('role', role, problems, dnsSubdomain);
    return binding({ kind: 'ClusterRole', name: role }, account, problems);
  }
}

function binding(role: { readonly kind?: string; readonly name?: string }, account: Account, problems: Problems): Body {
  const { namespace, name } = mapOf(required(account, 'account', problems), 'account', problems) ?? {};
  const at = problems.at('account');
  readRequired('namespace', namespace, at, dnsLabel);
  readRequired('name', name, at, dnsSubdomain);
  return {
    roleRef: { apiGroup: 'rbac.authorization.k8s.io', ...role },
    subjects: [{ kind: 'ServiceAccount', namespace, name }],
  };
}
