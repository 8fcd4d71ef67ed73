import fc from 'fast-check';
import { Duration } from '../../../src/model/values/duration';
import { InvalidValue } from '../../../src/model/values/problems';

const second = 1_000;
const longest = (2 ** 31 - 1) * second;
const duration = fc
  .oneof(
    fc.integer({ min: 0, max: longest }),
    fc.integer({ min: 0, max: longest / second }).map((count) => count * second),
  )
  .map((millis) => Duration.parse(`${millis}ms`));

test.each([
  ['90s', 90 * second],
  ['15m', 900 * second],
  ['1h30m', 5_400 * second],
  ['1.5h', 5_400 * second],
  ['1.1h', 3_960 * second],
  ['7d', 604_800 * second],
  ['2w', 1_209_600 * second],
  ['1w2d3h4m5s6ms', 788_645_006],
  ['30m1h', 5_400 * second],
  ['500ms', 500],
  ['45', 45 * second],
  ['0', 0],
  [45, 45 * second],
  [0.5, 500],
  [1.005, 1_005],
])('%p is read as %d ms', (value, millis) => {
  expect(Duration.parse(value).millis).toBe(millis);
});

test('a number of seconds is read to the millisecond it means, whatever doubles make of it', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: longest }), (millis) => Duration.parse(millis / second).millis === millis),
  );
});

test.each([
  ['-5s', '"-5s" is not a duration'],
  [-5, '-5 is not a duration'],
  ['1y', 'is not a duration'],
  ['abc', 'is not a duration'],
  ['', '"" is not a duration: write e.g. 90s, 15m, 1h30m, 7d'],
  ['1h 30m', 'is not a duration'],
  ['1m30', 'is not a duration'],
  ['1e3', 'is not a duration'],
  ['1,5h', 'is not a duration'],
  [Number.NaN, 'NaN is not a duration'],
  [Number.POSITIVE_INFINITY, 'Infinity is not a duration'],
  [1.0005, 'is finer than a millisecond'],
  ['0.1ms', 'is finer than a millisecond'],
  ['2147483648s', 'is too long: at most 2147483647 seconds'],
])('%p is refused: %s', (value, why) => {
  expect(() => Duration.parse(value)).toThrow(InvalidValue);
  expect(() => Duration.parse(value)).toThrow(why);
});

test.each([
  ['0', '0s', '0s'],
  ['60s', '60s', '1m'],
  ['90s', '90s', '1m30s'],
  ['119s', '119s', '1m59s'],
  ['2m', '2m', '2m'],
  ['90m', '1h30m', '1h30m'],
  ['1w', '168h', '7d'],
  ['25h', '25h', '1d1h'],
  ['1500ms', '1s500ms', '1s500ms'],
  ['250ms', '250ms', '250ms'],
])('%s is %s for Go and %s for Prometheus', (text, go, prometheus) => {
  expect(Duration.parse(text).toGo()).toBe(go);
  expect(Duration.parse(text).toPrometheus()).toBe(prometheus);
});

test('both renderings keep the value, and use only units that their reader knows', () => {
  fc.assert(
    fc.property(duration, (span) => {
      expect(span.toGo()).toMatch(/^(\d+(h|m|s|ms))+$/);
      expect(span.toPrometheus()).toMatch(/^(\d+d)?(\d+h)?(\d+m)?(\d+s)?(\d+ms)?$/);
      expect(Duration.parse(span.toGo()).millis).toBe(span.millis);
      expect(Duration.parse(span.toPrometheus()).millis).toBe(span.millis);
    }),
  );
});

test('a field of whole seconds takes no fraction', () => {
  expect(Duration.parse('1h').toSeconds()).toBe(3_600);
  expect(() => Duration.parse('1500ms').toSeconds()).toThrow('"1s500ms" is not a whole number of seconds');
});

test('durations order by length', () => {
  fc.assert(fc.property(duration, duration, (a, b) => a.compare(b) === Math.sign(a.millis - b.millis)));
});
