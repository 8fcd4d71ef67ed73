import { rule } from '../../rule';
import { type CronJob, cronJobs } from './cron-job';

/** A run that hangs is joined by the next one, and the next, until the namespace or the node is full. */
export const cronUnbounded = rule({
  id: 'CRON-UNBOUNDED',
  severity: 'warning',
  title: 'nothing bounds how many runs of a CronJob pile up',
  *check(cluster) {
    for (const cronJob of cronJobs(cluster)) {
      const { object, job, isSuspended } = cronJob;
      const policy = object.field('spec', 'concurrencyPolicy');
      const deadline = job.get('activeDeadlineSeconds');
      const hasDeadline = deadline.exists || job.get('template', 'spec', 'activeDeadlineSeconds').exists;
      if (isSuspended || policy.exists || hasDeadline) continue;
      const bare = withoutResources(cronJob);
      const missing = [
        'no concurrencyPolicy',
        'no activeDeadlineSeconds',
        ...(bare.length > 0 ? ['no resources'] : []),
      ];
      yield {
        at: [object.field('spec'), deadline, ...bare.map((field) => field.get('resources'))],
        message: `${missing.slice(0, -1).join(', ')} and ${missing.at(-1)}: when a run hangs, others pile up beside it${bare.length > 0 ? ', each as large as its node' : ''}`,
        fix: `set concurrencyPolicy: Forbid, activeDeadlineSeconds in the jobTemplate${bare.length > 0 ? ', and requests and limits of each container' : ''}`,
      };
    }
  },
});

/** The containers that neither they themselves nor a LimitRange bounds. */
function withoutResources({ workload }: CronJob) {
  return workload.templates.flatMap(({ containers, isReadable }) => {
    if (!isReadable) return [];
    return containers
      .filter(({ requests, limits }) => Object.keys(requests).length === 0 && Object.keys(limits).length === 0)
      .map(({ field }) => field);
  });
}
