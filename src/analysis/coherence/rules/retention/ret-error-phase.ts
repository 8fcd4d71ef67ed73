import type { Cluster } from '../../../cluster/cluster';
import { rule } from '../../rule';
import { isOwn, retainedSpecs } from './lifetimes';

/**
 * A workflow that Argo itself could not carry on ends in phase Error, which is not phase Failed: `secondsAfterFailure` does
 * not count for it, only `secondsAfterCompletion` does.
 */
export const retErrorPhase = rule({
  id: 'RET-ERROR-PHASE',
  severity: 'warning',
  title: 'workflows that end in phase Error are kept for good',
  *check(cluster) {
    if (isBoundedByNumber(cluster)) return;
    for (const spec of retainedSpecs(cluster)) {
      const failure = spec.setting('ttlStrategy', 'secondsAfterFailure');
      const completion = spec.setting('ttlStrategy', 'secondsAfterCompletion');
      if (!failure.exists || completion.exists || !isOwn(failure, spec)) continue;
      yield {
        at: [completion, failure],
        message: `of ${spec.title}, workflows that end in phase Error are never deleted: secondsAfterFailure ${failure.shown} is for phase Failed alone`,
        fix: `add secondsAfterCompletion: ${failure.shown}, which secondsAfterSuccess and secondsAfterFailure take precedence over`,
      };
    }
  },
});

/** The controller keeps only so many of them, however old they are. */
function isBoundedByNumber({ workflowControllers }: Cluster): boolean {
  return workflowControllers.some((controller) => controller.setting('retentionPolicy')?.exists === true);
}
