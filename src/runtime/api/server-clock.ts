/**
 * The API server's time, from the `Date` of its answers. That is rounded down to a second, and an answer is on its way for
 * a while, so a single one tells the difference only to within a second or so; of many, the nearest to none is taken.
 */
export class ServerClock {
  private samples: number[] = [];

  /** @param local a clock that nobody sets while the program runs */
  constructor(readonly local: () => number = steadyClock) {}

  /** Takes note of an answer. */
  observe(date: string | undefined, sentAt: number, receivedAt: number): void {
    const told = date === undefined ? Number.NaN : Date.parse(date);
    if (Number.isNaN(told)) return;
    // The true time lay in [told, told + 1 s) at some moment between both.
    const earliest = told - receivedAt;
    const latest = told + 1_000 - sentAt;
    const offset = earliest > 0 ? earliest : latest < 0 ? latest : 0;
    this.samples = [...this.samples.slice(-31), offset];
  }

  /** How far the server is ahead of the local clock, in milliseconds: no more than is certain. */
  get skew(): number {
    if (this.samples.length === 0) return 0;
    return this.samples.reduce((least, one) => (Math.abs(one) < Math.abs(least) ? one : least));
  }

  /** The server's time now, milliseconds since 1970. */
  now(): number {
    return this.local() + this.skew;
  }
}

/** Milliseconds since 1970 as they were when the process began, and steadily on from there. */
function steadyClock(): number {
  return performance.timeOrigin + performance.now();
}
