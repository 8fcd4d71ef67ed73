/** Delays that double, as the kubelet's between restarts of a container: none, 10 s, 20 s, … 5 min. */
export class Backoff {
  private delay = 0;

  constructor(
    private readonly first: number,
    private readonly longest: number,
  ) {}

  /** The next delay in milliseconds, after a run of that length: a long run starts the row anew. */
  next(ranMilliseconds = 0): number {
    if (ranMilliseconds > 2 * this.longest) this.delay = 0;
    const { delay } = this;
    this.delay = Math.min(this.longest, delay === 0 ? this.first : 2 * delay);
    return delay;
  }
}
