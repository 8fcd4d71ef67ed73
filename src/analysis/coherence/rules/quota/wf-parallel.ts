import { type Charge, times } from '../../../../model/workloads/charge';
import { workflowLimit } from '../../../cluster/argo/workflow-limit';
import type { Cluster } from '../../../cluster/cluster';
import type { Namespace } from '../../../cluster/namespace';
import { chargeKey, type Quota, type Shortfall } from '../../../cluster/quota';
import type { Violation } from '../../../findings/finding';
import { rule } from '../../rule';
import { counted, coveredPodsIn, raised } from './covered-pods';
import { type Stage, stageOf } from './widest-stage';

/**
 * A workflow fans out to more pods than the quota holds. Argo asks for the rest again and again, their nodes stay Pending
 * with the refusal as their message, and deadlines run.
 */
export const wfParallel = rule({
  id: 'WF-PARALLEL',
  severity: 'warning',
  title: 'the quota does not hold the pods that workflows run at once',
  *check(cluster) {
    for (const namespace of cluster.namespaces) {
      const workflows = [...coveredPodsIn(namespace)].flatMap((pods) => stageOf(pods) ?? []);
      for (const quota of new Set(workflows.map(({ pods }) => pods.quota))) {
        const here = workflows.filter(({ pods }) => pods.quota === quota);
        const alone = here.map((stage) => tooWide(stage, quota)).filter((violation) => violation !== undefined);
        yield* alone;
        const together = alone.length > 0 ? undefined : tooMany(here, quota, namespace, cluster);
        if (together) yield together;
      }
    }
  },
});

function tooWide({ pods, count, field, charge, terms }: Stage, quota: Quota): Violation | undefined {
  const shortfalls = quota.shortfalls(charge);
  const [first] = shortfalls;
  if (!first) return undefined;
  return {
    at: [field, first.field],
    message: `${pods.workload.object.title} runs up to ${counted(count, 'pod')} at once, and the quota ${quota.object.name} does not hold them`,
    arithmetic: shortfalls.map(({ key, needed, hard }) => {
      return `${key}: ${terms[chargeKey(key)]?.join(' + ')} = ${needed}, the quota holds ${hard}`;
    }),
    fix: `set parallelism: ${most(charge, count, shortfalls)}, or ${raised(shortfalls)}`,
  };
}

/** The controller lets several workflows run in the namespace, and the quota does not hold so many of the widest. */
function tooMany(
  stages: readonly Stage[],
  quota: Quota,
  namespace: Namespace,
  cluster: Cluster,
): Violation | undefined {
  const limit = workflowLimit(namespace, cluster);
  if (!limit) return undefined;
  const candidates = stages.flatMap((stage) => {
    const shortfalls = quota.shortfalls(times(stage.charge, limit.count));
    return shortfalls.length > 0 ? [{ stage, shortfalls }] : [];
  });
  const [worst] = candidates.sort((a, b) => b.stage.count - a.stage.count);
  const [first] = worst?.shortfalls ?? [];
  if (!worst || !first) return undefined;
  const { stage, shortfalls } = worst;
  return {
    at: [limit.field, first.field, stage.field],
    message: `${counted(limit.count, 'workflow')} may run at once in this namespace, and the quota ${quota.object.name} does not hold so many of ${stage.pods.workload.object.title}`,
    arithmetic: shortfalls.map(({ key, needed, hard }) => {
      return `${key}: ${limit.count} × ${stage.charge[chargeKey(key)]} = ${needed}, the quota holds ${hard}`;
    }),
    fix: `let ${most(stage.charge, 1, shortfalls)} run at once, or ${raised(shortfalls)}`,
  };
}

/** How many fit, where `count` of them charge so much. */
function most(charge: Charge, count: number, shortfalls: readonly Shortfall[]): number {
  const fits = shortfalls.map(({ key, hard }) =>
    Number(hard.multiply(count).floorDivide(charge[chargeKey(key)] ?? hard)),
  );
  return Math.max(1, Math.min(...fits));
}
