import type { EffectivePolicy, EffectiveRule } from '../../../model/policy/effective-policy';
import type { Budget } from '../../../model/policy/retention-policy';
import { dayOf, type State, type StateStore, type Stop, stopAt } from './state';

/** Deletions are reserved so many at a time: a sweep that is killed has counted at most these in vain. */
const chunk = 100;

/** How many objects there are, by the keys of the budgets. */
export type Census = Readonly<Record<string, number>>;

/** The keys of the budgets that a deletion counts against. */
export function budgetKeys(rule: string, namespace: string): readonly string[] {
  return ['policy', `namespace/${namespace}`, `rule/${rule}`];
}

/**
 * The budgets of a policy's day. What is about to be deleted is counted in the state first, so that whatever happens to the
 * sweep, no later one deletes it a second time. A budget that does not suffice stops the policy, until somebody has looked.
 */
export class BudgetLedger {
  /** By key: counted in the state, and not used yet. */
  private readonly ahead = new Map<string, number>();
  private turn: Promise<unknown> = Promise.resolve();

  private constructor(
    private readonly policy: EffectivePolicy,
    private readonly store: StateStore | undefined,
    /** As it was last seen; in a sweep that deletes nothing, as it would be. */
    private state: State,
    /** In which it was opened. */
    private readonly day: string,
    private readonly now: () => number,
  ) {}

  /**
   * Opens the day's accounts. A sweep counts for the day in which it began.
   *
   * @param options.store where deletions are counted; undefined in a sweep that deletes nothing
   * @param options.census what there is, for shares
   */
  static async open(options: {
    readonly policy: EffectivePolicy;
    readonly store: StateStore | undefined;
    readonly state: State;
    readonly census: Census;
    readonly now: () => number;
  }): Promise<BudgetLedger> {
    const { policy, store, census, now } = options;
    const day = dayOf(now(), policy.timeZone);
    const opened = (state: State): State => {
      const isToday = state.day === day;
      const base = { ...census, ...(isToday ? state.base : {}) };
      return { ...state, day, spent: isToday ? state.spent : {}, base };
    };
    const state = store === undefined ? opened(options.state) : await store.update(opened);
    return new BudgetLedger(policy, store, state, day, now);
  }

  /** The stop that nobody has acknowledged, of this sweep or another one. */
  get stop(): Stop | undefined {
    return this.state.stop;
  }

  /**
   * Takes objects from all budgets that they count against.
   *
   * @returns why they may not be deleted; undefined when they may
   */
  take(rule: EffectiveRule, namespace: string, count: number): Promise<string | undefined> {
    const taken = this.turn.then(() => this.takeNow(rule, namespace, count));
    this.turn = taken.catch(() => {});
    return taken;
  }

  /** Gives back what was taken and not deleted. */
  giveBack(rule: EffectiveRule, namespace: string, count: number): void {
    for (const key of budgetKeys(rule.name, namespace)) this.ahead.set(key, this.aheadOf(key) + count);
  }

  /** Counts no more than was deleted. */
  async settle(): Promise<void> {
    await this.turn;
    const unused = [...this.ahead].filter(([, count]) => count > 0);
    if (unused.length === 0) return;
    await this.update((state) => {
      // Another sweep has begun the next day meanwhile: what was reserved is in accounts that are closed, or too much by little.
      if (state.day !== this.day) return state;
      const spent = { ...state.spent };
      for (const [key, count] of unused) spent[key] = Math.max(0, (spent[key] ?? 0) - count);
      return { ...state, spent };
    });
    this.ahead.clear();
  }

  private async takeNow(rule: EffectiveRule, namespace: string, count: number): Promise<string | undefined> {
    const stop = this.stoppedBy();
    if (stop !== undefined) return stop;
    const keys = budgetKeys(rule.name, namespace);
    if (keys.some((key) => this.aheadOf(key) < count)) {
      const short = await this.reserve(keys, rule, count);
      if (short !== undefined) return this.stopFor(short, rule, count);
      const other = this.stoppedBy();
      if (other !== undefined) return other;
    }
    for (const key of keys) this.ahead.set(key, this.aheadOf(key) - count);
    return undefined;
  }

  /** Counts some more in the state. @returns the key of a budget that has no room for them */
  private async reserve(keys: readonly string[], rule: EffectiveRule, count: number): Promise<string | undefined> {
    let short: string | undefined;
    const reserved = new Map<string, number>();
    await this.update((state) => {
      short = undefined;
      reserved.clear();
      // Another sweep of this policy may have been stopped meanwhile.
      if (state.stop) return state;
      const spent = { ...state.spent };
      for (const key of keys) {
        const room = this.limit(key, rule, state) - (spent[key] ?? 0);
        const needed = Math.max(0, count - this.aheadOf(key));
        if (needed > room) short ??= key;
        const more = Math.max(needed, Math.min(chunk - this.aheadOf(key), room), 0);
        reserved.set(key, more);
        spent[key] = (spent[key] ?? 0) + more;
      }
      return short === undefined ? { ...state, spent } : state;
    });
    if (short === undefined) for (const [key, more] of reserved) this.ahead.set(key, this.aheadOf(key) + more);
    return short;
  }

  private async stopFor(key: string, rule: EffectiveRule, count: number): Promise<string> {
    const [what = '', name = ''] = key.split('/');
    const whose = what === 'policy' ? `policy ${this.policy.name}` : `${what} ${name}`;
    const used = (this.state.spent[key] ?? 0) - this.aheadOf(key);
    const more = count === 1 ? 'one more' : `${count} more`;
    const limit = this.limit(key, rule, this.state);
    const reason = `the budget of ${whose} is ${limit} for ${this.state.day}: ${used} are spent, ${more} would be too many`;
    const stop = stopAt(this.now(), reason);
    await this.update((state) => ({ ...state, stop: state.stop ?? stop }));
    return reason;
  }

  /** Infinity for a budget without bound. */
  private limit(key: string, rule: EffectiveRule, { base }: State): number {
    const { policy, namespace, rule: ofRules } = this.policy.budgets;
    const budgets: Readonly<Record<string, Budget>> = { policy, namespace, rule: rule.budget ?? ofRules };
    const { count = Infinity, percent } = budgets[key.split('/')[0] ?? ''] ?? {};
    const share = percent === undefined ? Infinity : Math.floor(((base[key] ?? 0) * percent) / 100);
    return Math.min(count, share);
  }

  private stoppedBy(): string | undefined {
    return this.state.stop?.reason;
  }

  private aheadOf(key: string): number {
    return this.ahead.get(key) ?? 0;
  }

  private async update(change: (state: State) => State): Promise<void> {
    this.state = this.store === undefined ? change(this.state) : await this.store.update(change);
  }
}
