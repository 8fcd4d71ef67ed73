import type { Violation } from '../../../findings/finding';
import { rule } from '../../rule';
import { type CronJob, cronJobs } from './cron-job';

/** Finished Jobs go by age or by number, whichever comes first. Where one always comes first, the other says nothing. */
export const cronTtlHistory = rule({
  id: 'CRON-TTL-HISTORY',
  severity: 'warning',
  title: 'ttlSecondsAfterFinished and the history limits of a CronJob defeat each other',
  *check(cluster) {
    for (const cronJob of cronJobs(cluster)) {
      const violation = tooShort(cronJob) ?? idle(cronJob);
      if (violation) yield violation;
    }
  },
});

/** Jobs are gone before there are as many as the history keeps. Only limits that somebody wrote are taken for a wish. */
function tooShort({ job, interval, schedule, object }: CronJob): Violation | undefined {
  const ttl = job.get('ttlSecondsAfterFinished');
  const seconds = ttl.number;
  if (seconds === undefined) return undefined;
  const kept = seconds === 0 ? 0 : interval === undefined ? Number.POSITIVE_INFINITY : Math.ceil(seconds / interval);
  const [first, ...others] = limitsOf(object).filter(({ number = 0 }) => number > kept);
  if (!first) return undefined;
  const most = Math.max(...[first, ...others].map(({ number = 0 }) => number));
  const needed = interval === undefined ? undefined : (most - 1) * interval;
  return {
    at: [ttl, first, ...others, schedule],
    message: `a Job is deleted ${seconds} s after it finished, so that ${kept === 0 ? 'none is' : `no more than ${kept} ${kept === 1 ? 'is' : 'are'}`} ever kept, not the ${most} of ${first.path.at(-1)}`,
    arithmetic: kept === 0 ? [] : [`${seconds} s ÷ ${interval} s between two starts, rounded up, is ${kept}`],
    fix: `leave ttlSecondsAfterFinished out, as the history limits delete Jobs too${
      needed === undefined ? '' : `, or raise it above ${needed}`
    }`,
  };
}

/** No Job lives long enough to be deleted for its age. */
function idle({ job, object }: CronJob): Violation | undefined {
  const ttl = job.get('ttlSecondsAfterFinished');
  const limits = limitsOf(object);
  if (ttl.number === undefined || ttl.number === 0 || limits.length < 2) return undefined;
  if (limits.some(({ number }) => number !== 0)) return undefined;
  return {
    at: [ttl, ...limits],
    message: `both history limits are 0, so that Jobs are deleted as they finish, not ${ttl.number} s later`,
    fix: 'leave the history limits out, or set them to as many Jobs as ttlSecondsAfterFinished is to decide over',
  };
}

function limitsOf(object: CronJob['object']) {
  return ['successfulJobsHistoryLimit', 'failedJobsHistoryLimit']
    .map((name) => object.field('spec', name))
    .filter(({ number }) => number !== undefined);
}
