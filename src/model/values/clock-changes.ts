const minuteMillis = 60_000;
const dayMillis = 86_400_000;
/** Two years by the rules of these days: no zone changes its clock less often, and still does. */
const from = Date.UTC(2026, 0, 1);
const days = 730;

/** A clock that is put forward or back. */
export interface ClockChange {
  /** Minute of the day that the clock would show next, were it left alone; 0 for midnight. */
  readonly at: number;
  /** Of the day that this is a minute of; 0 for Sunday. */
  readonly weekday: number;
  /** Minutes; negative for one that is put back. */
  readonly shift: number;
}

const known = new Map<string, readonly ClockChange[]>();

/** The changes of a zone's clock, each kind once; none where it keeps its time all year. Looked up once for each zone. */
export function clockChanges(timeZone: string): readonly ClockChange[] {
  const changes = known.get(timeZone) ?? lookUp(timeZone);
  known.set(timeZone, changes);
  return changes;
}

function lookUp(timeZone: string): ClockChange[] {
  const format = new Intl.DateTimeFormat('en-US', { timeZone, timeZoneName: 'longOffset' });
  const found = new Map<string, ClockChange>();
  for (let day = 0, before = offsetAt(format, from); day < days; day += 1) {
    const start = from + day * dayMillis;
    const after = offsetAt(format, start + dayMillis);
    if (after !== before) {
      const time = firstWith(after, format, start, start + dayMillis);
      const shown = new Date(time + before * minuteMillis);
      const at = shown.getUTCHours() * 60 + shown.getUTCMinutes();
      const change = { at, weekday: shown.getUTCDay(), shift: after - before };
      found.set(JSON.stringify(change), change);
    }
    before = after;
  }
  return [...found.values()];
}

/** The first minute of a span that has the offset of its end. */
function firstWith(offset: number, format: Intl.DateTimeFormat, start: number, end: number): number {
  let [low, high] = [start, end];
  while (high - low > minuteMillis) {
    const middle = low + Math.floor((high - low) / 2 / minuteMillis) * minuteMillis;
    if (offsetAt(format, middle) === offset) high = middle;
    else low = middle;
  }
  return high;
}

/** Minutes that a clock is ahead of UTC. */
function offsetAt(format: Intl.DateTimeFormat, time: number): number {
  const name = format.formatToParts(time).find(({ type }) => type === 'timeZoneName')?.value ?? '';
  const [, sign, hours = '0', minutes = '0'] = /^GMT(?:([+-])(\d\d):(\d\d))?/.exec(name) ?? [];
  return (sign === '-' ? -1 : 1) * (Number(hours) * 60 + Number(minutes));
}
