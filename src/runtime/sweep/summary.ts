import { type Decision, isUndone, type Result } from './decision';
import { type Freed, nothingFreed, sumFreed } from './freed';

/** What a whole sweep came to. */
export interface Summary {
  readonly policy: string;
  readonly mode: string;
  /** Objects by what became of them. */
  readonly results: Readonly<Partial<Record<Result, number>>>;
  readonly objects: number;
  readonly freed: Freed;
  /** Seconds. */
  readonly duration: number;
  readonly apiCalls: number;
  /** Why it stopped before its end. */
  readonly stop?: string;
  /** What stopped it: budgets hold up deletions alone, and no look. */
  readonly stoppedBy?: 'budget' | 'clock';
  /** What an acknowledgement must name, before the policy deletes again. */
  readonly stopId?: string;
  /** Where the policy keeps its state. */
  readonly stateNamespace: string;
  /** Exemptions that have expired. */
  readonly expired: number;
  /** What could not be listed or written, and what somebody should mend. */
  readonly problems: readonly string[];
  /** Whether it was told to end before it had looked at everything. */
  readonly isInterrupted: boolean;
}

/** Adds up decisions as they come. */
export class Tally {
  private readonly results = new Map<Result, number>();
  private freed: Freed = nothingFreed;
  private objects = 0;
  private readonly found: string[] = [];

  add(decision: Decision): void {
    this.objects += 1;
    count(this.results, decision.result, 1);
  }

  /** Takes back what was said of an object, before it is said anew. */
  takeBack(result: Result): void {
    this.objects -= 1;
    count(this.results, result, -1);
  }

  addFreed(freed: Freed): void {
    this.freed = sumFreed(this.freed, freed);
  }

  addProblem(problem: string): void {
    if (!this.found.includes(problem)) this.found.push(problem);
  }

  get hasProblems(): boolean {
    return this.found.length > 0;
  }

  summary(about: Omit<Summary, 'results' | 'objects' | 'freed' | 'problems'>): Summary {
    const results = Object.fromEntries([...this.results].sort(([a], [b]) => (a < b ? -1 : 1)));
    return { ...about, results, objects: this.objects, freed: this.freed, problems: this.found };
  }
}

/** Counts so many more of a result; one of which none is left is not there. */
export function count(results: Map<Result, number>, result: Result, more: number): void {
  const now = (results.get(result) ?? 0) + more;
  if (now === 0) results.delete(result);
  else results.set(result, now);
}

/**
 * 0 when everything due was done, 1 when work was left undone, 3 when a safety limit stopped the sweep. What only reports is
 * not stopped by a budget: it says what one would have stopped.
 */
export function exitCodeOf({ results, stoppedBy, problems, isInterrupted, mode }: Summary): number {
  if (stoppedBy === 'clock' || (stoppedBy === 'budget' && mode !== 'report')) return 3;
  const left = (Object.keys(results) as Result[]).some((result) => {
    return isUndone(result) && !(result === 'budget' && mode === 'report');
  });
  return left || problems.length > 0 || isInterrupted ? 1 : 0;
}
