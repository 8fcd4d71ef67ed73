import * as fc from 'fast-check';

type Json = Record<string, unknown> | unknown[];

/** Where something can be changed: the map or list that holds it, and its key or index in it. */
interface Spot {
  readonly holder: Json;
  readonly key: string | number;
}

/** Values that are wrong in most places, each of another type or form. */
const strange: readonly unknown[] = [
  '',
  'bogus',
  '12',
  '80GB',
  'true',
  '2026-01-01T00:00:00Z',
  'YQ==',
  'ä',
  true,
  0,
  -1,
  7,
  1.5,
  2 ** 31,
  -(2 ** 31) - 1,
  2 ** 63,
  {},
  { name: 'a' },
  [],
  ['a'],
  [{}],
];

/** A copy of an object in which a few things are not what they were. */
export function mutated(object: object): fc.Arbitrary<Record<string, unknown>> {
  const mutation = fc.tuple(fc.nat(), fc.nat(), fc.constantFrom(...strange));
  return fc.array(mutation, { minLength: 1, maxLength: 3 }).map((mutations) => {
    const copy = structuredClone(object) as Record<string, unknown>;
    for (const [place, way, value] of mutations) {
      const spots = spotsIn(copy);
      ways[way % ways.length]!(spots[place % spots.length]!, structuredClone(value));
    }
    return copy;
  });
}

const ways: readonly ((spot: Spot, value: unknown) => void)[] = [remove, rename, replace, replace, add, repeat];

function remove({ holder, key }: Spot): void {
  if (Array.isArray(holder)) holder.splice(key as number, 1);
  else delete holder[key];
}

function rename({ holder, key }: Spot): void {
  if (Array.isArray(holder) || !(key in holder)) return;
  const value = holder[key];
  delete holder[key];
  holder[`${key}s`] = value;
}

function replace({ holder, key }: Spot, value: unknown): void {
  (holder as Record<string | number, unknown>)[key] = value;
}

function add({ holder }: Spot, value: unknown): void {
  if (Array.isArray(holder)) holder.push(value);
  else holder['surplus'] = value;
}

function repeat({ holder }: Spot): void {
  if (Array.isArray(holder)) holder.push(structuredClone(holder[0]));
}

/** Everything below an object but its own apiVersion and kind, without which it is of no kind. */
function spotsIn(object: Record<string, unknown>): Spot[] {
  const spots: Spot[] = [];
  const visit = (holder: Json): void => {
    for (const key of Object.keys(holder)) {
      if (holder === object && (key === 'apiVersion' || key === 'kind')) continue;
      spots.push({ holder, key: Array.isArray(holder) ? Number(key) : key });
      const value = (holder as Record<string, unknown>)[key];
      if (typeof value === 'object' && value !== null) visit(value as Json);
    }
  };
  visit(object);
  return spots.length > 0 ? spots : [{ holder: object, key: 'surplus' }];
}
