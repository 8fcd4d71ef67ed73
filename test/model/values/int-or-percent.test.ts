import fc from 'fast-check';
import { type IntOrPercent, intOrPercent, isPercent, podsOf } from '../../../src/model/values/int-or-percent';
import { InvalidValue } from '../../../src/model/values/problems';

test.each<[IntOrPercent, IntOrPercent]>([
  [0, 0],
  [1, 1],
  [2 ** 31 - 1, 2 ** 31 - 1],
  ['0%', '0%'],
  ['50%', '50%'],
  ['100%', '100%'],
  ['050%', '50%'],
])('%j is read as %j', (value, read) => {
  expect(intOrPercent(value)).toBe(read);
});

test.each<[unknown, string]>([
  [-1, '-1 is neither a whole number of pods nor a share'],
  [1.5, 'is neither'],
  [2 ** 31, 'is neither'],
  [Number.NaN, 'NaN is neither'],
  ['101%', 'is neither'],
  ['-1%', 'is neither'],
  ['12.5%', 'is neither'],
  ['%', 'is neither'],
  ['', 'is neither'],
  ['3', 'use e.g. 1 or "50%" (without quotes: 3)'],
  [undefined, 'is neither'],
])('%p is refused: %s', (value, why) => {
  expect(() => intOrPercent(value as IntOrPercent)).toThrow(InvalidValue);
  expect(() => intOrPercent(value as IntOrPercent)).toThrow(why);
});

test.each<[IntOrPercent, number, number]>([
  ['50%', 1, 1],
  ['50%', 2, 1],
  ['50%', 3, 2],
  ['50%', 8, 4],
  ['25%', 10, 3],
  ['25%', 3, 1],
  ['1%', 1, 1],
  ['0%', 10, 0],
  ['100%', 7, 7],
  ['50%', 0, 0],
  ['7%', 100, 7],
  ['29%', 100, 29],
  [3, 10, 3],
  [3, 1, 3],
])('%s of %d pods are %d', (value, total, pods) => {
  expect(podsOf(value, total)).toBe(pods);
});

test('a share is rounded up, by less than one pod', () => {
  fc.assert(
    fc.property(fc.nat({ max: 100 }), fc.nat({ max: 100_000 }), (percent, total) => {
      const pods = podsOf(`${percent}%`, total);
      return pods * 100 >= percent * total && (pods - 1) * 100 < percent * total;
    }),
  );
});

test('only what is written with % is a share', () => {
  expect(isPercent('1%')).toBe(true);
  expect(isPercent(1)).toBe(false);
});
