import { parsedSchedule } from '../../../cluster/parsed-schedule';
import type { Deadline } from './deadline';
import type { RetainedSpec } from './lifetimes';

/** Source: argo-workflows workflow/cron/operator.go `enforceHistoryLimit`. */
const limits = [
  { name: 'successfulJobsHistoryLimit', preset: 3, outcomes: ['Succeeded'] },
  { name: 'failedJobsHistoryLimit', preset: 1, outcomes: ['Failed', 'Error'] },
] as const;

/** A CronWorkflow keeps its last few workflows by number: how old they get when each of its starts ends alike. */
export function historyDeadlines({ object }: RetainedSpec): Deadline[][] {
  if (object.kind !== 'CronWorkflow') return [];
  const [schedule, ...more] = [object.field('spec', 'schedule'), ...object.field('spec', 'schedules').items].filter(
    ({ exists }) => exists,
  );
  const interval = schedule && more.length === 0 ? parsedSchedule(schedule)?.shortestInterval?.toSeconds() : undefined;
  if (interval === undefined) return [];
  return limits.map(({ name, preset, outcomes }) => {
    const field = object.field('spec', name);
    const count = field.count ?? preset;
    return outcomes.map((outcome) => ({
      outcome,
      seconds: count * interval,
      field,
      name: field.exists ? name : `${name}, which is ${preset} where it is left out,`,
      isSure: false,
      leaves: count,
    }));
  });
}
