import { InvalidValue } from './problems';

/**
 * A version as numbers: `1.36`, `v3.7.14`, `3.x` (then nothing is known below the first number).
 *
 * @throws InvalidValue when it does not start with a number.
 */
export function parseVersion(text: string): readonly number[] {
  const match = /^v?(\d+(?:\.\d+)*)(?:\.x)?(?:[-+].*)?$/.exec(text);
  if (!match?.[1]) throw new InvalidValue(text, 'is not a version: write e.g. 1.36 or 3.7.14');
  return match[1].split('.').map(Number);
}

/** Whether a version is the given one or a later one; parts that are not written count as 0. */
export function isAtLeast(version: string, minimum: string): boolean {
  const actual = parseVersion(version);
  const wanted = parseVersion(minimum);
  for (let part = 0; part < wanted.length; part += 1) {
    const difference = (actual[part] ?? 0) - (wanted[part] ?? 0);
    if (difference !== 0) return difference > 0;
  }
  return true;
}
