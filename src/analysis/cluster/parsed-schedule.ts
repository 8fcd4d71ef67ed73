import { InvalidValue } from '../../model/values/problems';
import { Schedule } from '../../model/values/schedule';
import type { Field } from './field';
import { isPlaceholder } from './placeholder';

/**
 * Undefined for what is no schedule; CRON-SCHEDULE says it.
 *
 * @param timeZone the field that names it. @default - a clock that nobody changes
 */
export function parsedSchedule(field: Field, timeZone?: Field): Schedule | undefined {
  if (field.text === undefined || isPlaceholder(field.text)) return undefined;
  const zone = timeZone?.text;
  try {
    return Schedule.parse(field.text, isPlaceholder(zone) ? undefined : zone);
  } catch (error) {
    if (error instanceof InvalidValue) return undefined;
    throw error;
  }
}
