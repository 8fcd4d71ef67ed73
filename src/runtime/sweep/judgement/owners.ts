import type { LiveObject, OwnerReference } from '../../../model/manifests/live-object';
import { groupOf } from '../../../model/manifests/manifest';
import { keyOf } from '../../../model/policy/dependents';
import { type EffectivePolicy, type Resource, resourceOf } from '../../../model/policy/effective-policy';
import { describeExemption, exemptionOf } from '../../../model/policy/exemption';
import type { Outcome, RetentionAction } from '../../../model/policy/retention-policy';
import { platformRuns, workOf } from '../../../model/policy/rights';
import { isEnd, standingOf } from '../../../model/policy/standing';
import { isRecorded } from '../../../model/policy/verdict';
import type { ApiClient } from '../../api/api-client';
import { isRefusal } from '../../api/api-error';
import { preferred } from '../../api/discovery';
import { pathOf } from '../../api/paths';
import { Answers } from './answers';

/** Labels by which those who make objects without owner references say for what: a Workflow's name, a run's. */
const workflowLabel = 'workflows.argoproj.io/workflow';
const runLabel = 'cleanup.cto.dev/run';
const workflows = resourceOf({ apiVersion: 'argoproj.io/v1alpha1', kind: 'Workflow' });
const pods = resourceOf({ apiVersion: 'v1', kind: 'Pod' });
/** Siblings are looked at one after the other: their owner is looked at once for all of them. */
const freshness = 5_000;
const remembered = 1_000;

/** Looks at owners, each once in a while. */
export class Owners {
  private readonly known = new Answers<Owner | undefined>(remembered);
  /** Kinds that are looked up; the account may read no others. */
  private readonly work: readonly Resource[];

  /** Kinds of runs that are there, and that nobody looks at. */
  private readonly unseen: readonly Resource[];

  /** @param served what the API server has in namespaces */
  constructor(
    private readonly client: ApiClient,
    private readonly policy: EffectivePolicy,
    served: readonly Resource[],
  ) {
    this.work = workOf(policy);
    const seen = new Set(this.work.map(keyOf));
    this.unseen = preferred(served, (kind) => platformRuns.includes(kind)).filter((one) => !seen.has(keyOf(one)));
  }

  /**
   * Why an object that has ended must stay for the sake of what it was part of: that is exempt as a whole, or has not
   * recorded how the object ended. A pod of an Argo workflow, deleted too early, is an Error; a Job of a run is missed.
   *
   * @param action what is only stopped is told to end, and waits for nobody to record it
   * @param age how old what is known of owners may be, in milliseconds
   */
  async keeping(
    object: LiveObject,
    action: RetentionAction,
    now: number,
    age = freshness,
  ): Promise<OwnersSake | undefined> {
    if (action === 'report') return undefined;
    for (const reference of object.metadata.ownerReferences ?? []) {
      const resource = this.workOf(reference);
      // A ReplicaSet, say, only looks at what is there.
      if (resource === undefined) continue;
      const owner = await this.owner(resource, object.metadata, reference, age);
      if (owner === undefined) continue;
      const title = `${reference.kind} ${reference.name}`;
      const exempt = await this.exemption(owner, title, now, age);
      if (exempt !== undefined) return { result: 'exempt', reason: `is part of ${exempt}` };
      if (action === 'delete' && isRecorder(object, reference, owner)) {
        return { result: 'unrecorded', reason: `${title} has not ended` };
      }
    }
    return undefined;
  }

  /** The exemption of an owner, or of what it is part of itself, however far up. */
  private async exemption(
    owner: Owner,
    title: string,
    now: number,
    age: number,
    seen: ReadonlySet<string> = new Set(),
  ): Promise<string | undefined> {
    // Nothing keeps objects from owning one another.
    if (seen.has(owner.metadata.uid)) return undefined;
    const below = new Set([...seen, owner.metadata.uid]);
    const state = exemptionOf(owner.metadata, this.policy.marks, now);
    if (state && !state.hasExpired) return `${title}: ${describeExemption(state.exemption)}`;
    for (const reference of owner.metadata.ownerReferences ?? []) {
      const resource = this.workOf(reference);
      const above = resource && (await this.owner(resource, owner.metadata, reference, age));
      const found = above && (await this.exemption(above, `${reference.kind} ${reference.name}`, now, age, below));
      if (found !== undefined) return found;
    }
    return undefined;
  }

  /**
   * Why an object does not count as left behind: undefined when it had owners, and all are gone, those included that labels
   * alone tell of.
   */
  async remaining(object: LiveObject, age = freshness): Promise<string | undefined> {
    const { ownerReferences = [], labels = {}, namespace = '' } = object.metadata;
    const { [workflowLabel]: workflow, [runLabel]: run } = labels;
    const areGone = await Promise.all(ownerReferences.map((owner) => this.isGone(object, owner, age)));
    if (!areGone.every((isGone) => isGone)) return 'its owner is there';
    const named: [Resource, string][] = [];
    if (workflow !== undefined) named.push([workflows, workflow]);
    if (run !== undefined) for (const one of this.work) named.push([one, run]);
    if (areGone.length === 0 && named.length === 0) return 'nothing says what it was made for';
    const found = await Promise.all(named.map(([resource, name]) => this.find(resource, namespace, name, age)));
    if (found.some((owner) => owner !== undefined)) return 'its owner is there';
    const [unseen] = this.unseen;
    if (run === undefined || unseen === undefined) return undefined;
    return `it may be of a ${unseen.kind} ${run}, and the policy does not look at ${keyOf(unseen)}: name them in its dependents`;
  }

  /** An owner of a kind that is not looked up is taken to be there. */
  private async isGone({ metadata }: LiveObject, reference: OwnerReference, age: number): Promise<boolean> {
    const resource = this.workOf(reference) ?? (isOf(pods, reference) ? pods : undefined);
    return resource !== undefined && (await this.owner(resource, metadata, reference, age)) === undefined;
  }

  private workOf(reference: OwnerReference): Resource | undefined {
    return this.work.find((resource) => isOf(resource, reference));
  }

  /** The owner itself: another object of its name is not it. */
  private async owner(
    resource: Resource,
    { namespace = '' }: Pick<LiveObject['metadata'], 'namespace'>,
    reference: OwnerReference,
    age: number,
  ): Promise<Owner | undefined> {
    const found = await this.find(resource, namespace, reference.name, age);
    return found?.metadata.uid === reference.uid ? found : undefined;
  }

  private find(resource: Resource, namespace: string, name: string, age: number): Promise<Owner | undefined> {
    const path = pathOf(resource, namespace, name);
    return this.known.to(path, age, () => this.look(path, resource)).answer;
  }

  private async look(path: string, { apiVersion, kind }: Resource): Promise<Owner | undefined> {
    try {
      const object = await this.client.get<LiveObject>(path);
      const { uid, namespace, labels, annotations, ownerReferences } = object.metadata;
      const { outcome } = standingOf({ ...object, apiVersion, kind });
      const metadata = { uid, namespace, labels, annotations, ownerReferences };
      return { metadata, outcome };
    } catch (error) {
      if (isRefusal(error, 404)) return undefined;
      throw error;
    }
  }
}

/** What is remembered of an owner; it may be large. */
interface Owner {
  readonly metadata: Pick<LiveObject['metadata'], 'uid' | 'namespace' | 'labels' | 'annotations' | 'ownerReferences'>;
  readonly outcome: Outcome;
}

/** Why something stays for the sake of what it is part of. */
export interface OwnersSake {
  readonly result: 'exempt' | 'unrecorded';
  readonly reason: string;
}

/** Others may have a kind of the same name. */
function isOf({ apiVersion, kind }: Resource, reference: OwnerReference): boolean {
  return kind === reference.kind && groupOf(apiVersion) === groupOf(reference.apiVersion);
}

/**
 * Whether an owner has still to make something of how the object ended. A Job's pod bears a finalizer until it has, a
 * workflow's pod a label when it has. Of runs there are many kinds, with words of their own for an end: only one that says
 * that it has not ended counts.
 */
function isRecorder(object: LiveObject, { kind }: OwnerReference, { outcome }: Owner): boolean {
  if (isEnd(outcome) || kind === 'Job') return false;
  if (object.kind === 'Job') return true;
  if (kind.endsWith('Run')) return outcome !== 'Unknown';
  return object.kind === 'Pod' && kind === 'Workflow' && !isRecorded(object);
}
