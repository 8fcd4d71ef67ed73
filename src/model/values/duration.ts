import { InvalidValue } from './problems';

/** What a property that holds a duration takes: `'7d'`, `'90s'`, Go's `'1h30m'`, a number of seconds, or a Duration. */
export type DurationLike = string | number | Duration;

const unitMillis: Readonly<Record<string, number>> = {
  ms: 1,
  s: 1_000,
  m: 60_000,
  h: 3_600_000,
  d: 86_400_000,
  w: 604_800_000,
};
const goUnits = ['h', 'm', 's', 'ms'] as const;
const prometheusUnits = ['d', 'h', 'm', 's', 'ms'] as const;
/** The largest whole seconds that a Kubernetes int32 field holds: 68 years. */
const largestMillis = (2 ** 31 - 1) * 1_000;

/** A span of time, exact to a millisecond; each field of Kubernetes, Argo and Prometheus takes its own form of it. */
export class Duration {
  private constructor(readonly millis: number) {}

  /**
   * Reads units `w d h m s ms` in any combination (`1h30m`, `1.5h`), or plain seconds.
   *
   * @throws InvalidValue for anything else, for negative spans, and above 2^31-1 seconds (68 years).
   */
  static parse(value: DurationLike): Duration {
    if (value instanceof Duration) return value;
    const millis = typeof value === 'number' ? exact(value * 1_000) : millisOf(value);
    if (millis === undefined || !Number.isFinite(millis) || millis < 0) {
      throw new InvalidValue(value, 'is not a duration: write e.g. 90s, 15m, 1h30m, 7d, or a number of seconds');
    }
    if (!Number.isInteger(millis)) throw new InvalidValue(value, 'is finer than a millisecond');
    if (millis > largestMillis) throw new InvalidValue(value, 'is too long: at most 2147483647 seconds (68 years)');
    return new Duration(millis);
  }

  static seconds(count: number): Duration {
    return Duration.parse(count);
  }

  compare(other: Duration): -1 | 0 | 1 {
    if (this.millis === other.millis) return 0;
    return this.millis < other.millis ? -1 : 1;
  }

  /**
   * For fields that take an integer number of seconds, e.g. `secondsAfterCompletion`.
   *
   * @throws InvalidValue when the span is not a whole number of seconds.
   */
  toSeconds(): number {
    if (this.millis % 1_000 !== 0) throw new InvalidValue(this.toGo(), 'is not a whole number of seconds');
    return this.millis / 1_000;
  }

  /** Go's form for fields that a Go program parses, e.g. `deleteDelayDuration`: `60s`, `1h30m`; below two minutes in seconds. */
  toGo(): string {
    const wholeSeconds = this.millis % 1_000 === 0;
    if (wholeSeconds && this.millis < 120_000) return `${this.millis / 1_000}s`;
    return spell(this.millis, goUnits);
  }

  /** Prometheus' own form for `for`, `interval` and ranges: `10m`, `1h30m`, `14d`. */
  toPrometheus(): string {
    return this.millis === 0 ? '0s' : spell(this.millis, prometheusUnits);
  }

  toString(): string {
    return this.toPrometheus();
  }

  toJSON(): string {
    return this.toString();
  }
}

function millisOf(text: unknown): number | undefined {
  if (typeof text !== 'string') return undefined;
  if (/^\d+$/.test(text)) return Number(text) * 1_000;
  const parts = [...text.matchAll(/(\d+(?:\.\d+)?)(ms|[wdhms])/g)];
  if (parts.length === 0 || parts.map(([part]) => part).join('') !== text) return undefined;
  const total = parts.reduce((sum, [, count, unit]) => sum + Number(count) * (unitMillis[unit ?? ''] ?? Number.NaN), 0);
  return exact(total);
}

/** 1.1h is 3960000.0000000005 ms in doubles; the error of such sums stays below a microsecond. */
function exact(millis: number): number {
  return Math.abs(millis - Math.round(millis)) < 1e-3 ? Math.round(millis) : millis;
}

function spell(millis: number, units: readonly string[]): string {
  let rest = millis;
  let text = '';
  for (const unit of units) {
    const size = unitMillis[unit] ?? 1;
    const count = Math.floor(rest / size);
    if (count > 0) text += `${count}${unit}`;
    rest -= count * size;
  }
  return text;
}
