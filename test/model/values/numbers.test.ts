import { oneOf, wholeNumber } from '../../../src/model/values/numbers';
import { InvalidValue } from '../../../src/model/values/problems';

test('a whole number lies within its bounds, both included', () => {
  const read = wholeNumber(1, 10);
  expect([read(1), read(10)]).toEqual([1, 10]);
  for (const value of [0, 11, 1.5, Number.NaN, Number.POSITIVE_INFINITY, '5', null]) {
    expect(() => read(value as number)).toThrow(InvalidValue);
    expect(() => read(value as number)).toThrow('is out of range: use a whole number from 1 to 10');
  }
});

test('without an upper bound a whole number fits into an int32, and the message names only the lower bound', () => {
  const read = wholeNumber(-5);
  expect([read(-5), read(2 ** 31 - 1)]).toEqual([-5, 2 ** 31 - 1]);
  expect(() => read(2 ** 31)).toThrow('2147483648 is out of range: use a whole number of at least -5');
  expect(() => read(-6)).toThrow('-6 is out of range');
});

test('one of a few words is taken as it is written, and the message lists them', () => {
  const read = oneOf(['Allow', 'Forbid', 'Replace']);
  expect(read('Forbid')).toBe('Forbid');
  expect(() => read('forbid' as 'Forbid')).toThrow('"forbid" is unknown: use one of Allow, Forbid, Replace');
});
