import * as fc from 'fast-check';
import { formatTimestamp, timestamp } from '../../../src/model/values/timestamp';

test.each([
  ['2026-11-28T02:00:00Z', Date.UTC(2026, 10, 28, 2)],
  ['2026-11-28T02:00Z', Date.UTC(2026, 10, 28, 2)],
  ['2026-11-28T02:00:00.25Z', Date.UTC(2026, 10, 28, 2, 0, 0, 250)],
  ['2026-11-28T02:00:00.123456789Z', Date.UTC(2026, 10, 28, 2, 0, 0, 123)],
  ['2026-11-28T02:00:00+01:30', Date.UTC(2026, 10, 28, 0, 30)],
  ['2026-11-28T02:00:00-05:00', Date.UTC(2026, 10, 28, 7)],
  ['2026-11-28', Date.UTC(2026, 10, 28)],
  ['2028-02-29', Date.UTC(2028, 1, 29)],
])('%s is a point in time', (text, time) => {
  expect(timestamp(text)).toBe(time);
});

test.each([
  '',
  'tomorrow',
  '2026',
  '2026-11',
  '2026-11-28T02:00:00',
  '2026-11-28 02:00:00Z',
  '2026-11-28T02:00:00z',
  '2026-02-29',
  '2026-02-30T00:00:00Z',
  '2026-04-31',
  '2026-13-01',
  '2026-00-10',
  '2026-11-00',
  '2026-11-28T25:00:00Z',
  '2026-11-28T02:61:00Z',
  '28.11.2026',
  '1764295200',
  1_764_295_200,
  null,
  undefined,
  new Date(0),
])('%p is none', (value) => {
  expect(timestamp(value)).toBeUndefined();
});

test('what is written is read again, to the millisecond', () => {
  const within = fc.integer({ min: Date.UTC(1970, 0, 1), max: Date.UTC(9999, 11, 31) });
  fc.assert(fc.property(within, (time) => timestamp(formatTimestamp(time)) === time));
});

test('milliseconds are written only where there are some', () => {
  expect(formatTimestamp(Date.UTC(2026, 10, 28, 2))).toBe('2026-11-28T02:00:00Z');
  expect(formatTimestamp(Date.UTC(2026, 10, 28, 2, 0, 0, 5))).toBe('2026-11-28T02:00:00.005Z');
});
