import { parsedSchedule } from '../../../cluster/parsed-schedule';
import { isPlaceholder } from '../../../cluster/placeholder';
import type { Violation } from '../../../findings/finding';
import { rule } from '../../rule';
import { type CronJob, cronJobs } from './cron-job';

/** What the controller appends to make the name of a Job, which has 63 characters at most. */
const longestName = 52;

/** A CronJob that is refused for its name, or that finds every start too late and so never starts anything. */
export const cronStart = rule({
  id: 'CRON-START',
  severity: 'error',
  title: 'a CronJob never starts a Job',
  *check(cluster) {
    for (const cronJob of cronJobs(cluster)) {
      const violation = tooLong(cronJob) ?? tooLate(cronJob);
      if (violation) yield violation;
    }
  },
});

function tooLong({ object }: CronJob): Violation | undefined {
  const name = object.field('metadata', 'name');
  if (name.text === undefined || name.text.length <= longestName || isPlaceholder(name.text)) return undefined;
  if (object.field('metadata', 'generateName').exists) return undefined;
  return {
    at: [name],
    message: `its name has ${name.text.length} characters, and the API server refuses a CronJob with more than ${longestName}`,
    arithmetic: [`63 of a Job's name − 11 for the time of its start = ${longestName}`],
    fix: `shorten the name by ${name.text.length - longestName}`,
  };
}

/**
 * The controller looks for starts between now less the deadline and now. Those of `@every` lie an interval after the beginning
 * of that span, so a shorter span never holds one.
 */
function tooLate({ object, schedule, isSuspended }: CronJob): Violation | undefined {
  const deadline = object.field('spec', 'startingDeadlineSeconds');
  const seconds = deadline.number;
  if (seconds === undefined || seconds < 0 || isSuspended) return undefined;
  const every = parsedSchedule(schedule)?.every?.toSeconds();
  if (seconds === 0) {
    return {
      at: [deadline],
      message: 'startingDeadlineSeconds is 0: each start is found too late, and no Job ever starts',
      fix: 'leave it out, or set it to the seconds by which a Job may start late, at least 10',
    };
  }
  if (every === undefined || seconds >= every) return undefined;
  return {
    at: [deadline, schedule],
    message: `@every counts its ${every} s from the beginning of the ${seconds} s of startingDeadlineSeconds, and so never finds a start in them`,
    arithmetic: [`now − ${seconds} s + ${every} s = now + ${every - seconds} s`],
    fix: `raise startingDeadlineSeconds to at least ${every}, leave it out, or write the schedule in five fields`,
  };
}
