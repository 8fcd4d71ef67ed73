import * as fc from 'fast-check';
import { schemaProblems } from '../../../../src/model/kinds/schema/schema-problems';
import { kindNames, schemaErrors } from '../../../schemas';
import { type Difference, type Fault, onlyAjv, onlyChecker } from './differences';
import { mutated } from './mutations';
import { accepted, changed, rendered } from './objects';

/**
 * The law: in any object of a known kind, the checker finds fault with the same fields as ajv does with the schemas in
 * `imports/`, which it reads by another way.
 */

test.each([
  ['accepted by a server', accepted],
  ['rendered', rendered],
])(
  'neither finds fault with what is %s',
  (_, objects) => {
    expect(objects.length).toBeGreaterThan(40);
    for (const object of objects) {
      expect({ object, ...comparison(object) }).toEqual({ object, ajv: [], checker: [] });
    }
  },
  60_000,
);

test('the accepted objects are of every kind there is', () => {
  const kinds = accepted.map(({ apiVersion, kind }) => `${apiVersion}/${kind}`);
  expect([...new Set(kinds)].sort()).toEqual(kindNames().sort());
});

test('both find fault with the same fields of whatever is made of them', () => {
  const objects = [...accepted, ...rendered];
  const anyOfThem = fc.nat().chain((n) => mutated(objects[n % objects.length]!));
  fc.assert(
    fc.property(anyOfThem, (object) => {
      const { ajv, checker } = comparison(object);
      const missed = ajv.filter((fault) => !has(checker, fault) && !isMeant(onlyAjv, fault, object));
      const surplus = checker.filter((fault) => !has(ajv, fault) && !isMeant(onlyChecker, fault, object));
      expect({ missed, surplus }).toEqual({ missed: [], surplus: [] });
    }),
    { numRuns: 4_000 },
  );
}, 60_000);

describe('where they differ, the server does as the checker says', () => {
  it.each(onlyAjv.map((difference) => [difference.why, difference] as const))('%s', (_, { example, is }) => {
    const object = changed(...example);
    const { ajv, checker } = comparison(object);
    expect(checker).toEqual([]);
    expect(ajv.filter((fault) => is(fault, object))).not.toEqual([]);
  });

  it.each(onlyChecker.map((difference) => [difference.why, difference] as const))('%s', (_, { example, is }) => {
    const object = changed(...example);
    const { ajv, checker } = comparison(object);
    expect(ajv).toEqual([]);
    expect(checker.filter((fault) => is(fault, object))).not.toEqual([]);
  });
});

function comparison(object: Readonly<Record<string, unknown>>): { ajv: Fault[]; checker: Fault[] } {
  return {
    ajv: schemaErrors(withoutNulls(object)).map((text) => {
      return { path: text.replace(/ (is not a known field|is required|must .*|has two items .*)$/, ''), text };
    }),
    checker: schemaProblems(object).map(({ path, problem, message }) => {
      // ajv says of the list that it has duplicates.
      return { path: joined(problem === 'duplicate' ? path.slice(0, -1) : path), text: message };
    }),
  };
}

function has(faults: readonly Fault[], { path }: Fault): boolean {
  return faults.some((other) => other.path === path);
}

function isMeant(differences: readonly Difference[], fault: Fault, object: unknown): boolean {
  return differences.some(({ is }) => is(fault, object));
}

/** Null, of which ajv knows nothing, is absent to the server as a field, and empty as an item. */
function withoutNulls(object: unknown): unknown {
  if (Array.isArray(object)) return object.map((item) => (item === null ? {} : withoutNulls(item)));
  if (typeof object !== 'object' || object === null) return object;
  const members = Object.entries(object).filter(([, value]) => value !== null);
  return Object.fromEntries(members.map(([key, value]) => [key, withoutNulls(value)]));
}

function joined(path: readonly (string | number)[]): string {
  return path.reduce<string>((text, step) => {
    if (typeof step === 'number') return `${text}[${step}]`;
    return text === '' ? step : `${text}.${step}`;
  }, '');
}
