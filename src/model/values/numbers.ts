import { InvalidValue } from './problems';

/**
 * Reads a whole number within bounds; a factory, so that it can be handed to a collector.
 *
 * @throws InvalidValue outside the bounds, for fractions and for numbers in quotes.
 */
export function wholeNumber(min: number, max: number = 2 ** 31 - 1): (value: number) => number {
  return (value) => {
    if (typeof value === 'number' && Number.isInteger(value) && value >= min && value <= max) return value;
    const bound = max === 2 ** 31 - 1 ? `of at least ${min}` : `from ${min} to ${max}`;
    throw new InvalidValue(value, `is out of range: use a whole number ${bound}`);
  };
}

/**
 * Reads one of a few words.
 *
 * @throws InvalidValue that lists the words.
 */
export function oneOf<Word extends string>(words: readonly Word[]): (value: Word) => Word {
  return (value) => {
    if (words.includes(value)) return value;
    throw new InvalidValue(value, `is unknown: use one of ${words.join(', ')}`);
  };
}
