import { InvalidValue } from '../../../src/model/values/problems';
import { Schedule } from '../../../src/model/values/schedule';
import table from './schedule-table.json';

/** What the CronJob controller's parser takes, see schedule-table/main.go. */
interface Row {
  readonly expression: string;
  readonly ok: boolean;
}

const rows: readonly Row[] = table;

function accepts(expression: string, timeZone?: string): boolean {
  try {
    Schedule.parse(expression, timeZone);
    return true;
  } catch (error) {
    if (error instanceof InvalidValue) return false;
    throw error;
  }
}

/** What the parser takes and we refuse: one pattern and one reason each. */
const refusedByUs: readonly [RegExp, string][] = [
  [/TZ=/, 'the API server refuses it before the parser sees it'],
  [/\*-\d/, 'the parser reads a range from * as *'],
  [/\+\d/, 'the parser reads +5 as 5'],
  [/(^| |,),|,( |$)/, 'the parser skips empty parts, and a field of none never matches'],
  [/^@every -|^@every \+|^@every 0$/, 'the parser makes every second of it'],
];

describe('a schedule, beside the parser of the CronJob controller', () => {
  const differing = rows.filter(({ expression, ok }) => accepts(expression) !== ok);

  test('is accepted as there, but for what nobody means', () => {
    expect(rows.length).toBeGreaterThan(300);
    const unexplained = differing.filter(
      ({ expression, ok }) => ok && !refusedByUs.some(([pattern]) => pattern.test(expression)),
    );
    expect(unexplained).toEqual([]);
  });

  test('accepts nothing more than an interval of over 292 years', () => {
    expect(differing.filter(({ ok }) => !ok).map(({ expression }) => expression)).toEqual([
      '@every 2562048h',
      '@every 9223372037s',
      '@every 99999999999999999999h',
    ]);
  });

  test.each(refusedByUs)('%s is refused: %s', (pattern) => {
    const matching = differing.filter(({ expression }) => pattern.test(expression));
    expect(matching.length).toBeGreaterThan(0);
  });
});

test.each([
  '0 2 * * *',
  '*/15 * * * *',
  '0 9-17/2 1,15 JAN-jun mon-FRI',
  '5/10 ? * * 0',
  '@daily',
  '@every 1h30m',
  '@every 1.5h',
])('%s is a schedule', (expression) => {
  expect(Schedule.parse(expression).expression).toBe(expression);
});

test.each([
  ['* * * *', 'it has 4 fields, not five'],
  ['0 0 2 * * *', 'it has 6 fields, not five: minute hour day month weekday (no seconds)'],
  ['60 * * * *', 'minute "60": 60 is not between 0 and 59'],
  ['0 2 * * 7', 'day of week "7": 7 is not between 0 and 6'],
  ['0 2 L * *', 'day of month "L": L is not between 1 and 31'],
  ['0 2 * january *', 'january is not between 1 and 12 and no name such as feb'],
  ['0 5-1 * * *', 'it runs backwards, from 5 to 1'],
  ['*/0 * * * *', 'a step is a whole number above 0'],
  ['1,,2 * * * *', 'nothing before or after a comma'],
  ['@reboot', 'use one of @yearly'],
  ['@every 5d', '@every takes a Go duration'],
  ['TZ=UTC 0 2 * * *', 'set the time zone in its own property'],
  ['', 'it has 1 fields, not five'],
])('%j is refused: %s', (expression, why) => {
  expect(() => Schedule.parse(expression)).toThrow(`${JSON.stringify(expression)} is not a schedule`);
  expect(() => Schedule.parse(expression)).toThrow(why);
});

test('spaces around and between the fields are made one', () => {
  expect(Schedule.parse('  0  2\t* * *\n').expression).toBe('0 2 * * *');
});

describe('the shortest interval', () => {
  test.each([
    ['* * * * *', '1m'],
    ['*/5 * * * *', '5m'],
    ['*/7 * * * *', '4m'],
    ['0,5,30 * * * *', '5m'],
    ['0 * * * *', '1h'],
    ['0 2 * * *', '1d'],
    ['0 2,23 * * *', '3h'],
    ['0 0-6/3,20 * * *', '3h'],
    ['50/5 2 * * *', '5m'],
    ['0 2 * * 1-5', '1d'],
    ['0 2 * * mon', '7d'],
    ['0 2 * * 1,4', '3d'],
    ['0 0 1 * *', '28d'],
    ['0 0 1,15 * *', '14d'],
    ['0 0 1 * mon', '1d'],
    ['0 0 13 * fri', '1d'],
    ['0 0 1 */3 *', '90d'],
    ['0 0 29 2 *', '1461d'],
    ['0 12 * jan ?', '1d'],
    ['@hourly', '1h'],
    ['@daily', '1d'],
    ['@weekly', '7d'],
    ['@monthly', '28d'],
    ['@yearly', '365d'],
    ['@every 1h30m', '1h30m'],
    ['@every 10ms', '1s'],
    ['@every 90.9s', '1m30s'],
  ])('of %s is %s', (expression, interval) => {
    expect(String(Schedule.parse(expression).shortestInterval)).toBe(interval);
  });

  test('is unknown for days that do not exist', () => {
    expect(Schedule.parse('*/5 * 31 2 *').shortestInterval).toBeUndefined();
  });

  test('only @every says one itself', () => {
    expect(String(Schedule.parse('@every 2m').every)).toBe('2m');
    expect(Schedule.parse('@hourly').every).toBeUndefined();
  });
});

describe('a time zone', () => {
  const known = ['Etc/UTC', 'UTC', 'Europe/Berlin', 'Asia/Kolkata', 'America/Argentina/Buenos_Aires', 'Etc/GMT+5'];
  test.each([...known, 'America/Port-au-Prince', 'EST5EDT', 'NZ-CHAT', 'US/Pacific'])('%s is one', (zone) => {
    expect(Schedule.parse('@daily', zone).timeZone).toBe(zone);
  });

  test.each([
    ['Mars/Base', 'there is no such IANA zone'],
    ['SystemV/PST8PDT', 'there is no such IANA zone'],
    ['europe/berlin', 'write it as Europe/Berlin'],
    ['asia/kolkata', 'mind the capitals'],
    ['Asia/KOLKATA', 'mind the capitals'],
    ['PST', 'name a place'],
    ['IST', 'name a place'],
    ['Local', 'CronJobs refuse Local'],
    ['local', 'CronJobs refuse Local'],
    ['+01:00', 'not an offset'],
    ['../etc/passwd', 'not an offset'],
    ['', 'write an IANA name'],
  ])('%j is none: %s', (zone, why) => {
    expect(() => Schedule.parse('@daily', zone)).toThrow(`${JSON.stringify(zone)} is not a time zone: `);
    expect(() => Schedule.parse('@daily', zone)).toThrow(why);
  });
});
