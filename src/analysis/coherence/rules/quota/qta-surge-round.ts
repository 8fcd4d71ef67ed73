import { isPercent } from '../../../../model/values/int-or-percent';
import { type Charge, sum, times } from '../../../../model/workloads/charge';
import { greediest, type Namespace } from '../../../cluster/namespace';
import { chargeKey, type Quota } from '../../../cluster/quota';
import type { Violation } from '../../../findings/finding';
import { rule } from '../../rule';
import { type CoveredPods, counted, coveredPodsIn, mostPods, raised } from './covered-pods';
import { roomAt, unavailableText } from './rollout';

/**
 * A share of few replicas rounds down to none: at three replicas, the default of 25 % lets none go, so every rollout needs
 * room for one more. Where the quota has it only while others are not at their peak, rollouts hang whenever they are.
 */
export const qtaSurgeRound = rule({
  id: 'QTA-SURGE-ROUND',
  severity: 'warning',
  title: 'a share of the replicas rounds down to none, and rollouts need room that others may take',
  *check(cluster) {
    for (const namespace of cluster.namespaces) {
      const peaks = new Map(namespace.quotas.map((quota) => [quota, peakOf(quota, namespace)]));
      for (const pods of coveredPodsIn(namespace)) {
        const violation = crowded(pods, peaks.get(pods.quota) ?? {});
        if (violation) yield violation;
      }
    }
  },
});

function crowded(pods: CoveredPods, peak: Charge): Violation | undefined {
  const { workload, quota, each } = pods;
  const { rollout } = workload;
  const replicas = mostPods(pods);
  if (!rollout || replicas === undefined || !isPercent(rollout.unavailable) || /^0+%$/.test(rollout.unavailable)) {
    return undefined;
  }
  // With no room even alone it is QTA-SURGE's; without room for the replicas themselves, there is more to mend first.
  if (roomAt(rollout, replicas).unavailable > 0 || quota.shortfalls(times(each, replicas + 1)).length > 0)
    return undefined;
  if (quota.shortfalls(peak).length > 0) return undefined;
  const shortfalls = quota.shortfalls(sum(peak, each)).filter(({ key }) => each[chargeKey(key)]?.isZero === false);
  const [first] = shortfalls;
  if (!first) return undefined;
  return {
    at: [rollout.field, first.field],
    message: `a rollout of ${workload.object.title} needs room for one pod more than its ${counted(replicas, 'replica')}, and the quota ${quota.object.name} has none while its other workloads are at their peak`,
    arithmetic: [
      unavailableText(rollout, replicas),
      ...shortfalls.map(({ key, needed, hard }) => {
        const own = chargeKey(key);
        return `${key}: ${peak[own]} of all at their peak + ${each[own]} = ${needed}, the quota holds ${hard}`;
      }),
    ],
    fix: `set maxUnavailable: 1, or ${raised(shortfalls)}`,
  };
}

/** What everything that the quota counts asks for at its most. */
function peakOf(quota: Quota, namespace: Namespace): Charge {
  return namespace.workloads
    .map((workload) => {
      const covered = workload.templates.filter((template) => quota.covers(template));
      return times(greediest(covered), namespace.replicasOf(workload).max ?? 0);
    })
    .reduce<Charge>(sum, {});
}
