import * as fc from 'fast-check';
import { describePause, pauseAnnotation, pauseOf } from '../../../src/model/policy/pause';
import { days, now } from './sample';

const pause = (written: string, time = now) => pauseOf({ annotations: { [pauseAnnotation]: written } }, time);

test('it holds until the moment it names', () => {
  const end = Date.UTC(2026, 11, 1, 8);
  const written = '2026-12-01T08:00:00Z, incident 4711';
  expect(pause(written, end - 1)).toEqual({ until: end, reason: 'incident 4711' });
  expect(pause(written, end)).toBeUndefined();
});

test.each([
  ['2026-12-01', '', 'paused until 2026-12-01T00:00:00Z'],
  ['2026-12-01T08:00:00+02:00,a, b and c', 'a, b and c', 'paused until 2026-12-01T06:00:00Z: a, b and c'],
  ['forever, audit', 'audit', 'paused without end: audit'],
  [' Forever ', '', 'paused without end'],
])('%j is one', (written, reason, text) => {
  const found = pause(written);
  expect(found?.reason).toBe(reason);
  expect(found && describePause(found)).toBe(text);
});

test.each(['', 'true', 'tomorrow, please', ', incident', '2026-02-30, x', '1764295200'])(
  'what cannot be read holds without end, and says so: %j',
  (written) => {
    const found = pause(written, Number.MAX_SAFE_INTEGER);
    expect(found).toMatchObject({ until: Number.POSITIVE_INFINITY });
    expect(found && describePause(found)).toContain(
      `${pauseAnnotation} ${JSON.stringify(written)} is no "<until>, <reason>": write e.g. `,
    );
  },
);

test('without the annotation there is none', () => {
  expect(pauseOf({}, now)).toBeUndefined();
  expect(pauseOf({ annotations: { other: 'x' } }, now)).toBeUndefined();
});

test('whatever is written, it holds, or its end has come', () => {
  fc.assert(
    fc.property(fc.oneof(fc.string(), fc.integer({ min: -900, max: 900 })), (given) => {
      const written = typeof given === 'number' ? new Date(now + given * days).toISOString() : given;
      const isOver = Date.parse(written) <= now && /^\d{4}-/.test(written);
      return (pause(written) !== undefined) !== isOver;
    }),
  );
});
