import type { Construct } from 'constructs';
import { clusterRole } from '../../model/kinds/cluster-role';
import type { Kind } from '../../model/kinds/kind';
import { role } from '../../model/kinds/role';
import type { Problems } from '../../model/values/problems';
import { eachOf, listOf, readRequired, required, someText, text } from '../synth/input';
import { type Body, KubernetesObject, type NamespacedProps, type ObjectProps } from '../synth/kubernetes-object';

/** What a role allows: all verbs on all resources of all groups that it names. */
export interface AccessRule {
  /** `''` is the core group. */
  readonly apiGroups: readonly string[];
  /** In the plural, with subresources: `pods`, `pods/log`. */
  readonly resources: readonly string[];
  readonly verbs: readonly string[];
  /** Objects it is for. @default - all */
  readonly resourceNames?: readonly string[];
}

interface WithRules {
  readonly rules: readonly AccessRule[];
}

export interface RoleProps extends NamespacedProps, WithRules {}

export interface ClusterRoleProps extends ObjectProps, WithRules {}

/** Rights within one namespace. */
export class Role extends KubernetesObject<RoleProps> {
  constructor(scope: Construct, id: string, props: RoleProps) {
    super(scope, id, role, props);
  }

  protected body({ rules }: RoleProps, problems: Problems): Body {
    return readRules(rules, problems);
  }
}

/** Rights in all namespaces: only for what no Role can grant. */
export class ClusterRole extends KubernetesObject<ClusterRoleProps> {
  constructor(scope: Construct, id: string, props: ClusterRoleProps) {
    super(scope, id, clusterRole as Kind, props);
  }

  protected body({ rules }: ClusterRoleProps, problems: Problems): Body {
    return readRules(rules, problems);
  }
}

function readRules(rules: readonly AccessRule[], problems: Problems): Body {
  required(rules, 'rules', problems, 'what the role allows');
  return {
    rules: eachOf(rules, 'rules', problems, (rule, at) => {
      for (const property of ['apiGroups', 'resources', 'verbs'] as const) {
        const words = listOf(required(rule[property], property, at), property, at);
        if (rule[property]?.length === 0) at.report(property, 'is empty, and allows nothing: name some');
        words.forEach((word, index) => {
          readRequired(index, word, at.at(property), text);
        });
        if (words.includes('*'))
          at.invalid(property, words, 'allows everything, also what comes later: name what is needed');
      }
      const names = listOf(rule.resourceNames, 'resourceNames', at);
      if (rule.resourceNames?.length === 0)
        at.report('resourceNames', 'is empty, which Kubernetes reads as all: name one, or leave it out');
      names.forEach((name, index) => {
        readRequired(index, name, at.at('resourceNames'), someText);
      });
      return rule;
    }),
  };
}
