/** What was answered, and when it was asked for by the steady clock. */
export interface Answered<Answer> {
  readonly at: number;
  readonly answer: Promise<Answer>;
}

/** Answers that serve all who ask within a time. A failure is told to whoever asked for it, and not again. */
export class Answers<Answer> {
  private readonly known = new Map<string, Answered<Answer>>();

  /** @param most how many are remembered at once */
  constructor(private readonly most = Number.POSITIVE_INFINITY) {}

  /** @param age how old the answer may be, in milliseconds */
  to(question: string, age: number, ask: () => Promise<Answer>): Answered<Answer> {
    const at = performance.now();
    const known = this.known.get(question);
    if (known && at - known.at < age) return known;
    if (this.known.size >= this.most) this.known.clear();
    const answered = { at, answer: ask() };
    this.known.set(question, answered);
    answered.answer.catch(() => this.known.delete(question));
    return answered;
  }
}
