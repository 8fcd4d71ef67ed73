import { type LabelSelector, readLabelSelector } from '../../model/values/label-selector';
import { InvalidValue, type Problems, quote } from '../../model/values/problems';

/*
 * Readers for what types promise and JavaScript need not keep: what is no list, no map or no string is reported with its
 * property, and read as absent.
 */

/** A property that the type requires, but that may be missing in JavaScript or behind a `Lazy`. */
export function required<T>(
  value: T | undefined | null,
  property: string | number,
  problems: Problems,
  remedy?: string,
): T | undefined {
  if (value !== undefined && value !== null) return value;
  return problems.report(property, `is required: ${remedy ?? `got ${quote(value)}`}`);
}

/** Reads a required value: an absent one is reported, a bad one too. */
export function readRequired<In, Out>(
  property: string | number,
  value: In | undefined | null,
  problems: Problems,
  parse: (value: In) => Out,
  remedy?: string,
): Out | undefined {
  return problems.read(property, required(value, property, problems, remedy), parse);
}

/**
 * Any string.
 *
 * @throws InvalidValue for anything else.
 */
export function text(value: string): string {
  if (typeof value === 'string') return value;
  throw new InvalidValue(value, 'is not text: write a string');
}

/**
 * A string that says something.
 *
 * @throws InvalidValue for an empty one, and for what is no string.
 */
export function someText(value: string): string {
  if (text(value).trim() !== '') return value;
  throw new InvalidValue(value, 'is empty');
}

/**
 * True or false.
 *
 * @throws InvalidValue for anything else.
 */
export function flag(value: boolean): boolean {
  if (typeof value === 'boolean') return value;
  throw new InvalidValue(value, 'is neither true nor false');
}

/** An optional map. */
export function mapOf<T extends object>(
  value: T | undefined | null,
  property: string,
  problems: Problems,
): T | undefined {
  if (value === undefined || value === null || isMap(value)) return value ?? undefined;
  return problems.invalid(property, value, 'is not a map: write { … }');
}

/** An optional list; absent it is empty. */
export function listOf<T>(value: readonly T[] | undefined | null, property: string, problems: Problems): readonly T[] {
  if (value === undefined || value === null) return [];
  if (Array.isArray(value)) return value;
  problems.invalid(property, value, 'is not a list: write [ … ]');
  return [];
}

/** What `read` makes of each map in an optional list, with a collector that reports below the item's index. */
export function eachOf<T extends object, R>(
  value: readonly T[] | undefined,
  property: string,
  problems: Problems,
  read: (item: T, at: Problems) => R,
): R[] {
  return listOf(value, property, problems).flatMap((item, index) => {
    const at = problems.at(property).at(index);
    if (isMap(item)) return [read(item, at)];
    at.invalid('', item, 'is not a map: write { … }');
    return [];
  });
}

/** As `eachOf`, for items that factories make; `method` is one that only these have. */
export function eachMade<T extends object, R>(
  value: readonly T[] | undefined,
  property: string,
  problems: Problems,
  { method, remedy }: { readonly method: keyof T; readonly remedy: string },
  read: (item: T, at: Problems) => R,
): R[] {
  return listOf(value, property, problems).flatMap((item, index) => {
    const at = problems.at(property).at(index);
    if (typeof item?.[method] === 'function') return [read(item, at)];
    at.invalid('', item, `is not made by its factory: ${remedy}`);
    return [];
  });
}

/** A label selector of any form. */
export function readSelector(selector: LabelSelector, property: string, problems: Problems): LabelSelector {
  const { matchLabels, matchExpressions } = mapOf(selector, property, problems) ?? {};
  const at = problems.at(property);
  return readLabelSelector(
    {
      matchLabels: mapOf(matchLabels, 'matchLabels', at),
      matchExpressions: eachOf(matchExpressions, 'matchExpressions', at, (requirement, inside) => {
        required(requirement.key, 'key', inside, 'the name of a label');
        const values = listOf(requirement.values, 'values', inside);
        for (const [position, value] of values.entries()) required(value, position, inside.at('values'));
        return { ...requirement, values: values.length > 0 ? values : undefined };
      }),
    },
    at,
  );
}

export function isMap(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
