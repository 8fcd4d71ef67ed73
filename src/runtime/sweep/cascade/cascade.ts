import type { LiveObject } from '../../../model/manifests/live-object';
import {
  type EffectivePolicy,
  type EffectiveRetention,
  type EffectiveRule,
  isWork,
  type Resource,
} from '../../../model/policy/effective-policy';
import { type Outcome, outcomes } from '../../../model/policy/retention-policy';
import { isEnd, type Standing, saysHowItStands, standingOf } from '../../../model/policy/standing';
import { type KeepingRule, verdictOf } from '../../../model/policy/verdict';
import type { ApiClient } from '../../api/api-client';
import { ApiError, isRefusal } from '../../api/api-error';
import { pathOf } from '../../api/paths';
import { decidingRule, fallbackRule } from '../candidates/matching';
import type { Dependent } from '../decision';
import { type Freed, freedBy } from '../freed';
import { groupingOwner, type KeptLast } from '../judgement/kept-last';
import { isPassive } from '../judgement/unused';
import type { Usage } from '../judgement/usage';
import { type DependentIndex, fingerprint, type IndexedDependent } from './dependent-index';

/** An object that goes along, as it was looked at. */
export interface Companion {
  readonly resource: Resource;
  readonly dependent: Dependent;
  /** What tells it apart, and how it ended: a cascade may be thousands, and is not held in memory whole. */
  readonly object: LiveObject;
  readonly standing: Standing;
  /** Whether it is written to the archive first. */
  readonly isArchived: boolean;
  /** What somebody should mend. */
  readonly notes: readonly string[];
  readonly freed: Freed;
}

/** What a cascade takes: by uid, and how what is taken may stand. */
interface Going {
  readonly uids: ReadonlySet<string>;
  readonly outcomes: readonly Outcome[];
}

/** Everything that goes along with an object, or what must stay and therefore keeps the object. */
export interface Cascade {
  readonly companions: readonly Companion[];
  /** Undefined when all may go. */
  readonly held?: string;
}

/** Looks at what garbage collection would take along. It asks nobody, so it is asked here for each of them. */
export class Cascades {
  constructor(
    private readonly client: ApiClient,
    private readonly policy: EffectivePolicy,
    private readonly usage: Usage,
    private readonly keptLast: KeptLast,
    private readonly now: () => number,
  ) {}

  /**
   * @param outcome the owner's: one that goes although it runs takes along what runs on its behalf
   * @throws ApiError when it cannot be told what depends on it
   */
  async look(owner: LiveObject, outcome: Outcome, index: DependentIndex): Promise<Cascade> {
    if (!(await index.isCurrent())) {
      throw new ApiError(0, '', 'what depends on it cannot be told: the API server does not let watches through');
    }
    const members = index.below(owner.metadata.uid);
    const going = { uids: uidsOf(owner, members), outcomes: isEnd(outcome) || outcome === 'Unused' ? ends : outcomes };
    const companions: Companion[] = [];
    for (const member of members) {
      const object = await this.find(member, owner.metadata.namespace ?? '');
      if (object === undefined) continue;
      const looked = await this.companion(member, object, going);
      if (typeof looked === 'string') {
        const { kind, name } = member.dependent;
        return { companions, held: `${kind} ${name} would go along, and ${looked}` };
      }
      companions.push(looked);
    }
    return { companions };
  }

  /** A companion whole, as it is now; undefined where it is gone. That it has changed, the last look before a deletion tells. */
  read({ resource, dependent }: Companion, namespace: string): Promise<LiveObject | undefined> {
    return this.find({ resource, dependent }, namespace);
  }

  /** Whether a cascade is still what was looked at: nobody joined, and nobody has changed. */
  async isUnchanged(owner: LiveObject, index: DependentIndex, companions: readonly Companion[]): Promise<boolean> {
    return (await index.isCurrent()) && this.isUnchangedNow(owner, index, companions);
  }

  /** The same of this very moment, without waiting for anything. */
  isUnchangedNow(owner: LiveObject, index: DependentIndex, companions: readonly Companion[]): boolean {
    if (!index.isCurrentNow) return false;
    const looked = new Map(companions.map(({ dependent }) => [dependent.uid, dependent]));
    const now = index.below(owner.metadata.uid).map(({ dependent }) => dependent);
    // Who has left meanwhile needs no care.
    const here = new Set(now.map(({ uid }) => uid));
    const remaining = [...looked.values()].filter(({ uid }) => here.has(uid));
    return fingerprint(now) === fingerprint(remaining);
  }

  /**
   * Whether nobody uses what goes along, as it was a few seconds ago at most: archiving may have taken long, and nothing in the
   * objects themselves tells of users.
   */
  async areUnused(owner: LiveObject, companions: readonly Companion[]): Promise<boolean> {
    const uids = uidsOf(owner, companions);
    for (const { object } of companions) if ((await this.user(object, uids)) !== undefined) return false;
    return true;
  }

  private async find({ resource, dependent }: IndexedDependent, namespace: string): Promise<LiveObject | undefined> {
    try {
      const found = await this.client.get<LiveObject>(pathOf(resource, namespace, dependent.name));
      const object = { ...found, apiVersion: resource.apiVersion, kind: resource.kind };
      return object.metadata.uid === dependent.uid ? object : undefined;
    } catch (error) {
      if (isRefusal(error, 404)) return undefined;
      throw error;
    }
  }

  /** The companion, or why it must stay. */
  private async companion(
    { resource, dependent }: IndexedDependent,
    object: LiveObject,
    going: Going,
  ): Promise<Companion | string> {
    const seen = { ...dependent, resourceVersion: object.metadata.resourceVersion };
    const standing = standingOf(object);
    const rule =
      decidingRule(this.policy, resource, object.metadata, standing.outcome) ??
      fallbackRule(this.policy, resource, object.metadata);
    const judged = companionRule(rule, object.kind, standing.outcome, going.outcomes);
    const verdict = verdictOf(this.policy, judged, object, this.now(), bare(object, standing));
    const { notes } = verdict;
    const looked = { resource, dependent: seen, object: outlineOf(object), standing, notes, freed: freedBy([object]) };
    if (!verdict.isDue) {
      // It goes anyway; nothing is lost by our deletion.
      if (verdict.keeping === 'terminating' || verdict.keeping === 'stuck') {
        return { ...looked, isArchived: false };
      }
      return `must stay (${verdict.keeping}): ${verdict.reason}`;
    }
    const left = rule && leftBy(rule, object.kind, standing.outcome);
    if (left !== undefined) return `must stay: ${left}`;
    const own = rule?.keep.get(standing.outcome);
    const sharer = groupingOwner(object.metadata);
    // The last of what goes as a whole are the last of nothing.
    const isWhole = sharer !== undefined && going.uids.has(sharer.uid);
    if (own && !isWhole && (await this.keptLast.has(resource, object.metadata))) {
      return `must stay (kept-last): is one of the last ${own.keepLast} that ended ${standing.outcome}`;
    }
    const user = await this.user(object, going.uids);
    if (user !== undefined) return `is used by pod ${user}`;
    // Of what only serves a rule speaks when it is unused, and so it is without its owner.
    const isArchived =
      (rule?.keep.get('Unused') ?? own)?.archive ??
      (this.policy.archive !== undefined && isEnd(standing.outcome) && isWork(object.kind));
    return { ...looked, isArchived };
  }

  /** The pod that uses an object and does not go along itself, if any. */
  private async user(object: LiveObject, uids: ReadonlySet<string>): Promise<string | undefined> {
    if (!isPassive(object)) return undefined;
    const { users } = await this.usage.of(object.metadata.namespace ?? '');
    const pods = users.get(`${object.kind}/${object.metadata.name}`) ?? [];
    return pods.find((pod) => !pod.hasEnded && !uids.has(pod.uid))?.name;
  }
}

function outlineOf({ apiVersion, kind, metadata, status }: LiveObject): LiveObject {
  const { name, namespace, uid, resourceVersion, creationTimestamp, ownerReferences } = metadata;
  const { phase } = (status ?? {}) as { readonly phase?: unknown };
  return {
    apiVersion,
    kind,
    metadata: { name, namespace, uid, resourceVersion, creationTimestamp, ownerReferences },
    ...(phase !== undefined && { status: { phase } }),
  };
}

/** An owner and what goes along with it. */
function uidsOf(owner: LiveObject, members: readonly Pick<Companion, 'dependent'>[]): ReadonlySet<string> {
  return new Set([owner.metadata.uid, ...members.map(({ dependent }) => dependent.uid)]);
}

const ends: readonly Outcome[] = ['Succeeded', 'Failed', 'Error'];
const atOnce: EffectiveRetention = { for: 0, action: 'delete', archive: false, keepLast: 0 };

/**
 * By which rule a companion is judged: its own, if one says how long it is kept as it stands; else it may go as soon as it has
 * ended. What has no end of its own, as a ConfigMap, may go with its owner. What others manage is theirs.
 */
function companionRule(
  rule: EffectiveRule | undefined,
  kind: string,
  outcome: Outcome,
  going: readonly Outcome[],
): KeepingRule {
  const own = rule?.keep.get(outcome);
  const keep = new Map(going.map((one) => [one, atOnce]));
  if (own?.action === 'delete' && keep.has(outcome)) keep.set(outcome, own);
  const { name = kind, managed = false } = rule ?? {};
  return { name, managed, keep };
}

/** Why an object's own rule leaves it where it is for good, though it has ended. Pods go with what they were part of. */
function leftBy({ name, keep }: EffectiveRule, kind: string, outcome: Outcome): string | undefined {
  // Rules for what has no end of its own say nothing else.
  const unused = keep.get('Unused');
  if (unused === undefined && !isEnd(outcome)) return undefined;
  const own = unused ?? keep.get(outcome);
  if (own === undefined) return isWork(kind) ? `rule ${name} says nothing of ${outcome}` : undefined;
  return own.action === 'delete' ? undefined : `rule ${name} says ${own.action} and not delete`;
}

/** What never says how it stands has ended with its owner, long ago: since its creation, for legal holds. */
function bare(object: LiveObject, standing: Standing): Standing {
  // What serves has no end either: its pods are looked at.
  const isServer = object.apiVersion.startsWith('apps/');
  const isSilent =
    isPassive(object) || isServer || !(object.kind === 'Pod' || isWork(object.kind) || saysHowItStands(object));
  return isSilent ? { outcome: 'Succeeded', since: Date.parse(object.metadata.creationTimestamp) } : standing;
}
