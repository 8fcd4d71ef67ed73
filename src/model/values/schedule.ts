import { clockChanges } from './clock-changes';
import { Duration } from './duration';
import { InvalidValue } from './problems';
import { type Cycle, longestGap, shortestGap } from './schedule-gaps';

interface Field {
  readonly name: string;
  readonly min: number;
  readonly max: number;
  readonly words: readonly string[];
}

const months = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];
const weekdays = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'];
const fields: readonly Field[] = [
  { name: 'minute', min: 0, max: 59, words: [] },
  { name: 'hour', min: 0, max: 23, words: [] },
  { name: 'day of month', min: 1, max: 31, words: [] },
  { name: 'month', min: 1, max: 12, words: months },
  { name: 'day of week', min: 0, max: 6, words: weekdays },
];
/** The only three-letter names of the IANA database. */
const abbreviations = ['CET', 'EET', 'EST', 'GMT', 'HST', 'MET', 'MST', 'PRC', 'ROC', 'ROK', 'UCT', 'UTC', 'WET'];
const meaningOf: Readonly<Record<string, string>> = {
  '@yearly': '0 0 1 1 *',
  '@annually': '0 0 1 1 *',
  '@monthly': '0 0 1 * *',
  '@weekly': '0 0 * * 0',
  '@daily': '0 0 * * *',
  '@midnight': '0 0 * * *',
  '@hourly': '0 * * * *',
};
const descriptors = Object.keys(meaningOf);
/** Without a sign: the parser takes `-5m`, and then runs every second. */
const goDuration = /^((\d+\.?\d*|\.\d+)(ns|us|µs|μs|ms|s|m|h))+$/;
const goUnitSeconds: Readonly<Record<string, number>> = {
  ns: 1e-9,
  us: 1e-6,
  µs: 1e-6,
  μs: 1e-6,
  ms: 1e-3,
  s: 1,
  m: 60,
  h: 3_600,
};
/** Leap years included, every weekday falls on every day of a month at least once. */
const yearsLookedAt = 28;
const minutesOfDay = 1_440;
/** No clock is put forward by more than two hours, but for a whole day. */
const longestSkip = 120;
const minuteMillis = 60_000;
const clockParts = {
  hourCycle: 'h23',
  month: 'numeric',
  day: 'numeric',
  weekday: 'short',
  hour: 'numeric',
  minute: 'numeric',
} as const;

/**
 * When a CronJob runs, in the dialect of the CronJob controller (github.com/robfig/cron v3, `ParseStandard`):
 * five fields, names of months and weekdays, `?` for `*`, the descriptors `@daily` … and `@every 1h30m`.
 * There are no seconds, no `L`, `W`, `#`, no Sunday as 7, and no `TZ=` prefix: the zone is a field of its own.
 * What that parser takes, but nobody means, is refused too: `*-5` for `*`, `+5`, `1,,2`, a field of `,` that never matches.
 */
export class Schedule {
  /** What was asked last: a look back takes long, and is taken for many objects at a time. */
  private last?: { readonly minute: number; readonly within: number; readonly start: number | undefined };

  private constructor(
    readonly expression: string,
    /** IANA name, e.g. `Europe/Berlin`; absent means the zone of the controller manager. */
    readonly timeZone?: string,
  ) {}

  /** @throws InvalidValue for what the API server or its controller would refuse, and for what it would misread. */
  static parse(expression: string, timeZone?: string): Schedule {
    checkExpression(expression);
    if (timeZone !== undefined) checkTimeZone(timeZone);
    return new Schedule(expression.trim().split(/\s+/).join(' '), timeZone);
  }

  /** The interval of `@every`, which counts from the last start and knows no clock; undefined for all others. */
  get every(): Duration | undefined {
    if (!this.expression.startsWith('@every ')) return undefined;
    const parts = [...this.expression.matchAll(/(\d+\.?\d*|\.\d+)(ns|us|µs|μs|ms|s|m|h)/g)];
    const seconds = parts.reduce((sum, [, count, unit]) => sum + Number(count) * (goUnitSeconds[unit ?? ''] ?? 0), 0);
    return Duration.seconds(Math.min(Math.max(1, Math.floor(seconds + 1e-6)), 2 ** 31 - 1));
  }

  /** The shortest time between two starts, without changes to summer time; undefined for one that never starts twice. */
  get shortestInterval(): Duration | undefined {
    if (this.every) return this.every;
    const cycle = this.cycle('fewest');
    return cycle && Duration.seconds(shortestGap(cycle) * 60);
  }

  /**
   * The longest time between two starts, with the clock's changes to summer time and back where the zone is known; undefined
   * for one that never starts twice.
   */
  get longestInterval(): Duration | undefined {
    if (this.every) return this.every;
    const cycle = this.cycle('most');
    const changes = this.timeZone === undefined ? [] : clockChanges(this.timeZone);
    return cycle && Duration.seconds(longestGap(cycle, changes) * 60);
  }

  /** A day, a week, or where days of months count so many days as are between two that match. */
  private cycle(days: keyof DayGaps): Cycle | undefined {
    const [minute = '', hour = '', day = '', month = '', weekday = ''] = (
      meaningOf[this.expression] ?? this.expression
    ).split(' ');
    const starts = valuesOf(hour, 1).flatMap((h) => valuesOf(minute, 0).map((m) => h * 60 + m));
    if (isOpen(day) && isOpen(month) && !isOpen(weekday)) {
      const midnights = (one: number) => [one * minutesOfDay];
      const all = valuesOf(weekday, 4).flatMap((one) => starts.map((start) => one * minutesOfDay + start));
      return { starts: all, period: 7 * minutesOfDay, midnights };
    }
    const gaps = dayGaps(day, month, weekday);
    // On a day with starts, or on one without.
    const midnights = () => (gaps?.most === 1 ? [0] : [0, minutesOfDay]);
    return gaps && { starts, period: gaps[days] * minutesOfDay, midnights };
  }

  /**
   * The last start at or before a time, if it is at most so long ago; milliseconds since 1970. Without a time zone the clock
   * is UTC. An hour that the clock repeats when summer ends starts twice; what would start in one that it leaves out starts
   * as that is over: what is to be held must not go unheld for a day. `@every` counts from a start that no expression tells,
   * and has none.
   *
   * @param within milliseconds
   */
  lastStart(before: number, within: number): number | undefined {
    if (this.every) return undefined;
    const minute = Math.floor(before / minuteMillis) * minuteMillis;
    if (this.last?.minute !== minute || this.last.within !== within) {
      this.last = { minute, within, start: this.startBefore(minute, minute - within) };
    }
    const { start } = this.last;
    return start !== undefined && before - start <= within ? start : undefined;
  }

  private startBefore(latest: number, earliest: number): number | undefined {
    const clock = clockOf(this.timeZone ?? 'UTC');
    const written = (meaningOf[this.expression] ?? this.expression).split(' ');
    const [minutes, hours, days, inMonths, inWeek] = written.map((field, index) => new Set(valuesOf(field, index))) as [
      Set<number>,
      Set<number>,
      Set<number>,
      Set<number>,
      Set<number>,
    ];
    const isEither = !isOpen(written[2] ?? '') && !isOpen(written[4] ?? '');
    const isSkipped = (wall: number, time: number) => {
      const before = partsOf(clock, time - minuteMillis);
      const gap = (wall - (Number(before['hour']) * 60 + Number(before['minute']) + 1) + minutesOfDay) % minutesOfDay;
      if (gap > longestSkip) return false;
      return Array.from({ length: gap }, (_, index) => wall - gap + index).some((one) => {
        return hours.has(Math.floor(one / 60)) && minutes.has(one % 60);
      });
    };
    for (let time = latest; time >= earliest; ) {
      const parts = partsOf(clock, time);
      const [hour, minute] = [Number(parts['hour']), Number(parts['minute'])];
      const inDay = days.has(Number(parts['day']));
      const onWeekday = inWeek.has(weekdays.indexOf((parts['weekday'] ?? '').toLowerCase()));
      const isToday = inMonths.has(Number(parts['month'])) && (isEither ? inDay || onWeekday : inDay && onWeekday);
      if (isToday && hours.has(hour) && minutes.has(minute)) return time;
      // Clocks are put forward to a full hour, or a half one.
      if (isToday && minute % 30 === 0 && isSkipped(hour * 60 + minute, time)) return time;
      // What is skipped is of the same day.
      time -= (isToday ? 1 : Math.max(1, hour * 60 + minute - longestSkip)) * minuteMillis;
    }
    return undefined;
  }
}

const clocks = new Map<string, Intl.DateTimeFormat>();

function partsOf(clock: Intl.DateTimeFormat, time: number): Readonly<Record<string, string>> {
  return Object.fromEntries(clock.formatToParts(time).map(({ type, value }) => [type, value]));
}

/** Made once for each zone, which takes long. */
function clockOf(timeZone: string): Intl.DateTimeFormat {
  const known = clocks.get(timeZone) ?? new Intl.DateTimeFormat('en-US', { ...clockParts, timeZone });
  clocks.set(timeZone, known);
  return known;
}

/** What a valid field matches, ascending. */
function valuesOf(text: string, index: number): number[] {
  const field = fields[index] as Field;
  const values = new Set<number>();
  for (const range of text.split(',')) {
    const [span = '', step = '1'] = range.split('/');
    const [from, to] = span.split('-').map((end) => parseValue(end, field));
    const isStar = from === undefined;
    // `5/15` is short for `5-max/15`.
    const last = to ?? (isStar || range.includes('/') ? field.max : from);
    for (let value = from ?? field.min; value <= last; value += Number(step)) values.add(value);
  }
  return [...values].sort((a, b) => a - b);
}

interface Day {
  readonly day: number;
  readonly month: number;
  readonly weekday: number;
}

let knownDays: readonly Day[] | undefined;

/** Consecutive days, made once: schedules are many. */
function calendar(): readonly Day[] {
  knownDays ??= Array.from({ length: yearsLookedAt * 365.25 }, (_, count) => {
    const date = new Date(Date.UTC(2000, 0, 1 + count));
    return { day: date.getUTCDate(), month: date.getUTCMonth() + 1, weekday: date.getUTCDay() };
  });
  return knownDays;
}

/** Days from one day that matches to the next. */
interface DayGaps {
  readonly fewest: number;
  readonly most: number;
}

const everyDay: DayGaps = { fewest: 1, most: 1 };
const knownGaps = new Map<string, DayGaps | undefined>();

/** Looked up once for each: few schedules differ in their days. */
function dayGaps(day: string, month: string, weekday: string): DayGaps | undefined {
  const key = `${day} ${month} ${weekday}`;
  if (!knownGaps.has(key)) knownGaps.set(key, countDays(day, month, weekday));
  return knownGaps.get(key);
}

/** Whether a field is no restriction. */
function isOpen(text: string): boolean {
  return text.split(',').some((range) => /^[*?](\/1)?$/.test(range));
}

function countDays(day: string, month: string, weekday: string): DayGaps | undefined {
  if (isOpen(day) && isOpen(weekday) && isOpen(month)) return everyDay;
  const [days, months, weekdays] = [valuesOf(day, 2), valuesOf(month, 3), valuesOf(weekday, 4)].map(
    (values) => new Set(values),
  ) as [Set<number>, Set<number>, Set<number>];
  // As cron has it, two restrictions of the day mean either, and one alone must hold.
  const isEither = !isOpen(day) && !isOpen(weekday);
  let last: number | undefined;
  let gaps: DayGaps | undefined;
  for (const [count, date] of calendar().entries()) {
    const [inDay, inWeek] = [days.has(date.day), weekdays.has(date.weekday)];
    if (!months.has(date.month) || !(isEither ? inDay || inWeek : inDay && inWeek)) continue;
    if (last !== undefined) {
      const gap = count - last;
      gaps = { fewest: Math.min(gaps?.fewest ?? gap, gap), most: Math.max(gaps?.most ?? gap, gap) };
    }
    last = count;
  }
  return gaps;
}

function checkExpression(expression: unknown): void {
  const refusal = (why: string) => new InvalidValue(expression, `is not a schedule: ${why}`);
  if (typeof expression !== 'string') throw refusal('write five fields, e.g. "0 2 * * *"');
  if (/TZ=/.test(expression)) throw refusal('CronJobs refuse TZ= and CRON_TZ=; set the time zone in its own property');
  if (expression.startsWith('@every ')) {
    if (!goDuration.test(expression.slice('@every '.length))) throw refusal('@every takes a Go duration: @every 1h30m');
    return;
  }
  if (expression.startsWith('@')) {
    if (!descriptors.includes(expression)) throw refusal(`use one of ${descriptors.join(' ')} or @every <duration>`);
    return;
  }
  const parts = expression.trim().split(/\s+/);
  if (parts.length !== 5)
    throw refusal(`it has ${parts.length} fields, not five: minute hour day month weekday (no seconds)`);
  parts.forEach((part, index) => {
    const field = fields[index] as Field;
    for (const range of part.split(',')) {
      const why = rangeError(range, field);
      if (why) throw refusal(`${field.name} "${range}": ${why}`);
    }
  });
}

/** One comma-separated part: `*`, `5`, `1-5`, `*`/15, `10-50/5`. */
function rangeError(range: string, field: Field): string | undefined {
  const [span = '', step, ...more] = range.split('/');
  if (more.length > 0) return 'more than one /';
  if (range === '') return 'nothing before or after a comma';
  if (step !== undefined && (!/^\d{1,18}$/.test(step) || Number(step) === 0)) return 'a step is a whole number above 0';
  if (span === '*' || span === '?') return undefined;
  const ends = span.split('-');
  if (ends.length > 2) return 'more than one -';
  const values = ends.map((end) => parseValue(end, field));
  const wrong = values.indexOf(undefined);
  if (wrong >= 0) return `${ends[wrong]} is not between ${field.min} and ${field.max}${namesHint(field)}`;
  const [from = 0, to = from] = values as number[];
  return from > to ? `it runs backwards, from ${from} to ${to}` : undefined;
}

function parseValue(text: string, field: Field): number | undefined {
  const word = field.words.indexOf(text.toLowerCase());
  if (word >= 0) return word + field.min;
  if (!/^\d+$/.test(text)) return undefined;
  const value = Number(text);
  return value >= field.min && value <= field.max ? value : undefined;
}

function namesHint(field: Field): string {
  return field.words.length > 0 ? ` and no name such as ${field.words[1]}` : '';
}

function checkTimeZone(timeZone: unknown): void {
  const refusal = (why: string) => new InvalidValue(timeZone, `is not a time zone: ${why}`);
  if (typeof timeZone !== 'string' || timeZone === '')
    throw refusal('write an IANA name, e.g. Etc/UTC or Europe/Berlin');
  if (timeZone.toLowerCase() === 'local') throw refusal('CronJobs refuse Local; name the zone');
  // Node also takes offsets such as +01:00, abbreviations such as PST, and any letter case; Go looks the name up as a file.
  if (!/^[A-Za-z]/.test(timeZone)) throw refusal('write an IANA name, not an offset');
  const known = /^SystemV\//.test(timeZone) ? undefined : knownZone(timeZone);
  if (known === undefined) throw refusal('there is no such IANA zone');
  if (known !== timeZone && known.toLowerCase() === timeZone.toLowerCase()) throw refusal(`write it as ${known}`);
  if (/^[A-Z]{3}$/.test(timeZone) && !abbreviations.includes(timeZone))
    throw refusal('name a place, e.g. Europe/London');
  if (/(^|\/)[a-z]|[A-Z]{5}/.test(timeZone)) throw refusal('mind the capitals, e.g. Asia/Kolkata');
}

const zones = new Map<string, string | undefined>();

/** The zone as Node spells it. Looked up once for each: it is slow, and most CronJobs share a few. */
function knownZone(timeZone: string): string | undefined {
  if (!zones.has(timeZone)) zones.set(timeZone, lookedUpZone(timeZone));
  return zones.get(timeZone);
}

function lookedUpZone(timeZone: string): string | undefined {
  try {
    return new Intl.DateTimeFormat('en', { timeZone }).resolvedOptions().timeZone;
  } catch {
    return undefined;
  }
}
