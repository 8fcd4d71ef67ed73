import { times } from '../../../../model/workloads/charge';
import type { Violation } from '../../../findings/finding';
import { rule } from '../../rule';
import { arithmeticOf, type CoveredPods, counted, coveredPods, mostPods, raised } from './covered-pods';
import { roomAt, unavailableText } from './rollout';

/**
 * A rollout that may take no replica away needs room for one more. Where the quota holds the replicas and nothing beside
 * them, the new pod is refused (403), no old one goes, and the rollout never moves.
 */
export const qtaSurge = rule({
  id: 'QTA-SURGE',
  severity: 'error',
  title: 'the quota leaves a rollout no room for the pods it adds',
  *check(cluster) {
    for (const pods of coveredPods(cluster)) {
      const violation = stuck(pods) ?? slow(pods);
      if (violation) yield violation;
    }
  },
});

/** At the number of replicas that fills the quota, neither one more nor one fewer is allowed. */
function stuck({ namespace, workload, quota, each }: CoveredPods): Violation | undefined {
  const { rollout } = workload;
  const replicas = quota.fit(each);
  const { min, max, field } = namespace.replicasOf(workload);
  if (!rollout || !replicas || max === undefined || typeof field.value === 'string') return undefined;
  if (replicas < min || replicas > max || roomAt(rollout, replicas).unavailable > 0) return undefined;
  const shortfalls = quota.shortfalls(times(each, replicas + 1));
  const [first] = shortfalls;
  if (!first) return undefined;
  return {
    ...(min < max && { severity: 'warning' as const }),
    at: [rollout.field, first.field, field],
    message: `a rollout of ${workload.object.title} at ${counted(replicas, 'replica')} never moves: it may take none away, and the quota ${quota.object.name} holds not one more`,
    arithmetic: [unavailableText(rollout, replicas), ...arithmeticOf(shortfalls, replicas + 1, each)],
    fix: `set maxUnavailable: 1 and maxSurge: 0, or ${raised(shortfalls)}`,
  };
}

/** It moves, but with fewer pods at a time than it was given, and the others refused. */
function slow(pods: CoveredPods): Violation | undefined {
  const { workload, quota, each } = pods;
  const { rollout } = workload;
  const [replicas, fit] = [mostPods(pods), quota.fit(each)];
  if (!rollout || replicas === undefined || fit === undefined || fit < replicas) return undefined;
  const { surge } = roomAt(rollout, replicas);
  const shortfalls = quota.shortfalls(times(each, replicas + surge));
  const [first] = shortfalls;
  if (!first) return undefined;
  return {
    severity: 'warning',
    at: [rollout.field, first.field],
    message: `a rollout of ${workload.object.title} at ${counted(replicas, 'replica')} adds up to ${counted(surge, 'pod')}, and the quota ${quota.object.name} has room for ${fit - replicas}`,
    arithmetic: arithmeticOf(shortfalls, replicas + surge, each),
    fix: `set maxSurge: ${fit - replicas}${fit === replicas ? ' and maxUnavailable: 1' : ''}, or ${raised(shortfalls)}`,
  };
}
