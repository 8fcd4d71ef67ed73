import type { Cluster } from '../../../cluster/cluster';
import type { ClusterObject } from '../../../cluster/cluster-object';
import { groupBy } from '../../../cluster/kind-index';
import { rule } from '../../rule';
import { type Deadline, defeat } from './deadline';
import { isDefaultUsed } from './default-use';
import { historyDeadlines } from './history-limits';
import { isOwn, lifetimeAfter, type Outcome, type RetainedSpec, retainedSpecs } from './lifetimes';
import { promisesOf } from './promise';
import { jobSubject, workflowSubject } from './subject';

const outcomes: readonly Outcome[] = ['Succeeded', 'Failed', 'Error'];

/** Argo and the Job controller delete by clocks of their own, and ask no policy. What is gone before is never archived. */
export const retTtl = rule({
  id: 'RET-TTL',
  severity: 'error',
  since: '0.3',
  isOfNewObjects: true,
  title: 'objects are deleted before the retention policy lets them go',
  *check(cluster: Cluster) {
    if (cluster.retentionPolicies.length === 0) return;
    for (const retained of retainedSpecs(cluster)) {
      const subject = workflowSubject(retained, cluster);
      for (const deadlines of [...ttlDeadlines(retained, cluster), ...historyDeadlines(retained)]) {
        const violation = defeat(deadlines, subject, cluster);
        if (violation) yield violation;
      }
    }
    for (const job of [...cluster.ofKind('Job', 'batch'), ...cluster.ofKind('CronJob', 'batch')]) {
      const violation = defeat(jobDeadlines(job), jobSubject(job), cluster);
      if (violation) yield violation;
    }
  },
});

/** Those that a spec sets itself, by their field. */
function ttlDeadlines(retained: RetainedSpec, cluster: Cluster): Iterable<readonly Deadline[]> {
  const deadlines = outcomes.flatMap((outcome): Deadline[] => {
    const lifetime = lifetimeAfter(outcome, retained);
    if (!lifetime || !isOwn(lifetime.field, retained)) return [];
    if (retained.isDefault && !isUsed(outcome, cluster)) return [];
    return [{ ...lifetime, outcome, isSure: true }];
  });
  return groupBy(deadlines, ({ name }) => name).values();
}

function isUsed(outcome: Outcome, cluster: Cluster): boolean {
  const isCovered = (one: RetainedSpec) => promisesOf(workflowSubject(one, cluster), outcome, cluster).length > 0;
  return isDefaultUsed(cluster, isCovered, (one) => {
    const lifetime = lifetimeAfter(outcome, one);
    return lifetime !== undefined && !isOwn(lifetime.field, one);
  });
}

function jobDeadlines(job: ClusterObject): Deadline[] {
  const path = job.kind === 'Job' ? ['spec'] : ['spec', 'jobTemplate', 'spec'];
  const field = job.field(...path, 'ttlSecondsAfterFinished');
  const seconds = field.number;
  if (seconds === undefined) return [];
  return (['Succeeded', 'Failed'] as const).map((outcome) => {
    return { outcome, seconds, field, name: 'ttlSecondsAfterFinished', isSure: true };
  });
}
