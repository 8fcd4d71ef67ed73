import * as fc from 'fast-check';
import { openWindow } from '../../../src/model/policy/hold-window';
import type { HoldWindow } from '../../../src/model/policy/retention-policy';
import { hours, minutes, policyOf } from './sample';

function windows(...holdWindows: readonly HoldWindow[]) {
  return policyOf({}, { timeZone: 'Europe/Berlin', holdWindows }).windows;
}

const nights = windows({ schedule: '0 22 * * *', duration: '8h', reason: 'nightly batch' });
/** 22:00 in Berlin, in winter. */
const start = Date.UTC(2026, 0, 15, 21);

test('it is open from its start until its duration is over', () => {
  expect(openWindow(nights, start - 1)).toBeUndefined();
  expect(openWindow(nights, start)).toMatchObject({ until: start + 8 * hours, window: { reason: 'nightly batch' } });
  expect(openWindow(nights, start + 8 * hours - 1)).toMatchObject({ until: start + 8 * hours });
  expect(openWindow(nights, start + 8 * hours)).toBeUndefined();
});

test('of several the one that closes last counts', () => {
  const both = windows(
    { schedule: '0 22 * * *', duration: '8h', reason: 'long' },
    { schedule: '0 23 * * *', duration: '1h', reason: 'short' },
  );
  expect(openWindow(both, start + 90 * minutes)?.window.reason).toBe('long');
  expect(openWindow([...both].reverse(), start + 90 * minutes)?.window.reason).toBe('long');
});

test('one that begins again before it closes stays open', () => {
  const overlapping = windows({ schedule: '0 * * * *', duration: '90m' });
  expect(openWindow(overlapping, start + 75 * minutes)).toMatchObject({ until: start + 150 * minutes });
});

test('its time zone is its own, else that of the policy', () => {
  const tokyo = windows({ schedule: '0 22 * * *', duration: '1h', timeZone: 'Asia/Tokyo' });
  expect(openWindow(tokyo, Date.UTC(2026, 0, 15, 13))).toBeDefined();
  expect(openWindow(tokyo, start)).toBeUndefined();
});

describe('when clocks change', () => {
  // Berlin: 2026-03-29 02:00 becomes 03:00, 2026-10-25 03:00 becomes 02:00.
  test('a window lasts its hours, and not those of the clock', () => {
    const spring = Date.UTC(2026, 2, 28, 21);
    expect(openWindow(nights, spring + 1)).toMatchObject({ until: spring + 8 * hours });
    const autumn = Date.UTC(2026, 9, 24, 20);
    expect(openWindow(nights, autumn + 1)).toMatchObject({ until: autumn + 8 * hours });
  });

  test('what begins in an hour that is left out begins as that is over', () => {
    const early = windows({ schedule: '30 2 * * *', duration: '30m' });
    const skipped = Date.UTC(2026, 2, 29, 1, 30);
    expect(openWindow(early, skipped - 30 * minutes - 1)).toBeUndefined();
    expect(openWindow(early, skipped - 30 * minutes)).toMatchObject({ until: skipped });
    expect(openWindow(early, skipped)).toBeUndefined();
    expect(openWindow(early, skipped + 23 * hours)).toBeDefined();
  });

  test('what begins in an hour that is repeated begins twice', () => {
    const early = windows({ schedule: '30 2 * * *', duration: '30m' });
    const first = Date.UTC(2026, 9, 25, 0, 30);
    expect(openWindow(early, first)).toBeDefined();
    expect(openWindow(early, first + 45 * minutes)).toBeUndefined();
    expect(openWindow(early, first + 60 * minutes)).toBeDefined();
  });
});

test('a window that is open has begun, and is not over', () => {
  const schedules = fc.constantFrom('0 22 * * *', '*/15 8-17 * * 1-5', '30 2 1 * *', '@weekly', '0 0 29 2 *');
  fc.assert(
    fc.property(schedules, fc.integer({ min: 1, max: 10_080 }), fc.nat(525_600), (schedule, length, minute) => {
      const [window] = windows({ schedule, duration: `${length}m` });
      const time = Date.UTC(2028, 0, 1) + minute * minutes;
      const open = openWindow(window ? [window] : [], time);
      if (!open) return true;
      const begun = open.until - length * minutes;
      return begun <= time && time < open.until && window?.schedule.lastStart(begun, 0) === begun;
    }),
    { numRuns: 60 },
  );
});
