import { dependentsOf } from '../../model/policy/dependents';
import { type EffectivePolicy, effectivePolicy, type Resource } from '../../model/policy/effective-policy';
import { expiredPrefix } from '../../model/policy/exemption';
import type { RetentionPolicy } from '../../model/policy/retention-policy';
import { deletes, type SweepMode, stateName } from '../../model/policy/rights';
import type { ApiClient, Query } from '../api/api-client';
import { ApiError } from '../api/api-error';
import { namespacedResources } from '../api/discovery';
import { metadataPages } from '../api/pages';
import { BudgetLedger } from './budget/budget-ledger';
import { isStateFailure, type State, StateStore } from './budget/state';
import type { Candidate } from './candidates/candidate';
import { Candidates } from './candidates/candidates';
import { takeCensus } from './candidates/census';
import { isServed } from './candidates/matching';
import { type Pass, passesOf, queries } from './candidates/passes';
import { Cascades } from './cascade/cascade';
import { DependentIndex } from './cascade/dependent-index';
import { type Decision, isDone, type Result } from './decision';
import type { Keeper } from './evidence/keeper';
import { Examination } from './judgement/examination';
import { KeptLast } from './judgement/kept-last';
import { NamespaceGuard } from './judgement/namespace-guard';
import { Owners } from './judgement/owners';
import { Sightings } from './judgement/sightings';
import { UnusedObjects } from './judgement/unused';
import { Usage } from './judgement/usage';
import { tellNamespace } from './output/events';
import { type Plan, readPlan } from './plan-file';
import { checkPolicy, clockProblem } from './preflight';
import { Disposal } from './removal/disposal';
import { Removal } from './removal/removal';
import { count, type Summary, Tally } from './summary';
import { forEach } from './workers';

export interface SweepOptions {
  readonly policy: RetentionPolicy;
  readonly mode: SweepMode;
  /** The file of a plan: its objects are deleted, and nothing else. @default - all that is due */
  readonly plan?: string;
  readonly stateNamespace: string;
  /** Namespaces that `*` does not stand for: the program's own. @default - that of the state */
  readonly ownNamespaces?: readonly string[];
  /** Objects in work at once. @default 8 */
  readonly workers?: number;
  /** Objects a page. @default 500 */
  readonly pageSize?: number;
  /** Ends the sweep after what is in work. @default - it goes on to its end */
  readonly signal?: AbortSignal;
  /** As plans name it. */
  readonly server: string;
}

/** What is told while a sweep goes on. */
export interface SweepListener {
  decided(decision: Decision): void;
  /** The pauses that were met, by namespace; milliseconds since 1970. */
  paused?(pauses: ReadonlyMap<string, number>): void;
}

const namespaces = '/api/v1/namespaces';

/** One run through everything that a policy speaks of. */
export class Sweep {
  private readonly policy: EffectivePolicy;
  private readonly tally = new Tally();
  private readonly guard: NamespaceGuard;
  private readonly keptLast: KeptLast;
  /** Ends this sweep, for reasons of its own or because it is told to. */
  private readonly end = new AbortController();
  private readonly now: () => number;
  private sightings = new Sightings({});
  private expired = 0;
  /** Why the clock can no longer be relied on. */
  private skew: string | undefined;

  constructor(
    private readonly client: ApiClient,
    private readonly keeper: Keeper,
    private readonly options: SweepOptions,
    private readonly listener: SweepListener,
  ) {
    this.policy = effectivePolicy(options.policy, options.ownNamespaces ?? [options.stateNamespace]);
    this.guard = new NamespaceGuard(client, this.policy);
    this.keptLast = new KeptLast(client, this.policy, this.pageSize);
    options.signal?.addEventListener('abort', () => this.end.abort(), { once: true });
    if (options.signal?.aborted) this.end.abort();
    this.now = () => client.clock.now();
  }

  /**
   * Does it.
   *
   * @throws SetupError when it cannot begin, PlanError for a plan that is none, ApiError when the state cannot be read
   */
  async run(): Promise<Summary> {
    const started = performance.now();
    const { mode, stateNamespace, server } = this.options;
    const planFile = this.options.plan;
    const plan = planFile === undefined ? undefined : await readPlan(planFile, this.policy, server);
    const resources = await namespacedResources(this.client);
    await checkPolicy(this.client, this.policy, this.guard, resources, { mode, stateNamespace });
    this.skew = clockProblem(this.client, this.policy);
    if (this.skew !== undefined) return this.summary(started, { stop: this.skew, stoppedBy: 'clock' });

    const store = new StateStore(this.client, stateNamespace, stateName(this.policy.name));
    const state = await store.read();
    const served = await this.served();
    const census = await takeCensus(this.client, this.policy, served);
    const ledger = await BudgetLedger.open({
      policy: this.policy,
      store: mode === 'delete' ? store : undefined,
      state,
      census,
      now: this.now,
    });
    const earlier = ledger.stop?.reason;
    this.sightings = new Sightings(state.sightings);
    try {
      await this.sweep(served, resources, plan, ledger);
    } finally {
      await this.settle(ledger);
    }
    // Otherwise those that are gone would leave no room for others in the end.
    if (this.hasMetAll) this.sightings.forgetUnmet();
    if (this.sightings.hasChanged) await this.remember(store);
    this.listener.paused?.(this.guard.pauses);
    if (this.skew !== undefined) return this.summary(started, { stop: this.skew, stoppedBy: 'clock' });
    const stop = ledger.stop;
    const why = earlier === undefined ? stop?.reason : `stopped before, and not acknowledged: ${earlier}`;
    if (why === undefined) return this.summary(started);
    return this.summary(started, { stop: why, stoppedBy: 'budget', stopId: mode === 'delete' ? stop?.id : undefined });
  }

  private async sweep(
    served: readonly string[],
    resources: readonly Resource[],
    plan: Plan | undefined,
    ledger: BudgetLedger,
  ): Promise<void> {
    const { policy, client, guard, sightings, keptLast, now } = this;
    const usage = new Usage(client);
    const owners = new Owners(client, policy, resources);
    const cascades = new Cascades(client, policy, usage, keptLast, now);
    const unused = new UnusedObjects(usage, owners, sightings, policy.unusedGrace, now);
    const { mode } = this.options;
    const disposal = new Disposal({
      policy,
      mode,
      examination: new Examination(client, policy, owners, unused, keptLast, now),
      guard,
      cascades,
      ledger,
      keeper: this.keeper,
      removal: new Removal(client, policy, mode, guard, cascades, owners, unused),
    });
    if (plan === undefined) {
      for (const namespace of served) await this.sweepNamespace(namespace, disposal);
      return;
    }
    for (const [namespace, candidates] of plan) await this.inNamespace(namespace, disposal, [() => listed(candidates)]);
  }

  private async sweepNamespace(namespace: string, disposal: Disposal): Promise<void> {
    const { client, policy, now } = this;
    const candidates = new Candidates(client, policy, this.pageSize, now, this.signal);
    // One list after the other: what succeeded goes before what failed.
    const sources = passesOf(policy, namespace).flatMap((pass) =>
      queries(pass).map((query) => () => this.through(pass, query, candidates)),
    );
    await this.inNamespace(namespace, disposal, sources);
  }

  /** Works through sources one after the other, with one picture of what depends on what. */
  private async inNamespace(
    namespace: string,
    disposal: Disposal,
    sources: readonly (() => AsyncIterable<Found>)[],
  ): Promise<void> {
    const results = new Map<Result, number>();
    const index = this.lazyIndex(namespace);
    const told = new Map<string, Result>();
    const decide = (decision: Decision) => {
      const before = told.get(decision.uid);
      // What has two owners goes along with either, and what is in work by itself with its owner: each is told of once. Only
      // what was to stay, or was only reported or stopped, and is deleted all the same, is told of again.
      if (before !== undefined && !isNews(before, decision.result)) return;
      told.set(decision.uid, decision.result);
      if (before !== undefined) {
        count(results, before, -1);
        this.tally.takeBack(before);
      }
      count(results, decision.result, 1);
      this.decide(decision);
    };
    try {
      for (const source of sources) {
        if (this.signal.aborted) break;
        await forEach(source(), this.options.workers ?? 8, this.signal, async ({ candidate, decision }) => {
          if (decision) decide(decision);
          if (!candidate || told.has(candidate.metadata.uid)) return;
          const { decisions, freed } = await disposal.dispose(candidate, index.get(), told);
          this.checkClock();
          for (const one of decisions) decide(one);
          if (freed) this.tally.addFreed(freed);
        });
      }
    } finally {
      index.stop();
    }
    if (this.options.mode !== 'delete') return;
    // What was done is done, whether or not it can be told.
    await tellNamespace(this.client, this.policy.name, namespace, results).catch((error: Error) => {
      this.tally.addProblem(`no Event could be written in ${namespace}: ${error.message}`);
    });
  }

  /** What a pass finds. A list that fails is told; what was found before it stays found. */
  private async *through(pass: Pass, query: Query, candidates: Candidates): AsyncGenerator<Found> {
    try {
      // Asked for here, so that a list that fails is told once and not of each object.
      await this.keptLast.of(pass.resource, pass.namespace);
      for await (const found of candidates.of(pass, query)) {
        yield 'result' in found ? { decision: found } : { candidate: found };
      }
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      // The kind is not installed: there is nothing of it.
      if (error.code === 404) return;
      this.tally.addProblem(`${pass.resource.plural} in ${pass.namespace} cannot be listed: ${error.message}`);
    }
  }

  /** Watches begin when something is found that others may depend on. */
  private lazyIndex(namespace: string): { get(): DependentIndex | undefined; stop(): void } {
    const isNeeded = this.policy.rules.some((rule) => isServed(rule, namespace) && deletes(rule));
    let index: DependentIndex | undefined;
    return {
      get: () => {
        if (index || !isNeeded) return index;
        index = new DependentIndex(this.client, namespace, dependentsOf(this.policy));
        index.start();
        return index;
      },
      stop: () => index?.stop(),
    };
  }

  /** The namespaces that the rules name, in the order of their names. */
  private async served(): Promise<string[]> {
    const { rules } = this.policy;
    const found = new Set(rules.flatMap(({ namespaces: named = [] }) => named));
    for (const namespace of [...found]) {
      const barrier = await this.guard.barrier(namespace);
      if (barrier?.result !== 'gone') continue;
      found.delete(namespace);
      this.tally.addProblem(barrier.reason);
    }
    if (rules.some(({ namespaces: named }) => named === undefined)) {
      const everywhere = rules.filter(({ namespaces: named }) => named === undefined);
      for await (const { items } of metadataPages(this.client, namespaces)) {
        for (const { metadata } of items) {
          const isMeant = everywhere.some((rule) => isServed(rule, metadata.name));
          if (isMeant && !this.guard.isRefused(metadata.name)) found.add(metadata.name);
        }
      }
    }
    return [...found].sort();
  }

  /** When the clock moves under a sweep, what is in work is let be, and nothing more is begun. */
  private checkClock(): void {
    this.skew ??= clockProblem(this.client, this.policy);
    if (this.skew !== undefined) this.end.abort();
  }

  private get signal(): AbortSignal {
    return this.end.signal;
  }

  private get pageSize(): number {
    return this.options.pageSize ?? 500;
  }

  private get hasMetAll(): boolean {
    return this.options.plan === undefined && !this.signal.aborted && !this.tally.hasProblems;
  }

  private decide(decision: Decision): void {
    if (decision.result === 'deleted' || decision.result === 'gone') this.sightings.forget(decision.uid);
    else this.sightings.meet(decision.uid);
    this.tally.add(decision);
    for (const note of decision.notes ?? []) {
      if (note.startsWith(expiredPrefix)) this.expired += 1;
    }
    this.listener.decided(decision);
  }

  /** What was reserved and not used stays counted where that fails: too much is safe, and what was done is done. */
  private async settle(ledger: BudgetLedger): Promise<void> {
    try {
      await ledger.settle();
    } catch (error) {
      if (!isStateFailure(error)) throw error;
      this.tally.addProblem(`what was reserved of budgets and not used stays counted today: ${error.message}`);
    }
  }

  private async remember(store: StateStore): Promise<void> {
    try {
      await store.update((state: State) => this.sightings.applyTo(state));
    } catch (error) {
      if (!isStateFailure(error)) throw error;
      this.tally.addProblem(`what was seen unused cannot be remembered: ${error.message}`);
    }
  }

  private summary(started: number, stop: Pick<Summary, 'stop' | 'stoppedBy' | 'stopId'> = {}): Summary {
    return this.tally.summary({
      policy: this.policy.name,
      mode: this.options.mode,
      duration: (performance.now() - started) / 1_000,
      apiCalls: this.client.calls,
      ...stop,
      stateNamespace: this.options.stateNamespace,
      expired: this.expired,
      isInterrupted: this.signal.aborted && this.skew === undefined,
    });
  }
}

/** Whether there is more to say of an object that was told of. */
function isNews(before: Result, result: Result): boolean {
  return isDone(before) ? result === 'deleted' && before !== 'deleted' : isDone(result);
}

/** Something to decide about, or something decided. */
interface Found {
  readonly candidate?: Candidate;
  readonly decision?: Decision;
}

async function* listed(candidates: readonly Candidate[]): AsyncGenerator<Found> {
  for (const candidate of candidates) yield { candidate };
}
