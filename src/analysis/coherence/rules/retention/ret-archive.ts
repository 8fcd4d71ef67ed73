import type { WorkflowController } from '../../../cluster/argo/workflow-controller';
import type { Cluster } from '../../../cluster/cluster';
import { isPlaceholder } from '../../../cluster/placeholder';
import { type SweepJob, sweepJobs } from '../../../cluster/retention/sweep-jobs';
import type { Violation } from '../../../findings/finding';
import { rule } from '../../rule';
import { missingCredentials, unreachableBucket } from './archive-bucket';
import { passingFolder } from './archive-folder';

/** An archive is promised, and nothing stays in it: because it cannot be written to, does not last, or is switched off. */
export const retArchive = rule({
  id: 'RET-ARCHIVE',
  severity: 'error',
  since: '0.3',
  isOfNewObjects: true,
  title: 'an archive is promised that keeps nothing',
  *check(cluster: Cluster) {
    for (const job of sweepJobs(cluster).filter(archives)) {
      const violations = [passingFolder(job), unreachableBucket(job, cluster), missingCredentials(job, cluster)];
      yield* violations.filter((violation) => violation !== undefined);
    }
    for (const controller of cluster.workflowControllers) {
      const violation = idleTtl(controller);
      if (violation) yield violation;
    }
  },
});

function archives({ source }: SweepJob): boolean {
  return source.policy.rules.some(({ keep }) => {
    return [...keep.values()].some(({ archive, action }) => archive && action === 'delete');
  });
}

/** Source: argo-workflows workflow/controller/controller.go `archivedWorkflowGarbageCollector`. */
function idleTtl({ setting }: WorkflowController): Violation | undefined {
  const persistence = setting('persistence');
  const ttl = persistence?.get('archiveTTL');
  const archive = persistence?.get('archive');
  if (!ttl?.exists || !archive || archive.flag === true || isPlaceholder(archive.value)) return undefined;
  return {
    severity: 'warning',
    at: [archive, ttl],
    message: `persistence.archiveTTL keeps archived workflows ${ttl.shown}, but persistence.archive is ${archive.exists ? archive.shown : 'not set'}: Argo archives none`,
    fix: 'set persistence.archive: true, or leave archiveTTL out',
  };
}
