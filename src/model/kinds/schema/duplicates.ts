import { quote } from '../../values/problems';
import type { Complaint } from './problem';
import type { Schema } from './schema';
import { isMap } from './type';

/** An item of a list that is another item once more. */
export interface Duplicate {
  readonly index: number;
  readonly complaint: Complaint;
}

/** The items of a list that an earlier one already is; `name` is what the list is called. */
export function duplicatesIn(list: readonly unknown[], schema: Schema, name: () => string): Duplicate[] {
  const identityOf = schema.keys ? keysOf : memberOf;
  const firsts = new Map<string, number>();
  const found: Duplicate[] = [];
  list.forEach((item, index) => {
    const identity = identityOf(item, schema);
    if (identity === undefined) return;
    const key = JSON.stringify(identity);
    const first = firsts.get(key);
    if (first === undefined) firsts.set(key, index);
    else found.push({ index, complaint: complaint(identity, `${name()}[${first}]`, schema) });
  });
  return found;
}

/** The values an item is told apart by; undefined where one is missing, which is a problem of its own. */
function keysOf(item: unknown, { keys = [], keyDefaults = {} }: Schema): readonly unknown[] | undefined {
  if (!isMap(item)) return undefined;
  const values = keys.map((key) => item[key] ?? keyDefaults[key]);
  return values.includes(undefined) ? undefined : values;
}

/** Sets are of texts or of numbers; a value of another type is a problem of its own. */
function memberOf(item: unknown, { items }: Schema): readonly unknown[] | undefined {
  return typeof item === (items?.type === 'string' ? 'string' : 'number') ? [item] : undefined;
}

function complaint(identity: readonly unknown[], first: string, { keys }: Schema): Complaint {
  const words = identity.map((value, index) => `${keys ? `${keys[index]} ` : ''}${quote(value)}`);
  return { problem: 'duplicate', says: `repeats ${words.join(' and ')} of ${first}`, fix: 'keep one of the two' };
}
