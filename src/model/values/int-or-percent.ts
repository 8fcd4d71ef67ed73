import { InvalidValue } from './problems';

/** A count of pods, or a share of them: `1` or `'50%'`. */
export type IntOrPercent = number | string;

/**
 * Reads a non-negative whole number or a percentage from 0 to 100.
 *
 * @throws InvalidValue for fractions, negative numbers, shares above 100 % and numbers in quotes.
 */
export function intOrPercent(value: IntOrPercent): IntOrPercent {
  if (typeof value === 'number' && Number.isInteger(value) && value >= 0 && value <= 2 ** 31 - 1) return value;
  const share = typeof value === 'string' ? /^(\d+)%$/.exec(value) : null;
  if (share && Number(share[1]) <= 100) return `${Number(share[1])}%`;
  const hint = typeof value === 'string' && /^\d+$/.test(value) ? ` (without quotes: ${value})` : '';
  throw new InvalidValue(value, `is neither a whole number of pods nor a share: use e.g. 1 or "50%"${hint}`);
}

export function isPercent(value: IntOrPercent): value is string {
  return typeof value === 'string';
}

/** How many of `total` pods the value means; Kubernetes rounds shares up for disruption budgets. */
export function podsOf(value: IntOrPercent, total: number): number {
  return isPercent(value) ? Math.ceil((Number.parseInt(value, 10) * total) / 100) : value;
}
