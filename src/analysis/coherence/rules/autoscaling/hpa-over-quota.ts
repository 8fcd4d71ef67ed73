import { type Charge, times } from '../../../../model/workloads/charge';
import type { Autoscaler } from '../../../cluster/autoscaler';
import type { Cluster } from '../../../cluster/cluster';
import { greediest, type Namespace } from '../../../cluster/namespace';
import { chargeKey, type Quota } from '../../../cluster/quota';
import type { Violation } from '../../../findings/finding';
import { rule } from '../../rule';
import { overruns, replicas, shortage } from './over-quota';

/**
 * An autoscaler may ask for more pods than the quota admits. The autoscaler knows nothing of the quota: it raises the
 * target's replicas, the creation of pods is refused (403), and current stays below desired replicas for good.
 */
export const hpaOverQuota = rule({
  id: 'HPA-OVER-QUOTA',
  severity: 'error',
  title: 'the quota does not hold the pods that an autoscaler may ask for',
  *check(cluster: Cluster) {
    for (const namespace of cluster.namespaces) {
      const fitAlone: Autoscaler[] = [];
      for (const autoscaler of namespace.autoscalers) {
        const [tightest, ...others] = overruns(autoscaler, namespace);
        if (!tightest) fitAlone.push(autoscaler);
        // KEDA's own maximum is KEDA-DEFAULT-100's.
        else if (autoscaler.maxField.exists) {
          const { places, arithmetic, fix } = shortage(autoscaler, [tightest, ...others]);
          const { max, maxField } = autoscaler;
          const { quota, fit } = tightest;
          yield {
            at: [maxField, ...places],
            message: `${replicas(max)} do not fit the quota ${quota.object.name}: at most ${fit} ${fit === 1 ? 'does' : 'do'}`,
            arithmetic,
            fix,
          };
        }
      }
      if (fitAlone.length > 0) yield* together(fitAlone, namespace);
    }
  },
});

/** Each fits alone, but not beside the others at their most. */
function* together(autoscalers: readonly Autoscaler[], namespace: Namespace): Generator<Violation> {
  for (const quota of namespace.quotas) {
    const peak = namespace.peakOfOthers([], (template) => quota.covers(template));
    if (quota.shortfalls(peak).length === 0) continue;
    for (const autoscaler of autoscalers) {
      const violation = beside(autoscaler, quota, peak);
      if (violation) yield violation;
    }
  }
}

function beside({ target, max, maxField, isReadable }: Autoscaler, quota: Quota, peak: Charge): Violation | undefined {
  const covered = target?.templates.filter((template) => template.isReadable && quota.covers(template)) ?? [];
  const each = greediest(covered);
  if (!isReadable || covered.length === 0 || quota.fit(each) === 0) return undefined;
  const own = times(each, max);
  const shortfalls = quota.shortfalls(peak).filter(({ key, needed }) => {
    const mine = own[chargeKey(key)];
    return mine?.isZero === false && !needed.lessThan(mine);
  });
  const [first] = shortfalls;
  if (!first) return undefined;
  return {
    severity: 'warning',
    at: [maxField, first.field],
    message: `${replicas(max)} do not fit the quota ${quota.object.name} while the namespace's other workloads are at their peak`,
    arithmetic: shortfalls.flatMap(({ key, needed, hard }) => {
      const mine = own[chargeKey(key)];
      return mine ? [`${key}: ${mine} + ${needed.subtract(mine)} of others = ${needed}, the quota holds ${hard}`] : [];
    }),
    fix: `lower a maximum, or raise ${shortfalls.map(({ key, needed }) => `${key} to ${needed}`).join(', ')}`,
  };
}
