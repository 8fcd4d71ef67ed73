import { Quantity } from '../../../../model/values/quantity';
import type { Violation } from '../../../findings/finding';
import { rule } from '../../rule';
import { type CronJob, cronJobs } from './cron-job';

/**
 * Runs of a CronJob pile up: the next one starts while the last may still run, and each takes the resources of all its pods.
 * Where neither policy nor deadline is set, CRON-UNBOUNDED says it.
 */
export const cronOverlap = rule({
  id: 'CRON-OVERLAP',
  severity: 'warning',
  title: 'runs of a CronJob may overlap and multiply what it uses',
  *check(cluster) {
    for (const cronJob of cronJobs(cluster)) {
      const policy = cronJob.object.field('spec', 'concurrencyPolicy');
      const isAllowed = !policy.exists || policy.text === 'Allow';
      const violation = isAllowed && !cronJob.isSuspended ? overlap(cronJob) : undefined;
      if (violation) yield violation;
    }
  },
});

function overlap({ object, job, interval, schedule, workload, namespace }: CronJob): Violation | undefined {
  const policy = object.field('spec', 'concurrencyPolicy');
  const deadline = job.get('activeDeadlineSeconds');
  const seconds = deadline.number;
  if (!deadline.exists && policy.exists) {
    return {
      at: [policy, deadline],
      message: 'concurrencyPolicy is Allow and nothing ends a run, so that any number of them may pile up',
      fix: 'set concurrencyPolicy: Forbid, or activeDeadlineSeconds in the jobTemplate',
    };
  }
  if (seconds === undefined || interval === undefined || seconds <= interval) return undefined;
  const runs = Math.ceil(seconds / interval);
  const peak = namespace.peakOf(workload) ?? {};
  const each = ['requests.cpu', 'requests.memory'].flatMap((key) => {
    const amount = peak[key];
    return amount && !amount.equals(Quantity.zero) ? [`${key}: ${runs} × ${amount} = ${amount.multiply(runs)}`] : [];
  });
  return {
    at: [policy, deadline, schedule],
    message: `a run may take ${seconds} s and the next starts after ${interval} s, so that up to ${runs} run at once`,
    arithmetic: [`${seconds} s ÷ ${interval} s, rounded up, is ${runs} runs`, ...each],
    fix: `set concurrencyPolicy: Forbid, or lower activeDeadlineSeconds to ${interval}`,
  };
}
