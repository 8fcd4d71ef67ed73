import { Quantity } from '../../../../model/values/quantity';
import type { ClusterObject } from '../../../cluster/cluster-object';
import type { Field } from '../../../cluster/field';
import { chargeKey, type Quota } from '../../../cluster/quota';
import type { Violation } from '../../../findings/finding';
import { rule } from '../../rule';

/**
 * Kueue admits a job by its own quotas and knows nothing of the namespace's. Where its ClusterQueue offers more, jobs are
 * admitted, hold their share of the queue, and their pods are refused (403).
 */
export const kueueQuota = rule({
  id: 'KUEUE-QUOTA',
  severity: 'warning',
  title: 'a queue admits more than the quota of its namespace holds',
  *check(cluster) {
    const queues = new Map(
      cluster.ofKind('ClusterQueue', 'kueue.x-k8s.io').map((queue) => [queue.name, { queue, offers: offersOf(queue) }]),
    );
    if (queues.size === 0) return;
    for (const namespace of cluster.namespaces) {
      const plain = namespace.quotas.filter(({ isReadable, scopes }) => isReadable && scopes.length === 0);
      for (const local of namespace.ofKind('LocalQueue', 'kueue.x-k8s.io')) {
        const known = queues.get(local.field('spec', 'clusterQueue').text ?? '');
        for (const quota of known ? plain : []) yield* exceeding(known?.offers ?? [], local, quota);
      }
    }
  },
});

/** What a queue gives of one resource, all flavors together, with what it may borrow. */
interface Offer {
  readonly resource: string;
  readonly amount: Quantity;
  readonly field: Field;
  readonly terms: readonly string[];
}

function offersOf(queue: ClusterObject): Offer[] {
  const isInCohort = queue.field('spec', 'cohort').exists || queue.field('spec', 'cohortName').exists;
  const byResource = new Map<string, Offer>();
  const resources = queue
    .field('spec', 'resourceGroups')
    .items.flatMap((group) => group.get('flavors').items)
    .flatMap((flavor) => flavor.get('resources').items);
  for (const field of resources) {
    const resource = field.get('name').text;
    const nominal = field.get('nominalQuota').quantity;
    if (resource === undefined || !nominal) continue;
    const borrowed = (isInCohort ? field.get('borrowingLimit').quantity : undefined) ?? Quantity.zero;
    const known = byResource.get(resource);
    byResource.set(resource, {
      resource,
      amount: (known?.amount ?? Quantity.zero).add(nominal).add(borrowed),
      field: known?.field ?? field.get('nominalQuota'),
      terms: [...(known?.terms ?? []), `${nominal}`, ...(borrowed.isZero ? [] : [`${borrowed} borrowed`])],
    });
  }
  return [...byResource.values()];
}

function* exceeding(offers: readonly Offer[], local: ClusterObject, quota: Quota): Generator<Violation> {
  for (const { resource, amount, field, terms } of offers) {
    const key = resource === 'pods' ? 'pods' : `requests.${resource}`;
    const { [chargeKey(key)]: hard } = quota.hard;
    if (!hard?.lessThan(amount)) continue;
    yield {
      at: [quota.field(key), field, local.field('spec', 'clusterQueue')],
      message: `ClusterQueue ${field.object.manifest.metadata.name} admits up to ${amount} ${resource} into this namespace, and the quota ${quota.object.name} holds ${hard}`,
      arithmetic: [`${key}: ${terms.join(' + ')}${terms.length > 1 ? ` = ${amount}` : ''}, the quota holds ${hard}`],
      fix: `raise ${key} to ${amount}, or lower what the queue gives to ${hard}`,
    };
  }
}
