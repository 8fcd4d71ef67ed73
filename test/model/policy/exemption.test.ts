import * as fc from 'fast-check';
import {
  describeExemption,
  exemptionOf,
  exemptionOwner,
  exemptionReason,
  exemptionUntil,
  knownMarks,
  ttlAnnotation,
  ttlOverride,
} from '../../../src/model/policy/exemption';
import { days, hours, now } from './sample';

const until = (end: string) => ({ preserve: 'true', [exemptionUntil]: end });

test.each(knownMarks.map(({ key }) => key))('%s exempts, as annotation and as label', (key) => {
  expect(exemptionOf({ annotations: { [key]: 'true' } }, knownMarks, now)).toEqual({
    exemption: { mark: `${key}=true` },
    hasExpired: false,
  });
  expect(exemptionOf({ labels: { [key]: 'yes' } }, knownMarks, now)).toMatchObject({ hasExpired: false });
});

test.each(['false', 'False', 'no', 'off', '0', ' false '])('%j takes a mark back', (value) => {
  expect(exemptionOf({ annotations: { preserve: value } }, knownMarks, now)).toBeUndefined();
  // What one of them takes back, the other may still say.
  expect(exemptionOf({ annotations: { preserve: value }, labels: { debug: 'true' } }, knownMarks, now)).toBeDefined();
  expect(exemptionOf({ annotations: { preserve: value }, labels: { preserve: '1' } }, knownMarks, now)).toBeDefined();
});

test.each(['', 'true', 'until friday', 'nobody'])('%j exempts', (value) => {
  expect(exemptionOf({ annotations: { preserve: value } }, knownMarks, now)).toBeDefined();
});

test('a mark of the policy with a value exempts with that value alone', () => {
  const marks = [...knownMarks, { key: 'tier', value: 'gold' }];
  expect(exemptionOf({ labels: { tier: 'gold' } }, marks, now)?.exemption.mark).toBe('tier=gold');
  expect(exemptionOf({ labels: { tier: 'silver' } }, marks, now)).toBeUndefined();
  expect(exemptionOf({ labels: { tier: 'gold' } }, knownMarks, now)).toBeUndefined();
});

test('reason, owner and end are told', () => {
  const annotations = {
    debug: 'true',
    [exemptionReason]: 'flaky build',
    [exemptionOwner]: 'alice',
    [exemptionUntil]: '2026-12-31',
  };
  const found = exemptionOf({ annotations }, knownMarks, now);
  expect(found?.hasExpired).toBe(false);
  expect(found && describeExemption(found.exemption)).toBe(
    'debug=true (alice: flaky build, until 2026-12-31T00:00:00Z)',
  );
  expect(describeExemption({ mark: 'debug=true' })).toBe('debug=true');
  expect(describeExemption({ mark: 'debug=true', owner: 'alice' })).toBe('debug=true (alice)');
});

test('it ends with the moment it names', () => {
  const end = Date.UTC(2026, 11, 1);
  expect(exemptionOf({ annotations: until('2026-12-01') }, knownMarks, end - 1)?.hasExpired).toBe(false);
  expect(exemptionOf({ annotations: until('2026-12-01') }, knownMarks, end)?.hasExpired).toBe(true);
});

test('an end that cannot be read never comes, and is told', () => {
  const found = exemptionOf({ annotations: until('next week') }, knownMarks, Number.MAX_SAFE_INTEGER);
  expect(found?.hasExpired).toBe(false);
  expect(found?.exemption.problem).toBe(
    `${exemptionUntil} "next week" is no date: write e.g. 2026-12-31 or 2026-12-31T12:00:00Z`,
  );
  expect(found && describeExemption(found.exemption)).toContain('is no date');
});

test('an end without a mark exempts nothing', () => {
  expect(exemptionOf({ annotations: { [exemptionUntil]: '2099-01-01' } }, knownMarks, now)).toBeUndefined();
  expect(exemptionOf({}, knownMarks, now)).toBeUndefined();
});

test('once an exemption has expired it stays so', () => {
  fc.assert(
    fc.property(fc.integer({ min: -400, max: 400 }), fc.nat(400), (offset, later) => {
      const annotations = until(new Date(now + offset * days).toISOString());
      const at = (time: number) => exemptionOf({ annotations }, knownMarks, time)?.hasExpired;
      return at(now) !== true || at(now + later * hours) === true;
    }),
  );
});

test.each([
  [undefined, undefined],
  ['3600', 3_600_000],
  [' 60 ', 60_000],
  ['0', 0],
  ['forever', Number.POSITIVE_INFINITY],
  ['1h', Number.POSITIVE_INFINITY],
  ['-1', Number.POSITIVE_INFINITY],
  ['', Number.POSITIVE_INFINITY],
  ['1e9', Number.POSITIVE_INFINITY],
  ['99999999999', Number.POSITIVE_INFINITY],
])('ttl-seconds %j is %p ms', (written, millis) => {
  expect(ttlOverride(written === undefined ? {} : { [ttlAnnotation]: written })).toBe(millis);
});
