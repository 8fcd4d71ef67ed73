/** Lets calls through at a rate, and some at once after a pause; first come, first served. */
export class TokenBucket {
  private tokens: number;
  private filledAt: number;
  private queue: Promise<void> = Promise.resolve();

  /**
   * @param rate calls a second; 0 for as many as come
   * @param burst calls at once at most
   */
  constructor(
    private readonly rate: number,
    private readonly burst: number,
    private readonly clock: () => number = () => performance.now(),
  ) {
    this.tokens = burst;
    this.filledAt = clock();
  }

  /** Resolves when a call may be made. */
  take(): Promise<void> {
    if (this.rate <= 0) return Promise.resolve();
    this.queue = this.queue.then(() => this.next());
    return this.queue;
  }

  private async next(): Promise<void> {
    this.fill();
    if (this.tokens < 1) {
      await new Promise((resolve) => setTimeout(resolve, ((1 - this.tokens) / this.rate) * 1_000));
      this.fill();
    }
    this.tokens -= 1;
  }

  private fill(): void {
    const now = this.clock();
    this.tokens = Math.min(this.burst, this.tokens + ((now - this.filledAt) / 1_000) * this.rate);
    this.filledAt = now;
  }
}
