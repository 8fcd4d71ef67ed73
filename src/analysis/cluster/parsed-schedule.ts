import { InvalidValue } from '../../model/values/problems';
import { Schedule } from '../../model/values/schedule';
import type { Field } from './field';
import { isPlaceholder } from './placeholder';

/** Undefined for what is no schedule; CRON-SCHEDULE says it. */
export function parsedSchedule(field: Field): Schedule | undefined {
  if (field.text === undefined || isPlaceholder(field.text)) return undefined;
  try {
    return Schedule.parse(field.text);
  } catch (error) {
    if (error instanceof InvalidValue) return undefined;
    throw error;
  }
}
