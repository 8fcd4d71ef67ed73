import { type Charge, sum, times } from '../../model/workloads/charge';
import type { Cluster } from '../cluster/cluster';
import { greediest, type Namespace } from '../cluster/namespace';
import { chargeKey, type Quota } from '../cluster/quota';
import type { QuotaUse } from '../findings/report';

/** How full each quota is when all workloads that it covers are at their peak. */
export function quotaUseOf(cluster: Cluster): QuotaUse[] {
  return cluster.namespaces.flatMap((namespace) => namespace.quotas.flatMap((quota) => useOf(quota, namespace)));
}

function useOf(quota: Quota, namespace: Namespace): QuotaUse[] {
  const peak = namespace.workloads
    .map((workload) => {
      const covered = workload.templates.filter((template) => quota.covers(template));
      const { max } = namespace.replicasOf(workload);
      return max === undefined || covered.length === 0 ? {} : times(greediest(covered), max);
    })
    .reduce<Charge>(sum, {});
  return Object.entries(quota.hard).flatMap(([key, hard]) => {
    const asked = peak[chargeKey(key)];
    if (!asked || hard.isZero) return [];
    return [
      {
        namespace: namespace.name,
        quota: quota.object.name,
        key,
        peak: asked.toString(),
        hard: hard.toString(),
        share: asked.toNumber() / hard.toNumber(),
        place: quota.field(key),
      },
    ];
  });
}
