import { createHash } from 'node:crypto';

/**
 * A number from 0 to 1 that follows from a seed and what it is for. Requests that run side by side take each other's
 * numbers from no common source, so that a seed means the same whatever their order is.
 */
export function chance(seed: number, ...what: readonly (string | number)[]): number {
  return (
    createHash('sha256')
      .update([seed, ...what].join('\0'))
      .digest()
      .readUInt32BE() /
    2 ** 32
  );
}

/** One of some choices, each as likely as its weight. */
export function choose<Choice extends string>(
  number: number,
  weights: Readonly<Partial<Record<Choice, number>>>,
): Choice | undefined {
  const entries = Object.entries(weights) as [Choice, number][];
  let left = number * entries.reduce((sum, [, weight]) => sum + weight, 0);
  for (const [choice, weight] of entries) {
    left -= weight;
    if (left < 0) return choice;
  }
  return undefined;
}
