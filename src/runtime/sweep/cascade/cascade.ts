import type { LiveObject } from '../../../model/manifests/live-object';
import { keyOf } from '../../../model/policy/dependents';
import type { EffectivePolicy, EffectiveRetention } from '../../../model/policy/effective-policy';
import { type Outcome, outcomes } from '../../../model/policy/retention-policy';
import { isEnd, type Standing, standingOf } from '../../../model/policy/standing';
import { verdictOf } from '../../../model/policy/verdict';
import type { ApiClient } from '../../api/api-client';
import { ApiError, isRefusal } from '../../api/api-error';
import { pathOf } from '../../api/paths';
import { decidingRule, fallbackRule } from '../candidates/matching';
import type { Dependent } from '../decision';
import { isPassive } from '../judgement/unused';
import type { Usage } from '../judgement/usage';
import { type DependentIndex, fingerprint, type IndexedDependent } from './dependent-index';

/** An object that goes along, as it was looked at. */
export interface Companion {
  readonly dependent: Dependent;
  readonly object: LiveObject;
  readonly standing: Standing;
  /** Whether it is written to the archive first. */
  readonly isArchived: boolean;
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
    private readonly now: () => number,
  ) {}

  /**
   * @param outcome the owner's: one that goes although it has not ended takes along what has not ended either
   * @throws ApiError when it cannot be told what depends on it
   */
  async look(owner: LiveObject, outcome: Outcome, index: DependentIndex): Promise<Cascade> {
    if (!(await index.isCurrent())) {
      throw new ApiError(0, '', 'what depends on it cannot be told: the API server does not let watches through');
    }
    const members = index.below(owner.metadata.uid);
    const uids = new Set(members.map(({ dependent }) => dependent.uid));
    const companions: Companion[] = [];
    for (const member of members) {
      const object = await this.find(member, owner.metadata.namespace ?? '');
      if (object === undefined) continue;
      const looked = await this.companion(member, object, uids, isEnd(outcome) ? ends : outcomes);
      if (typeof looked === 'string') {
        const { kind, name } = member.dependent;
        return { companions, held: `${kind} ${name} would go along, and ${looked}` };
      }
      companions.push(looked);
    }
    return { companions };
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
    uids: ReadonlySet<string>,
    going: readonly Outcome[],
  ): Promise<Companion | string> {
    const seen = { ...dependent, resourceVersion: object.metadata.resourceVersion };
    const standing = standingOf(object);
    const rule =
      decidingRule(this.policy, resource, object.metadata, standing.outcome) ??
      fallbackRule(this.policy, resource, object.metadata);
    const verdict = verdictOf(
      this.policy,
      companionRule(rule, resource, standing, going),
      object,
      this.now(),
      bare(object, standing),
    );
    if (!verdict.isDue) {
      // It goes anyway; nothing is lost by our deletion.
      if (verdict.keeping === 'terminating' || verdict.keeping === 'stuck') {
        return { dependent: seen, object, standing, isArchived: false };
      }
      return `must stay (${verdict.keeping}): ${verdict.reason}`;
    }
    if (isPassive(object)) {
      const { users } = await this.usage.of(object.metadata.namespace ?? '');
      const user = (users.get(`${object.kind}/${object.metadata.name}`) ?? []).find(
        (pod) => !pod.hasEnded && !uids.has(pod.uid),
      );
      if (user) return `is used by pod ${user.name}`;
    }
    const own = rule?.keep.get(standing.outcome);
    return {
      dependent: seen,
      object,
      standing,
      isArchived: own?.archive ?? this.isArchivedByDefault(object, standing),
    };
  }

  /** Work that no rule speaks of is archived with its owner, where there is an archive. */
  private isArchivedByDefault({ kind, apiVersion }: LiveObject, { outcome }: Standing): boolean {
    const isWork = kind.endsWith('Run') || (kind === 'Workflow' && apiVersion.startsWith('argoproj.io/'));
    return this.policy.archive !== undefined && isEnd(outcome) && isWork;
  }
}

const ends: readonly Outcome[] = ['Succeeded', 'Failed', 'Error'];
const atOnce: EffectiveRetention = { for: 0, action: 'delete', archive: false, keepLast: 0 };

/**
 * By which rule a companion is judged: its own, if one says how long it is kept after such an end; else it may go as soon as
 * it has ended. What has no end of its own, as a ConfigMap, may go with its owner. What others manage is theirs.
 */
function companionRule(
  rule: EffectivePolicy['rules'][number] | undefined,
  resource: IndexedDependent['resource'],
  { outcome }: Standing,
  going: readonly Outcome[],
): EffectivePolicy['rules'][number] {
  const own = rule?.keep.get(outcome);
  const isOwn = own !== undefined && isEnd(outcome) && own.action === 'delete';
  const keep = new Map(going.map((one) => [one, atOnce]));
  if (isOwn) keep.set(outcome, own);
  return {
    name: rule?.name ?? keyOf(resource),
    resource,
    namespaces: undefined,
    selector: {},
    keep,
    managed: rule?.managed ?? false,
    budget: undefined,
  };
}

/** What never says how it stands has ended with its owner, long ago: since its creation, for legal holds. */
function bare(object: LiveObject, standing: Standing): Standing {
  const status = object['status'] as Readonly<Record<string, unknown>> | undefined;
  const saysNothing = isPassive(object) || (status?.['phase'] === undefined && status?.['conditions'] === undefined);
  const isWork =
    object.kind === 'Pod' || object.kind === 'Job' || object.kind === 'Workflow' || object.kind.endsWith('Run');
  if (!saysNothing || isWork) return standing;
  return { outcome: 'Succeeded', since: Date.parse(object.metadata.creationTimestamp) };
}
