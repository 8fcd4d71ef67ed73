import type { LiveObject } from '../../../model/manifests/live-object';
import { type EffectivePolicy, isWork } from '../../../model/policy/effective-policy';
import type { SweepMode } from '../../../model/policy/rights';
import { isEnd, type Standing } from '../../../model/policy/standing';
import { isRefusal } from '../../api/api-error';
import type { BudgetLedger } from '../budget/budget-ledger';
import { isStateFailure } from '../budget/state';
import type { Candidate } from '../candidates/candidate';
import { fallbackRule } from '../candidates/matching';
import type { Cascade, Cascades, Companion } from '../cascade/cascade';
import type { DependentIndex } from '../cascade/dependent-index';
import { type Decision, identityOf, isDone, type Result, versionOf } from '../decision';
import { type Keeper, NotKept } from '../evidence/keeper';
import { type Freed, freedBy, sumOf } from '../freed';
import { type Due, type Examination, isDue } from '../judgement/examination';
import type { NamespaceGuard } from '../judgement/namespace-guard';
import { toldToEnd } from '../judgement/stop';
import type { Removal } from './removal';

/** How often an object is looked at that changes while it is looked at. */
const looks = 3;

/** What became of an object and of everything that went along with it. */
export interface Disposed {
  /** The object's own first. */
  readonly decisions: readonly [Decision, ...Decision[]];
  readonly freed?: Freed;
}

export interface DisposalParts {
  readonly policy: EffectivePolicy;
  readonly mode: SweepMode;
  readonly examination: Examination;
  readonly guard: NamespaceGuard;
  readonly cascades: Cascades;
  readonly ledger: BudgetLedger;
  readonly keeper: Keeper;
  readonly removal: Removal;
}

/** The way of one object: looked at, held against everything that may keep it, archived, deleted. */
export class Disposal {
  /** Uids of what rules only report: no budget was asked for them. */
  private readonly uncharged = new Set<string>();

  constructor(private readonly parts: DisposalParts) {}

  /**
   * @param index what depends on what; undefined where nothing can depend on such objects
   * @param told results so far, by uid: what was reported already is not counted again with its owner
   */
  async dispose(
    candidate: Candidate,
    index: DependentIndex | undefined,
    told: ReadonlyMap<string, Result>,
  ): Promise<Disposed> {
    const requests: Requests = { told };
    const disposed = await this.attempt(candidate, index, requests);
    return requests.unanswered ? this.settled(disposed, candidate, requests.unanswered) : disposed;
  }

  private async attempt(
    candidate: Candidate,
    index: DependentIndex | undefined,
    requests: Requests,
  ): Promise<Disposed> {
    try {
      for (let look = 1; look <= looks; look += 1) {
        const examined = await this.parts.examination.examine(candidate);
        if (!isDue(examined)) return { decisions: [examined] };
        const disposed = await this.act(examined, candidate, index, requests);
        if (disposed) return disposed;
        // Watches tell of a change a moment later than the object itself.
        await new Promise((resolve) => setTimeout(resolve, 100 * look));
      }
      const changing = `was changed by others ${looks} times while it was looked at`;
      return { decisions: [{ ...this.listed(candidate), result: 'conflict', reason: changing }] };
    } catch (error) {
      if (!isStateFailure(error)) throw error;
      const result = isRefusal(error, 403) ? 'forbidden' : 'error';
      return { decisions: [{ ...this.listed(candidate), result, reason: error.message }] };
    }
  }

  /**
   * What became of an object whose deletion nobody answered, whatever kept us from asking again: a pause keeps only what is
   * still there.
   */
  private async settled(disposed: Disposed, candidate: Candidate, asked: Asked): Promise<Disposed> {
    const [decision] = disposed.decisions;
    if (isDone(decision.result)) return disposed;
    try {
      // What a plan has to say of versions is over: ours made the next one.
      const unplanned = { ...candidate, plan: undefined };
      const now = isGone(decision) ? decision : await this.parts.examination.examine(unplanned);
      const seen = isDue(now) ? now.base : now;
      return isCarriedOut(seen, asked) ? attributed(seen, asked) : disposed;
    } catch (error) {
      if (!isStateFailure(error)) throw error;
      const unknown = `whether its deletion was carried out nobody answered: ${error.message}`;
      const cascade = asked.cascade.companions.map(({ dependent }) => dependent);
      return {
        decisions: [
          {
            ...asked.due.base,
            result: 'error',
            reason: `${decision.reason}; ${unknown}`,
            ...(cascade.length > 0 && { cascade }),
          },
        ],
      };
    }
  }

  /** @returns undefined where it is not as it was looked at */
  private async act(
    due: Due,
    { plan }: Candidate,
    index: DependentIndex | undefined,
    requests: Requests,
  ): Promise<Disposed | undefined> {
    const { mode, guard, ledger } = this.parts;
    const { base, rule, retention } = due;
    if (retention.action === 'report') {
      this.uncharged.add(base.uid);
      return { decisions: [{ ...base, result: 'reported' }] };
    }
    const barrier = await guard.barrier(base.namespace);
    if (barrier) return { decisions: [{ ...base, ...barrier }] };
    const cascade = await this.cascadeOf(due, index);
    const held = cascade.held ?? unplanned(cascade, plan?.cascade);
    if (held !== undefined) return { decisions: [{ ...base, result: 'held-by-dependent', reason: held }] };

    const going = cascade.companions.filter(({ dependent }) => !this.isCharged(dependent.uid, requests));
    const count = 1 + going.length;
    const refused = await ledger.take(rule, base.namespace, count);
    if (refused !== undefined) return { decisions: along({ ...base, result: 'budget', reason: refused }, cascade) };
    if (mode === 'report')
      return { decisions: along({ ...base, result: 'reported' }, cascade), freed: freed(due, going) };

    let isSpent = false;
    try {
      const archive = mode === 'delete' ? await this.keep(due, cascade) : undefined;
      // Whatever runs on behalf of what is stopped ends with it, and is no reason to wait.
      const watched = retention.action === 'delete' ? index : undefined;
      const removed = await this.parts.removal.remove(due, cascade, watched);
      ({ isSpent } = removed);
      if (isSpent && mode === 'delete') requests.unanswered = { due, cascade, going, archive };
      if (removed.result === 'changed') return undefined;
      const notes = [...(base.notes ?? []), ...(removed.notes ?? [])];
      const decision: Decision = {
        ...base,
        result: removed.result,
        reason: removed.reason,
        ...(archive !== undefined && { archive }),
        ...(notes.length > 0 && { notes }),
      };
      return isDone(removed.result)
        ? { decisions: along(decision, cascade), freed: freed(due, going) }
        : { decisions: [decision] };
    } catch (error) {
      if (!(error instanceof NotKept)) throw error;
      return { decisions: [{ ...base, result: 'archive-failed', reason: error.message }] };
    } finally {
      if (!isSpent) ledger.giveBack(rule, base.namespace, count);
    }
  }

  /** Whether an object's deletion, or what stands for it in this mode, was taken from the budgets before. */
  private isCharged(uid: string, { told }: Requests): boolean {
    const deletion = { delete: 'deleted', verify: 'verified', report: 'reported' } as const;
    return told.get(uid) === deletion[this.parts.mode] && !this.uncharged.has(uid);
  }

  private async cascadeOf({ object, standing, retention }: Due, index: DependentIndex | undefined): Promise<Cascade> {
    if (index === undefined || retention.action !== 'delete') return { companions: [] };
    return this.parts.cascades.look(object, standing.outcome, index);
  }

  /** Everything that would be lost is written away first. @returns where the object itself is */
  private async keep({ object, standing, retention }: Due, { companions }: Cascade): Promise<string | undefined> {
    if (retention.action !== 'delete') return undefined;
    const { keeper, cascades } = this.parts;
    const all: Work[] = [{ object, standing, isArchived: retention.archive }, ...companions];
    const { namespace = '' } = object.metadata;
    if (object.kind === 'Pod') await keeper.keepPod(object, logsGoWith(object, all));
    for (const companion of companions) {
      const isPod = companion.object.kind === 'Pod';
      const work = isPod ? logsGoWith(companion.object, all) : undefined;
      if (!companion.isArchived && !(isPod && keeper.wantsPod(companion.object, work))) continue;
      // Who has left meanwhile needs no care.
      const whole = await cascades.read(companion, namespace);
      if (whole && isPod) await keeper.keepPod(whole, work);
      if (whole && companion.isArchived) await keeper.keepObject(whole, companion.standing);
    }
    return retention.archive ? keeper.keepObject(object, standing) : undefined;
  }

  private listed({ resource, metadata, plan }: Candidate): Omit<Decision, 'result' | 'reason'> {
    const rule = plan?.rule ?? fallbackRule(this.parts.policy, resource, metadata)?.name ?? '';
    return identityOf(rule, resource, metadata);
  }
}

interface Work {
  readonly object: LiveObject;
  readonly standing: Standing;
  readonly isArchived: boolean;
}

/** What was asked to go, and the answer was lost. */
interface Asked {
  readonly due: Due;
  readonly cascade: Cascade;
  /** Those of it that were not counted before. */
  readonly going: readonly Companion[];
  readonly archive: string | undefined;
}

/** What was asked of the API server on behalf of one object. */
interface Requests {
  readonly told: ReadonlyMap<string, Result>;
  /** The last deletion that may have been carried out. */
  unanswered?: Asked;
}

/** A decision, or what is known of an object that is due again. */
type Seen = Omit<Decision, 'result'> & Partial<Pick<Decision, 'result'>>;

function isGone({ result }: Seen): boolean {
  return result === 'gone' || result === 'terminating';
}

/** Whether what was asked for has been done, by how the object stands now. */
function isCarriedOut(now: Seen, { due }: Asked): boolean {
  if (due.retention.action === 'delete') return isGone(now);
  const isEnding = now.result === 'unfinished' && now.reason.startsWith(toldToEnd);
  return isEnding || (now.uid === due.base.uid && now.outcome !== undefined && isEnd(now.outcome));
}

/** What is gone after we asked for it went because of that, and took along what it was to take; so with what ends. */
function attributed(now: Seen, { due, cascade, going, archive }: Asked): Disposed {
  const isStop = due.retention.action === 'stop';
  const lost = `the answer to its ${isStop ? 'stop' : 'deletion'} was lost`;
  const told: Decision = {
    ...due.base,
    result: isStop ? 'stopped' : 'deleted',
    reason: `${due.base.reason}; ${now.reason}, ${lost}`,
    ...(archive !== undefined && { archive }),
  };
  return { decisions: along(told, cascade), freed: freed(due, going) };
}

/**
 * The work that a pod's logs lie beside: the workflow that it is part of or, where there is none, what it goes along with.
 * Beside what is not archived nobody would find them.
 */
function logsGoWith(pod: LiveObject, [first, ...companions]: readonly Work[]): Work | undefined {
  const owners = new Set((pod.metadata.ownerReferences ?? []).map(({ uid }) => uid));
  const own = companions.find(({ object }) => object.kind === 'Workflow' && owners.has(object.metadata.uid));
  const work = own ?? (first && isWork(first.object.kind) ? first : undefined);
  return work?.isArchived ? work : undefined;
}

/** What would go along although no plan said so. */
function unplanned({ companions }: Cascade, planned: readonly string[] | undefined): string | undefined {
  const other = planned && companions.find(({ dependent }) => !planned.includes(versionOf(dependent)));
  return other && `${other.dependent.kind} ${other.dependent.name} would go along, and is not in the plan as it is now`;
}

/** An object's decision, and that of everything that goes along. */
function along(decision: Decision, { companions }: Cascade): [Decision, ...Decision[]] {
  const cascade = companions.map(({ dependent }) => dependent);
  const uids = new Set([decision.uid, ...cascade.map(({ uid }) => uid)]);
  const owner = `${decision.kind} ${decision.name}`;
  return [
    cascade.length > 0 ? { ...decision, cascade } : decision,
    ...companions.map(({ dependent, object, standing, notes }) => ({
      ...dependent,
      rule: decision.rule,
      namespace: decision.namespace,
      result: decision.result,
      reason: `goes with ${owner}${unless(object, uids)}`,
      outcome: standing.outcome,
      owner,
      ...(notes.length > 0 && { notes }),
    })),
  ];
}

/** Garbage collection spares what another owner still has; it is judged as if it went all the same, for that owner may go. */
function unless({ metadata }: LiveObject, uids: ReadonlySet<string>): string {
  const others = (metadata.ownerReferences ?? []).filter(({ uid }) => !uids.has(uid));
  return others.length === 0
    ? ''
    : `, unless ${others.map(({ kind, name }) => `${kind} ${name}`).join(' or ')} is there`;
}

function freed({ object, retention }: Due, companions: readonly Companion[]): Freed | undefined {
  if (retention.action !== 'delete') return undefined;
  return sumOf([freedBy([object]), ...companions.map((companion) => companion.freed)]);
}
