import { InvalidValue } from './problems';

/**
 * Reads a share such as `'20%'` as its number, 20.
 *
 * @throws InvalidValue for anything but digits and `%`.
 */
export function percentage(value: string): number {
  const match = typeof value === 'string' ? /^(\d+(?:\.\d+)?)%$/.exec(value) : null;
  if (match) return Number(match[1]);
  throw new InvalidValue(value, 'is not a share: write e.g. "20%"');
}
