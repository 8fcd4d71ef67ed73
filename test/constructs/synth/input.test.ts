import { Problems } from '../../../src';
import {
  eachOf,
  flag,
  listOf,
  mapOf,
  readRequired,
  required,
  someText,
  text,
} from '../../../src/constructs/synth/input';

/** What a reader returns, and what it reports. */
function read<T>(reader: (problems: Problems) => T): [T, string[]] {
  const problems = Problems.none();
  const value = reader(problems);
  return [value, problems.all.map(({ property, message }) => `${property} ${message}`)];
}

it.each([undefined, null])('takes %s for absent: an error only where something is required', (absent) => {
  expect(read((problems) => mapOf(absent, 'a', problems))).toEqual([undefined, []]);
  expect(read((problems) => listOf(absent, 'a', problems))).toEqual([[], []]);
  expect(read((problems) => required(absent, 'a', problems))).toEqual([undefined, [`a is required: got ${absent}`]]);
  expect(read((problems) => required(absent, 'a', problems, 'a name'))).toEqual([undefined, ['a is required: a name']]);
});

it('reports what is there but of a wrong form, and reads it as absent', () => {
  expect(read((problems) => mapOf([] as object, 'a', problems))).toEqual([
    undefined,
    ['a [] is not a map: write { … }'],
  ]);
  expect(read((problems) => listOf('x' as never, 'a', problems))).toEqual([[], ['a "x" is not a list: write [ … ]']]);
  expect(read((problems) => readRequired('a', 5 as never, problems, text))).toEqual([
    undefined,
    ['a 5 is not text: write a string'],
  ]);
});

it('goes on with the items that are right, each with its own place', () => {
  const items = [{ n: 1 }, 'x', null, { n: 2 }] as { n: number }[];
  const [sum, problems] = read((collector) =>
    eachOf(items, 'a', collector, ({ n }, at) => {
      at.report('n', `is ${n}`);
      return n;
    }),
  );
  expect(sum).toEqual([1, 2]);
  expect(problems).toEqual([
    'a[0].n is 1',
    'a[1] "x" is not a map: write { … }',
    'a[2] null is not a map: write { … }',
    'a[3].n is 2',
  ]);
});

it('tells text, text that says something, and yes from no', () => {
  expect([text(''), someText('a'), flag(false)]).toEqual(['', 'a', false]);
  expect(() => someText(' ')).toThrow('" " is empty');
  expect(() => flag('true' as never)).toThrow('"true" is neither true nor false');
});
