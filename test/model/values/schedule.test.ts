import * as fc from 'fast-check';
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

describe('the longest interval', () => {
  const longest = (expression: string, zone?: string) => String(Schedule.parse(expression, zone).longestInterval);

  test.each([
    ['* * * * *', '1m'],
    ['0 2 * * *', '1d'],
    ['0 2,3 * * *', '23h'],
    ['0 2 * * mon-fri', '3d'],
    ['0 2 1 * *', '31d'],
    ['0 2 29 2 *', '1461d'],
    ['@every 90m', '1h30m'],
  ])('of %s is %s', (expression, interval) => {
    expect(longest(expression)).toBe(interval);
  });

  test('is longer where a clock is changed: an hour, or a start that does not take place', () => {
    expect(longest('0 4 * * *', 'Europe/Berlin')).toBe('1d1h');
    // On 2027-03-28 the clock goes from 02:00 to 03:00.
    expect(longest('0 2 * * *', 'Europe/Berlin')).toBe('1d23h');
    expect(longest('0 2 * * *', 'Etc/UTC')).toBe('1d');
    expect(longest('0 2 * * *', 'Asia/Kolkata')).toBe('1d');
    expect(Schedule.parse('0 0 31 2 *').longestInterval).toBeUndefined();
  });

  /** What a clock shows at every half hour of two years. */
  const shown = (zone: string) => {
    const parts = { hourCycle: 'h23', hour: 'numeric', minute: 'numeric', weekday: 'short' } as const;
    const clock = new Intl.DateTimeFormat('en-US', { timeZone: zone, ...parts });
    const times = Array.from({ length: 2 * 365 * 48 }, (_, index) => Date.UTC(2026, 0, 1) + index * 1_800_000);
    return times.map((time) => {
      const { hour, minute, weekday } = Object.fromEntries(
        clock.formatToParts(time).map(({ type, value }) => [type, value]),
      );
      return { time, hour: Number(hour), minute: Number(minute), weekday: String(weekday) };
    });
  };
  const daysOf: Readonly<Record<string, string>> = { 'mon-fri': 'MonTueWedThuFri', sun: 'Sun', wed: 'Wed' };
  const hoursOf: Readonly<Record<string, readonly number[]>> = { '*': [...Array(24).keys()], '*/6': [0, 6, 12, 18] };

  /** The longest time between two moments at which the clock shows what an expression names. */
  const observed = (expression: string, clock: ReturnType<typeof shown>): number => {
    const [minute, hour = '', , , weekday = ''] = expression.split(' ');
    const hours = hoursOf[hour] ?? hour.split(',').map(Number);
    const days = daysOf[weekday];
    const starts = clock.filter((one) => {
      const isToday = days === undefined || days.includes(one.weekday);
      return one.minute === Number(minute) && hours.includes(one.hour) && isToday;
    });
    const gaps = starts.slice(1).map(({ time }, index) => time - (starts[index]?.time ?? 0));
    return Math.max(...gaps) / 1_000;
  };

  test.each([
    'Europe/Berlin',
    'America/New_York',
    'Africa/Cairo',
    'Australia/Lord_Howe',
    'Antarctica/Troll',
    'Asia/Tokyo',
  ])('is what two years in %s show', (zone) => {
    const expressions = [
      '0 2 * * *',
      '30 2 * * *',
      '0 2,3 * * *',
      '0 4 * * *',
      '0 0 * * *',
      '30 23 * * *',
      '0 * * * *',
      '0 */6 * * *',
      '0 2 * * mon-fri',
      '30 2 * * sun',
      '0 1 * * wed',
    ];
    const clock = shown(zone);
    const seen = expressions.map((expression) => `${expression}: ${observed(expression, clock)}`);
    const told = expressions.map(
      (expression) => `${expression}: ${Schedule.parse(expression, zone).longestInterval?.toSeconds()}`,
    );
    expect(told).toEqual(seen);
  });
});

describe('the last start', () => {
  const minute = 60_000;
  const day = 1_440 * minute;
  const noon = Date.UTC(2026, 10, 26, 12); // a Thursday
  const lastStart = (expression: string, before: number, within = 7 * day, zone?: string) =>
    Schedule.parse(expression, zone).lastStart(before, within);

  test.each([
    ['* * * * *', noon],
    ['0 2 * * *', noon - 10 * 60 * minute],
    ['30 12 * * *', noon - day + 30 * minute],
    ['0 12 * * thu', noon],
    ['0 12 * * 1-3', noon - day],
    ['0 0 20 * *', Date.UTC(2026, 10, 20)],
    // As cron has it, two restrictions of the day mean either.
    ['0 0 20 * tue', Date.UTC(2026, 10, 24)],
    ['0 0 */2 * tue', Date.UTC(2026, 10, 25)],
    ['0 0 * jan *', undefined],
    ['0 0 1 * *', undefined],
    ['@hourly', noon],
    ['@weekly', Date.UTC(2026, 10, 22)],
    ['@every 1h', undefined],
  ])('of %s before a Thursday noon', (expression, start) => {
    expect(lastStart(expression, noon)).toBe(start);
  });

  test('counts to the millisecond, from one end and from the other', () => {
    expect(lastStart('0 12 * * *', noon - 1)).toBe(noon - day);
    expect(lastStart('0 12 * * *', noon + 1)).toBe(noon);
    expect(lastStart('0 12 * * *', noon - 1, day - 1)).toBe(noon - day);
    expect(lastStart('0 12 * * *', noon - 1, day - 2)).toBeUndefined();
    expect(lastStart('0 12 * * *', noon, 0)).toBe(noon);
  });

  test('is told by the clock of its zone', () => {
    expect(lastStart('0 12 * * *', noon, day, 'Asia/Kolkata')).toBe(Date.UTC(2026, 10, 26, 6, 30));
    expect(lastStart('0 0 * * thu', noon, 2 * day, 'Pacific/Auckland')).toBe(Date.UTC(2026, 10, 25, 11));
  });

  test('in an hour that the clock leaves out is its end, in one that it repeats the second', () => {
    const berlin = (before: number) => lastStart('30 2 * * *', before, 2 * day, 'Europe/Berlin');
    expect(berlin(Date.UTC(2026, 2, 29, 12))).toBe(Date.UTC(2026, 2, 29, 1));
    expect(berlin(Date.UTC(2026, 2, 29, 1) - 1)).toBe(Date.UTC(2026, 2, 28, 1, 30));
    const cairo = lastStart('0 0 * * *', Date.UTC(2026, 3, 23, 22, 30), day, 'Africa/Cairo');
    expect(cairo).toBe(Date.UTC(2026, 3, 23, 22));
    expect(berlin(Date.UTC(2026, 9, 25, 12))).toBe(Date.UTC(2026, 9, 25, 1, 30));
    expect(berlin(Date.UTC(2026, 9, 25, 1))).toBe(Date.UTC(2026, 9, 25, 0, 30));
  });

  // Half an hour, two hours, and a whole day that a clock leaves out.
  test.each([
    ['Australia/Lord_Howe', Date.UTC(2026, 9, 3)],
    ['Australia/Lord_Howe', Date.UTC(2026, 3, 4)],
    ['Antarctica/Troll', Date.UTC(2026, 2, 28)],
    ['Antarctica/Troll', Date.UTC(2026, 9, 24)],
    ['Pacific/Apia', Date.UTC(2011, 11, 29)],
  ])('in %s passes over no start when clocks change', (zone, from) => {
    for (const expression of ['*/10 * * * sat', '5 0,1,2,23 * * *', '30 * 29,31 * *']) {
      const schedule = Schedule.parse(expression, zone);
      let last: number | undefined;
      for (let time = from; time < from + 3 * day; time += 5 * minute) {
        last = Schedule.parse(expression, zone).lastStart(time, 0) ?? last;
        if ((time - from) % (35 * minute) === 0) expect(schedule.lastStart(time, time - from)).toBe(last);
      }
    }
  });

  test('is never later, never further back than asked, and starts itself', () => {
    const expressions = fc.constantFrom(
      '*/7 * * * *',
      '0 9-17/2 1,15 jan-jun mon-fri',
      '15 3 * * 0',
      '@daily',
      '0 0 29 2 *',
    );
    const zones = fc.constantFrom(undefined, 'Europe/Berlin', 'America/St_Johns', 'Australia/Lord_Howe');
    const befores = fc.integer({ min: Date.UTC(2026, 0, 1), max: Date.UTC(2029, 0, 1) });
    fc.assert(
      fc.property(expressions, zones, befores, fc.nat(3 * day), (expression, zone, before, within) => {
        const start = lastStart(expression, before, within, zone);
        if (start === undefined) return true;
        return start <= before && before - start <= within && lastStart(expression, start, 0, zone) === start;
      }),
      { numRuns: 60 },
    );
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
