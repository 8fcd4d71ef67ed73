import type { EffectivePolicy, EffectiveRule } from '../../model/policy/effective-policy';
import type { Budget } from '../../model/policy/retention-policy';
import { dayOf, type State, type StateStore, type Stop, stopAt } from './state';

/** Deletions are reserved so many at a time: a sweep that is killed has counted at most these in vain. */
const chunk = 100;

/** How many objects there are, by the keys of the budgets. */
export type Census = Readonly<Record<string, number>>;

/** The keys of the budgets that a deletion counts against. */
export function budgetKeys(rule: string, namespace: string): readonly string[] {
  return ['policy', `namespace/${namespace}`, `rule/${rule}`];
}

interface Account {
  /** Undefined for one without bound. */
  readonly limit: number | undefined;
  /** Counted in the state, or, in a sweep that only reports, here. */
  spent: number;
  /** Counted, and not used yet. */
  ahead: number;
}

/**
 * The budgets of a policy's day. What is about to be deleted is counted in the state first, so that whatever happens to the
 * sweep, no later one deletes it a second time. A budget that does not suffice stops the policy, until somebody has looked.
 */
export class BudgetLedger {
  private readonly accounts = new Map<string, Account>();
  private turn: Promise<unknown> = Promise.resolve();
  private stopped: Stop | undefined;

  /**
   * @param store where deletions are counted; undefined in a sweep that deletes nothing
   * @param census what there is, for shares
   */
  private constructor(
    private readonly policy: EffectivePolicy,
    private readonly store: StateStore | undefined,
    private readonly day: string,
    private readonly base: Census,
    state: State,
    private readonly now: () => number,
  ) {
    this.stopped = state.stop;
    this.known = state.day === day ? state.spent : {};
  }

  private known: Readonly<Record<string, number>>;

  /** Opens the day's accounts. */
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
    return new BudgetLedger(policy, store, day, state.base, state, now);
  }

  /** The stop that nobody has acknowledged, of this sweep or an earlier one. */
  get stop(): Stop | undefined {
    return this.stopped;
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
    for (const account of this.accountsOf(rule, namespace)) account.ahead += count;
  }

  /** Counts no more than was deleted. */
  async settle(): Promise<void> {
    await this.turn;
    const unused = [...this.accounts].filter(([, { ahead }]) => ahead > 0);
    if (unused.length === 0) return;
    for (const [, account] of unused) account.spent -= account.ahead;
    const returned = new Map(unused.map(([key, { ahead }]) => [key, -ahead]));
    for (const [, account] of unused) account.ahead = 0;
    await this.count(returned);
  }

  private async takeNow(rule: EffectiveRule, namespace: string, count: number): Promise<string | undefined> {
    if (this.stopped) return this.stopped.reason;
    const keys = budgetKeys(rule.name, namespace);
    const accounts = this.accountsOf(rule, namespace);
    const short = accounts.findIndex(({ limit, spent, ahead }) => limit !== undefined && spent - ahead + count > limit);
    if (short >= 0) return this.stopFor(keys[short]!, accounts[short]!, count);
    if (accounts.some(({ ahead }) => ahead < count)) await this.reserve(keys, accounts, count);
    for (const account of accounts) account.ahead -= count;
    return undefined;
  }

  private async reserve(keys: readonly string[], accounts: readonly Account[], count: number): Promise<void> {
    const wanted = new Map<string, number>();
    for (const [index, account] of accounts.entries()) {
      const room = (account.limit ?? Number.POSITIVE_INFINITY) - account.spent;
      const more = Math.min(Math.max(chunk, count) - account.ahead, room);
      wanted.set(keys[index]!, Math.max(more, count - account.ahead, 0));
    }
    await this.count(wanted);
    for (const [index, account] of accounts.entries()) {
      const more = wanted.get(keys[index]!) ?? 0;
      account.spent += more;
      account.ahead += more;
    }
  }

  private async count(changes: ReadonlyMap<string, number>): Promise<void> {
    await this.store?.update((state) => {
      // Past midnight the old day's reservations are nobody's any more.
      if (state.day !== this.day) return state;
      const spent = { ...state.spent };
      for (const [key, change] of changes) spent[key] = Math.max(0, (spent[key] ?? 0) + change);
      return { ...state, spent };
    });
  }

  private async stopFor(key: string, { limit, spent, ahead }: Account, count: number): Promise<string> {
    const [what = '', name = ''] = key.split('/');
    const whose = what === 'policy' ? `policy ${this.policy.name}` : `${what} ${name}`;
    const used = spent - ahead;
    const asked = count === 1 ? 'one more' : `${count} more`;
    const reason = `the budget of ${whose} is ${limit} for ${this.day}: ${used} are spent, ${asked} would be too many`;
    this.stopped = stopAt(this.now(), reason);
    const stop = this.stopped;
    await this.store?.update((state) => ({ ...state, stop }));
    return reason;
  }

  private accountsOf(rule: EffectiveRule, namespace: string): readonly Account[] {
    const { budgets } = this.policy;
    const budget = [budgets.policy, budgets.namespace, rule.budget ?? budgets.rule];
    return budgetKeys(rule.name, namespace).map((key, index) => {
      const known = this.accounts.get(key);
      if (known) return known;
      const account = { limit: this.limit(key, budget[index]!), spent: this.known[key] ?? 0, ahead: 0 };
      this.accounts.set(key, account);
      return account;
    });
  }

  private limit(key: string, { count, percent }: Budget): number | undefined {
    const share = percent === undefined ? undefined : Math.floor(((this.base[key] ?? 0) * percent) / 100);
    if (count === undefined) return share;
    return share === undefined ? count : Math.min(count, share);
  }
}
