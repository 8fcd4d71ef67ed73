/** A line on standard error that says how far a sweep is, while a person watches. */
export class Progress {
  private shownAt = 0;
  private looked = 0;
  private done = 0;

  constructor(
    private readonly write: (text: string) => void,
    private readonly clock: () => number = Date.now,
  ) {}

  /** Takes note of a decision. */
  add(isDone: boolean, namespace: string): void {
    this.looked += 1;
    if (isDone) this.done += 1;
    const now = this.clock();
    if (now - this.shownAt < 200) return;
    this.shownAt = now;
    this.write(`\r\u001b[K${namespace}: ${this.looked} looked at, ${this.done} due`);
  }

  /** Wipes the line, before something else is written. */
  clear(): void {
    if (this.shownAt > 0) this.write('\r\u001b[K');
  }
}
