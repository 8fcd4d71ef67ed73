import type { Cluster } from '../../../cluster/cluster';
import type { Field } from '../../../cluster/field';
import type { Namespace } from '../../../cluster/namespace';
import { type EgressPolicy, egressPolicies } from '../../../cluster/network/egress-policy';
import { hasForeignPolicies } from '../../../cluster/network/foreign-policies';
import type { BoundAccounts } from '../../../cluster/network/pod-destinations';
import type { PodTemplate } from '../../../cluster/pod-template';
import type { Violation } from '../../../findings/finding';
import { rule } from '../../rule';
import { lacks } from './lack';

/**
 * Policies that select a pod for egress let it connect only where one of them says so. What no rule names is cut off: the
 * API server, names and object stores too.
 */
export const netCutOff = rule({
  id: 'NET-CUT-OFF',
  severity: 'warning',
  title: 'network policies cut a program off from what it needs',
  *check(cluster: Cluster) {
    if (hasForeignPolicies(cluster)) return;
    const bound = boundAccounts(cluster);
    for (const namespace of cluster.namespaces) {
      const policies = egressPolicies(namespace);
      if (policies.length > 0) yield* cutOff(namespace, policies, bound, cluster);
    }
  },
});

function* cutOff(
  namespace: Namespace,
  policies: readonly EgressPolicy[],
  bound: BoundAccounts,
  cluster: Cluster,
): Generator<Violation> {
  const inside = new Set(namespace.objects);
  for (const { object, templates } of namespace.workloads) {
    if (!inside.has(object)) continue;
    const told = new Set<string>();
    for (const pod of templates) {
      const selections = policies.map((policy) => ({ policy, selection: policy.selects(pod) }));
      const selecting = selections.filter(({ selection }) => selection !== 'no').map(({ policy }) => policy);
      const certain = selections.filter(({ selection }) => selection === 'yes').map(({ policy }) => policy);
      const [first, ...others] = certain;
      if (!first || usesHostNetwork(pod)) continue;
      for (const { what, why, fix } of lacks(pod, selecting, { namespace: namespace.name, bound, cluster })) {
        if (told.has(what)) continue;
        told.add(what);
        yield {
          at: [
            first.object.field('spec', 'egress'),
            ...others.map((other) => other.object.field('spec', 'egress')),
            pod.field,
          ],
          message: `no policy lets the pods of ${object.title} connect to ${what}: ${why}`,
          arithmetic: selecting.map((policy) => `${policy.object.name}: ${describe(policy)}`),
          fix,
        };
      }
    }
  }
}

function describe({ rules }: EgressPolicy): string {
  if (rules.length === 0) return 'no egress';
  return rules
    .map(({ field }) => `to ${list(field, 'to', 'anywhere')} on ${list(field, 'ports', 'all ports')}`)
    .join('; ');
}

function list(field: Field, name: string, all: string): string {
  const items = field.get(name).items;
  return items.length === 0 ? all : JSON.stringify(items.map(({ value }) => value)).replace(/"/g, '');
}

function usesHostNetwork({ object, spec }: PodTemplate): boolean {
  const workflow = object.kind === 'CronWorkflow' ? object.field('spec', 'workflowSpec') : object.field('spec');
  const setting = object.group === 'argoproj.io' ? workflow.get('hostNetwork') : spec.get('hostNetwork');
  return setting.flag === true;
}

/** ServiceAccounts that some binding among the objects gives rights. */
function boundAccounts(cluster: Cluster): BoundAccounts {
  const bindings = ['RoleBinding', 'ClusterRoleBinding'].flatMap((kind) => {
    return cluster.ofKind(kind, 'rbac.authorization.k8s.io');
  });
  return new Set(
    bindings.flatMap((binding) =>
      binding
        .field('subjects')
        .items.filter((subject) => subject.get('kind').text === 'ServiceAccount')
        .map((subject) => `${subject.get('namespace').text ?? binding.namespace}/${subject.get('name').text ?? ''}`),
    ),
  );
}
