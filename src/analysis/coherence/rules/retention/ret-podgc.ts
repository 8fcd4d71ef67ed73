import { podTemplates } from '../../../cluster/argo/workflow-pods';
import type { Cluster } from '../../../cluster/cluster';
import type { Violation } from '../../../findings/finding';
import { rule } from '../../rule';
import { isDefaultUsed } from './default-use';
import { type RetainedSpec, retainedSpecs } from './lifetimes';
import { lostLogs } from './lost-logs';
import { isOwnCollection, type PodCollection, podCollection } from './pod-collection';
import { longestOf, promisesOf, type RetentionPromise, timeOf } from './promise';
import { type Subject, workflowPodSubject, workflowSubject } from './subject';

/** Argo's podGC deletes the pods of a workflow by a clock of its own: what they are to tell later is gone with them. */
export const retPodgc = rule({
  id: 'RET-PODGC',
  severity: 'error',
  since: '0.3',
  isOfNewObjects: true,
  title: 'podGC deletes pods that the retention policy still needs',
  *check(cluster: Cluster) {
    if (cluster.retentionPolicies.length === 0) return;
    for (const retained of retainedSpecs(cluster)) {
      const collection = podCollection(retained, cluster);
      if (!collection || !isOwnCollection(collection, retained)) continue;
      if (retained.isDefault && !isUsed(cluster)) continue;
      const violation = keptPods(retained, collection, cluster) ?? lostLogs(retained, collection, cluster);
      if (violation) yield violation;
    }
  },
});

/** A rule keeps pods longer than they are there: it never finds one. */
function keptPods(retained: RetainedSpec, collection: PodCollection, cluster: Cluster): Violation | undefined {
  const { strategy, delay, delayName, seconds } = collection;
  const early = podsOf(retained, cluster)
    .filter((pods) => collection.selects(pods) === 'yes')
    .flatMap((pods) => collection.outcomes.flatMap((outcome) => promisesOf(pods, outcome, cluster)))
    .filter((promise) => promise.seconds > seconds);
  const longest = longestOf(early);
  if (!longest) return undefined;
  return {
    ...(!early.some(({ isCertain }) => isCertain) && { severity: 'warning' }),
    at: [strategy, longest.source.text, ...(delay.exists ? [delay] : [])],
    message: `podGC ${strategy.shown} deletes the pods of ${retained.title} ${seconds} s after their end, but ${longest.by} keeps them ${timeOf(longest)}: it never finds one`,
    arithmetic: [...new Set(early.map((promise) => arithmetic(promise, seconds, delayName)))],
    fix: `leave podGC out, or leave these pods to it: {key: workflows.argoproj.io/workflow, operator: DoesNotExist} in the selector of rule ${longest.rule.name}`,
  };
}

function arithmetic({ outcome, seconds, by }: RetentionPromise, delay: number, delayName: string): string {
  const kept = Number.isFinite(seconds) ? `${seconds} s` : 'for good';
  const early = Number.isFinite(seconds) ? ` = ${seconds - delay} s too early` : '';
  return `${outcome}: ${kept} by ${by} − ${delay} s by ${delayName}${early}`;
}

function podsOf(retained: RetainedSpec, cluster: Cluster): Subject[] {
  const workflow = workflowSubject(retained, cluster);
  const templates = podTemplates(retained.spec);
  return (templates.length > 0 ? templates : [undefined]).map((template) => {
    return workflowPodSubject(retained, template, workflow);
  });
}

function isUsed(cluster: Cluster): boolean {
  const isCovered = (one: RetainedSpec) => {
    return cluster.retentionPolicies.some(({ policy }) => {
      return policy.rules.some(({ namespaces }) => workflowSubject(one, cluster).isIn(namespaces));
    });
  };
  return isDefaultUsed(cluster, isCovered, (one) => {
    const collection = podCollection(one, cluster);
    return collection !== undefined && !isOwnCollection(collection, one);
  });
}
