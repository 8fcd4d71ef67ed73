import type { LiveObject } from '../../../model/manifests/live-object';
import type { EffectivePolicy, EffectiveRetention, EffectiveRule } from '../../../model/policy/effective-policy';
import { type Standing, standingOf } from '../../../model/policy/standing';
import { verdictOf } from '../../../model/policy/verdict';
import type { ApiClient } from '../../api/api-client';
import { isRefusal } from '../../api/api-error';
import { pathOf } from '../../api/paths';
import type { Candidate } from '../candidates/candidate';
import { decidingRule, fallbackRule } from '../candidates/matching';
import { type Decision, identityOf, type Result } from '../decision';
import type { KeptLast } from './kept-last';
import type { Owners } from './owners';
import { howItStops } from './stop';
import { isPassive, type UnusedObjects } from './unused';

/** An object that is due, as it was read a moment ago. */
export interface Due {
  readonly object: LiveObject;
  readonly rule: EffectiveRule;
  readonly standing: Standing & { readonly since: number };
  readonly retention: EffectiveRetention;
  /** The decision but for what becomes of it. */
  readonly base: Omit<Decision, 'result'>;
}

/** What a look at an object says: it is due, or it stays. */
export type Examined = Due | Decision;

export function isDue(examined: Examined): examined is Due {
  return 'retention' in examined;
}

/** Reads objects and judges them by all that they and their owners tell. */
export class Examination {
  constructor(
    private readonly client: ApiClient,
    private readonly policy: EffectivePolicy,
    private readonly owners: Owners,
    private readonly unused: UnusedObjects,
    private readonly keptLast: KeptLast,
    private readonly now: () => number,
  ) {}

  async examine(candidate: Candidate): Promise<Examined> {
    const { resource, metadata, plan } = candidate;
    const listed = identityOf(plan?.rule ?? this.ruleName(candidate), resource, metadata);
    const stays = (result: Result, reason: string, more: Partial<Decision> = {}): Decision => {
      return { ...listed, ...more, result, reason };
    };

    const object = await this.read(candidate);
    if (object === undefined) return stays('gone', 'is not there any more');
    if (object.metadata.uid !== metadata.uid) return stays('gone', 'another object has its name by now');
    // A deletion that waits for finalizers makes a new version too; what is on its way is told to be.
    const isLeaving = object.metadata.deletionTimestamp !== undefined;
    if (plan && !isLeaving && object.metadata.resourceVersion !== metadata.resourceVersion) {
      return stays('conflict', 'has changed since the plan was written');
    }
    const standing = isPassive(object) ? await this.unused.standing(object) : standingOf(object);
    const rule =
      decidingRule(this.policy, resource, object.metadata, standing.outcome) ??
      fallbackRule(this.policy, resource, object.metadata);
    if (rule === undefined) return stays('not-covered', 'no rule speaks of it any more');

    const now = this.now();
    const verdict = verdictOf(this.policy, rule, object, now, standing);
    const { outcome, since } = standing;
    const told = {
      ...identityOf(rule.name, resource, object.metadata as typeof metadata),
      reason: verdict.reason,
      outcome,
      ...(since !== undefined && { age: Math.floor((now - since) / 1_000) }),
      ...(verdict.notes.length > 0 && { notes: verdict.notes }),
    };
    if (!verdict.isDue) return { ...told, result: verdict.keeping };
    const { retention } = verdict;
    if (retention.action === 'stop') {
      const stopping = howItStops(object, verdict.standing.since, now);
      if (stopping !== undefined) return { ...told, result: 'unfinished', reason: stopping };
    }
    const sake = await this.owners.keeping(object, retention.action, now);
    if (sake) return { ...told, ...sake };
    if (retention.keepLast > 0 && (await this.keptLast.has(resource, object.metadata))) {
      const reason = `is one of the last ${retention.keepLast} that ended ${outcome}`;
      return { ...told, result: 'kept-last', reason };
    }
    return { object, rule, standing: verdict.standing, retention, base: told };
  }

  private async read({ resource, metadata }: Candidate): Promise<LiveObject | undefined> {
    try {
      const found = await this.client.get<LiveObject>(pathOf(resource, metadata.namespace, metadata.name));
      return { ...found, apiVersion: resource.apiVersion, kind: resource.kind };
    } catch (error) {
      if (isRefusal(error, 404)) return undefined;
      throw error;
    }
  }

  private ruleName({ resource, metadata }: Candidate): string {
    return fallbackRule(this.policy, resource, metadata)?.name ?? '';
  }
}
