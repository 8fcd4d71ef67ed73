import { InvalidValue } from '../../../../model/values/problems';
import { Schedule } from '../../../../model/values/schedule';
import type { Field } from '../../../cluster/field';
import { isPlaceholder } from '../../../cluster/placeholder';
import type { Violation } from '../../../findings/finding';
import { rule } from '../../rule';
import { cronJobs } from './cron-job';

/** A schedule or time zone that the API server refuses; where it takes what nobody can mean, that is a warning. */
export const cronSchedule = rule({
  id: 'CRON-SCHEDULE',
  severity: 'error',
  title: 'the schedule or time zone of a CronJob is none',
  *check(cluster) {
    for (const { object, schedule } of cronJobs(cluster)) {
      const timeZone = object.field('spec', 'timeZone');
      if (!isPlaceholder(schedule.value)) {
        const wrong = problem(schedule, () => Schedule.parse(schedule.value as string), remedy(schedule.text));
        if (wrong) yield isTaken(schedule.text) ? { ...wrong, severity: 'warning' } : wrong;
      }
      if (timeZone.exists && !isPlaceholder(timeZone.value)) {
        const parse = () => Schedule.parse('@daily', timeZone.value as string);
        const wrong = problem(timeZone, parse, 'write an IANA name, e.g. Etc/UTC or Europe/Berlin');
        if (wrong) yield wrong;
      }
    }
  },
});

function problem(field: Field, parse: () => Schedule, fix: string): Violation | undefined {
  try {
    parse();
    return undefined;
  } catch (error) {
    if (!(error instanceof InvalidValue)) throw error;
    return { at: [field], message: field.exists ? error.message : 'there is no schedule', fix };
  }
}

function remedy(expression = ''): string {
  const [, zone, rest] = /^(?:CRON_)?TZ=(\S+)\s+(.*)$/.exec(expression) ?? [];
  if (zone !== undefined) return `write schedule: "${rest}" and timeZone: ${zone}`;
  const complete = expression.trim().split(/\s+/).length === 5;
  return complete ? 'mend it; "0 2 * * *" is every day at 2:00' : 'write five fields, e.g. "0 2 * * *"';
}

/**
 * Whether the parser reads something into it all the same: `*-5` as `*`, `+5` as 5, nothing between commas as nothing, and
 * negative intervals as a second.
 */
function isTaken(expression: string | undefined): boolean {
  if (expression === undefined) return false;
  // A duration without unit, of which Go takes only this one.
  if (/^@every [-+]?0$/.test(expression)) return true;
  const read = expression
    .trim()
    .replace(/^(@every )[-+]/, '$1')
    .split(/\s+/)
    .map((field) => {
      const ranges = field.split(',').filter((range) => range !== '');
      return ranges.map((range) => range.replace(/([*?])-[^/]*/, '$1').replace(/\+(\d)/g, '$1')).join(',') || '*';
    })
    .join(' ');
  try {
    Schedule.parse(read);
    return true;
  } catch {
    return false;
  }
}
