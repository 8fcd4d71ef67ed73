import { Quantity } from '../../../../model/values/quantity';
import type { Cluster } from '../../../cluster/cluster';
import type { Quota } from '../../../cluster/quota';
import type { Place, Violation } from '../../../findings/finding';
import { rule } from '../../rule';

const resources = ['cpu', 'memory'] as const;
type Resource = (typeof resources)[number];

/** Half as much again as there is: above that, quotas no longer say what a team can count on. */
const factor = 1.5;

/** The quotas of all namespaces promise more than the nodes have, by far: pods that a quota admits stay Pending. */
export const qtaOvercommit = rule({
  id: 'QTA-OVERCOMMIT',
  severity: 'info',
  title: 'the quotas together promise far more than the nodes have',
  *check(cluster) {
    for (const resource of resources) {
      const violation = overcommitted(resource, cluster);
      if (violation) yield violation;
    }
  },
});

function overcommitted(resource: Resource, cluster: Cluster): Violation | undefined {
  const nodes = cluster.profile.nodes ?? [];
  if (nodes.length === 0) return undefined;
  const key = `requests.${resource}`;
  const promised = cluster.namespaces.flatMap(({ quotas }) => tightest(quotas, key) ?? []);
  const [largest] = [...promised].sort((a, b) => b.amount.compare(a.amount));
  if (!largest) return undefined;
  const total = promised.map(({ amount }) => amount).reduce((a, b) => a.add(b), Quantity.zero);
  const allocatable = nodes
    .map(({ count, allocatable }) => Quantity.parse(allocatable[resource]).multiply(count))
    .reduce((a, b) => a.add(b), Quantity.zero);
  if (!allocatable.multiply(factor).lessThan(total)) return undefined;
  return {
    at: [largest.place],
    message: `the quotas of ${promised.length} ${promised.length === 1 ? 'namespace' : 'namespaces'} promise ${total} ${key}, the nodes have ${allocatable}`,
    arithmetic: [`${key}: ${total} > ${factor} × ${allocatable} = ${allocatable.multiply(factor)}`],
    fix: `lower quotas, this one first, or add nodes; what is promised beyond ${allocatable} may stay Pending`,
  };
}

/** What a namespace is promised: the least of its quotas for all pods. */
function tightest(quotas: readonly Quota[], key: string): { amount: Quantity; place: Place } | undefined {
  return quotas
    .filter((quota) => quota.scopes.length === 0)
    .flatMap((quota) => {
      const { [key]: amount } = quota.hard;
      return amount ? [{ amount, place: quota.field(key) }] : [];
    })
    .sort((a, b) => a.amount.compare(b.amount))[0];
}
