import { type Charge, sum, times } from '../../../../model/workloads/charge';
import type { Namespace } from '../../../cluster/namespace';
import { chargeKey, type Quota } from '../../../cluster/quota';
import type { Violation } from '../../../findings/finding';
import { rule } from '../../rule';
import { arithmeticOf, type CoveredPods, coveredPodsIn, mostPods, raised } from './covered-pods';

/** The replicas that a workload states do not fit the quota: the last of them are refused (403) for good. */
export const qtaReplicas = rule({
  id: 'QTA-REPLICAS',
  severity: 'error',
  title: 'the quota does not hold the replicas that are asked for',
  *check(cluster) {
    for (const namespace of cluster.namespaces) {
      const steady = [...coveredPodsIn(namespace)].filter(({ workload }) => workload.hasScale);
      const violations = steady.map(alone).filter((violation) => violation !== undefined);
      yield* violations;
      if (violations.length > 0) continue;
      for (const quota of namespace.quotas) {
        const violation = together(
          steady.filter((pods) => pods.quota === quota),
          quota,
          namespace,
        );
        if (violation) yield violation;
      }
    }
  },
});

/** What an autoscaler decides is HPA-OVER-QUOTA's, and where not even one pod fits is QTA-POD-TOO-LARGE's. */
function alone(pods: CoveredPods): Violation | undefined {
  const { namespace, workload, quota, each } = pods;
  const replicas = mostPods(pods);
  const fit = quota.fit(each) ?? 0;
  if (replicas === undefined || fit < 1) return undefined;
  if (namespace.autoscalers.some(({ target }) => target === workload)) return undefined;
  const shortfalls = quota.shortfalls(times(each, replicas));
  const [first] = shortfalls;
  if (!first) return undefined;
  return {
    at: [workload.replicas.field, first.field],
    message: `${replicas} replicas of ${workload.object.title} do not fit the quota ${quota.object.name}: at most ${fit} do`,
    arithmetic: arithmeticOf(shortfalls, replicas, each),
    fix: `lower the replicas to ${fit}, or ${raised(shortfalls)}`,
  };
}

/** Each fits alone, but not all at their fewest. */
function together(steady: readonly CoveredPods[], quota: Quota, namespace: Namespace): Violation | undefined {
  const parts = steady.map(({ workload, each }) => {
    const { min, field } = namespace.replicasOf(workload);
    const count = typeof field.value === 'string' ? 0 : min;
    return { workload, count, charge: times(each, count) };
  });
  const shortfalls = quota.shortfalls(parts.map(({ charge }) => charge).reduce<Charge>(sum, {}));
  const [first] = shortfalls;
  if (!first || parts.length < 2) return undefined;
  return {
    severity: 'warning',
    at: [first.field, ...parts.slice(0, 5).map(({ workload }) => workload.replicas.field)],
    message: `the replicas of ${parts.length} workloads do not all fit the quota ${quota.object.name}`,
    arithmetic: shortfalls.map(({ key, needed, hard }) => {
      const terms = parts.map(({ charge }) => charge[chargeKey(key)]).filter((amount) => amount !== undefined);
      return `${key}: ${terms.slice(0, 5).join(' + ')}${terms.length > 5 ? ' + …' : ''} = ${needed}, the quota holds ${hard}`;
    }),
    fix: `${raised(shortfalls)}, or lower replicas`,
  };
}
