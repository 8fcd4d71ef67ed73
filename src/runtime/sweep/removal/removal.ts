import type { EffectivePolicy } from '../../../model/policy/effective-policy';
import type { SweepMode } from '../../../model/policy/rights';
import type { ApiClient } from '../../api/api-client';
import { ApiError } from '../../api/api-error';
import { pathOf } from '../../api/paths';
import type { Cascade, Cascades } from '../cascade/cascade';
import type { DependentIndex } from '../cascade/dependent-index';
import type { Decision, Result } from '../decision';
import type { Due } from '../judgement/examination';
import type { NamespaceGuard } from '../judgement/namespace-guard';
import type { Owners } from '../judgement/owners';
import { stopOf } from '../judgement/stop';
import type { UnusedObjects } from '../judgement/unused';
import { clockProblem } from '../preflight';

/** How often a deletion is tried whose answer was only of the moment. */
const attempts = 6;
/** How old what is known of owners may be when a deletion relies on it, in milliseconds. */
const fresh = 1_000;

/** What came of asking the API server. */
export interface Removed {
  /** `changed`: it is not as it was looked at, and whoever asked must look again. */
  readonly result: Result | 'changed';
  readonly reason: string;
  readonly notes?: readonly string[];
  /** Whether it was deleted, or may have been: an answer that is lost tells nothing. */
  readonly isSpent: boolean;
}

/**
 * Asks the API server to delete or stop what is due, on the condition that it is what was looked at. Right before each
 * request pauses and what goes along are looked at once more; a conflict is never answered with the same request again.
 */
export class Removal {
  constructor(
    private readonly client: ApiClient,
    private readonly policy: EffectivePolicy,
    private readonly mode: SweepMode,
    private readonly guard: NamespaceGuard,
    private readonly cascades: Cascades,
    private readonly owners: Owners,
    private readonly unused: UnusedObjects,
  ) {}

  async remove(due: Due, cascade: Cascade, index: DependentIndex | undefined): Promise<Removed> {
    const { object, base } = due;
    let isAnswerLost = false;
    for (let attempt = 1; ; attempt += 1) {
      await this.client.turn();
      const skew = clockProblem(this.client, this.policy);
      if (skew !== undefined) return { result: 'error', reason: skew, isSpent: isAnswerLost };
      const changed: Removed = { result: 'changed', reason: '', isSpent: isAnswerLost };
      const sake = await this.owners.keeping(object, due.retention.action, this.client.clock.now(), fresh);
      if (sake) return { ...sake, isSpent: isAnswerLost };
      if (base.outcome === 'Unused' && !(await this.unused.isUnused(object, fresh))) return changed;
      if (!(await this.cascades.areUnused(object, cascade.companions))) return changed;
      if (index && !(await this.cascades.isUnchanged(object, index, cascade.companions))) return changed;
      // Last of all that is waited for: a pause holds within a second.
      const barrier = await this.guard.barrier(base.namespace);
      if (barrier) return { ...barrier, isSpent: isAnswerLost };
      if (index && !this.cascades.isUnchangedNow(object, index, cascade.companions)) return changed;
      try {
        return this.done(due, await this.ask(due));
      } catch (error) {
        if (!(error instanceof ApiError)) throw error;
        // Whoever deleted it: it was to go, and what was asked of us may have been what did it.
        if (error.code === 404) {
          return isAnswerLost
            ? { result: this.success(due), reason: `${base.reason}; the answer was lost`, isSpent: true }
            : { result: 'gone', reason: 'is not there any more', isSpent: false };
        }
        if (error.code === 409) return { result: 'changed', reason: '', isSpent: isAnswerLost };
        if (error.code === 403) return { result: 'forbidden', reason: error.message, isSpent: isAnswerLost };
        // Who answers in the server's place may have passed the request on.
        if (error.code < 400 || error.code >= 500) isAnswerLost = true;
        if (!error.isPassing || !error.isSoon || attempt >= attempts) {
          return { result: 'error', reason: error.message, isSpent: isAnswerLost };
        }
        await new Promise((resolve) => setTimeout(resolve, error.retryAfter ?? Math.min(5_000, 100 * 2 ** attempt)));
      }
    }
  }

  private ask({ object, rule, retention, base }: Due): Promise<Answer> {
    const path = pathOf(rule.resource, base.namespace, base.name);
    const { uid, resourceVersion } = object.metadata;
    const dryRun = this.mode === 'verify' ? 'All' : undefined;
    // Tried once: between two tries everything is looked at again.
    const once = { attempts: 1, isFree: true, query: { dryRun } };
    if (retention.action === 'stop') {
      const body = { metadata: { uid, resourceVersion }, spec: stopOf(rule.resource) };
      return this.client.call('PATCH', path, { ...once, body, contentType: 'application/merge-patch+json' });
    }
    const body = {
      apiVersion: 'v1',
      kind: 'DeleteOptions',
      // Without a policy a Job orphans its pods; foreground would wedge on finalizers.
      propagationPolicy: 'Background',
      preconditions: { uid, resourceVersion },
      ...(dryRun && { dryRun: [dryRun] }),
    };
    return this.client.call('DELETE', path, { ...once, body });
  }

  private done(due: Due, answer: Answer): Removed {
    const { deletionTimestamp, finalizers = [] } = answer.metadata ?? {};
    const isWaiting = due.retention.action === 'delete' && deletionTimestamp !== undefined && finalizers.length > 0;
    const notes = isWaiting ? [`is gone when ${finalizers.join(', ')} let it go`] : [];
    return { result: this.success(due), reason: due.base.reason, notes, isSpent: true };
  }

  private success({ retention }: Due): Extract<Decision['result'], 'verified' | 'stopped' | 'deleted'> {
    if (this.mode === 'verify') return 'verified';
    return retention.action === 'stop' ? 'stopped' : 'deleted';
  }
}

/** A `Status`, or the object where it is not gone at once. */
interface Answer {
  readonly metadata?: { readonly deletionTimestamp?: string; readonly finalizers?: readonly string[] };
}
