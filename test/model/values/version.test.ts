import fc from 'fast-check';
import { InvalidValue } from '../../../src/model/values/problems';
import { isAtLeast, parseVersion } from '../../../src/model/values/version';

test.each([
  ['1.36', [1, 36]],
  ['v3.7.14', [3, 7, 14]],
  ['3.x', [3]],
  ['3.7.x', [3, 7]],
  ['1.36.0-rc.1', [1, 36, 0]],
  ['v1.33.5+k3s1', [1, 33, 5]],
  ['2', [2]],
])('%s is %j', (text, parts) => {
  expect(parseVersion(text)).toEqual(parts);
});

test.each(['', 'v', 'latest', '1.', '.5', '1..2', 'x.1', 'V1', '1.36 ', '1.a'])('%j is no version', (text) => {
  expect(() => parseVersion(text)).toThrow(InvalidValue);
  expect(() => parseVersion(text)).toThrow('is not a version: write e.g. 1.36 or 3.7.14');
});

test.each([
  ['1.36', '1.35', true],
  ['1.36', '1.36', true],
  ['1.9', '1.36', false],
  ['2.0', '1.36', true],
  ['3.x', '3.7', false],
  ['3.x', '3.0', true],
  ['3.7.14', '3.7', true],
  ['3.7', '3.7.14', false],
  ['1.36.0-rc.1', '1.36', true],
])('%s is at least %s: %p', (version, minimum, expected) => {
  expect(isAtLeast(version, minimum)).toBe(expected);
});

test('of two versions one is at least the other, and both only where they are equal', () => {
  const version = fc.tuple(fc.nat({ max: 20 }), fc.nat({ max: 20 }), fc.nat({ max: 20 }));
  fc.assert(
    fc.property(version, version, (a, b) => {
      const [up, down] = [isAtLeast(a.join('.'), b.join('.')), isAtLeast(b.join('.'), a.join('.'))];
      return (up || down) && (up && down) === (a.join('.') === b.join('.'));
    }),
  );
});
