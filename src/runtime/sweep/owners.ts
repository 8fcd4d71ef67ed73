import type { LiveObject, OwnerReference } from '../../model/manifests/live-object';
import { type EffectivePolicy, type Resource, resourceOf } from '../../model/policy/effective-policy';
import { describeExemption, exemptionOf } from '../../model/policy/exemption';
import { workOf } from '../../model/policy/rights';
import { isEnd, standingOf } from '../../model/policy/standing';
import { isRecorded } from '../../model/policy/verdict';
import type { ApiClient } from '../api/api-client';
import { isRefusal } from '../api/api-error';
import { pathOf } from '../api/paths';

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
  private readonly known = new Map<string, { readonly at: number; readonly owner: Promise<Owner | undefined> }>();
  /** Kinds that are looked up; the account may read no others. */
  private readonly work: readonly Resource[];

  constructor(
    private readonly client: ApiClient,
    private readonly policy: EffectivePolicy,
  ) {
    this.work = workOf(policy);
  }

  /**
   * Why an object that has ended must stay for the sake of what it was part of: that is exempt as a whole, or has not
   * recorded how the object ended. A pod of an Argo workflow, deleted too early, is an Error; a Job of a run is missed.
   */
  async keeping(object: LiveObject, now: number): Promise<OwnersSake | undefined> {
    for (const reference of object.metadata.ownerReferences ?? []) {
      const resource = this.work.find(({ kind }) => kind === reference.kind);
      // A ReplicaSet, say, only looks at what is there.
      if (resource === undefined || (reference.kind === 'Job' && object.kind !== 'Pod')) continue;
      const owner = await this.owner(resource, object, reference);
      if (owner === undefined) continue;
      const title = `${reference.kind} ${reference.name}`;
      const state = exemptionOf(owner.metadata, this.policy.marks, now);
      if (state && !state.hasExpired) {
        return { result: 'exempt', reason: `is part of ${title}: ${describeExemption(state.exemption)}` };
      }
      if (!isRecorded(object) && isRecorder(object, reference) && !owner.hasEnded) {
        return { result: 'unrecorded', reason: `${title} has not ended` };
      }
    }
    return undefined;
  }

  /**
   * Whether all owners of an object are gone, those included that labels alone tell of; undefined for an object that
   * nothing says had one.
   */
  async areGone(object: LiveObject): Promise<boolean | undefined> {
    const { ownerReferences = [], labels = {}, namespace = '' } = object.metadata;
    const areGone = await Promise.all(ownerReferences.map((owner) => this.isGone(object, owner)));
    if (!areGone.every((isGone) => isGone)) return false;
    const named: [Resource, string][] = [];
    if (labels[workflowLabel] !== undefined) named.push([workflows, labels[workflowLabel]]);
    if (labels[runLabel] !== undefined) for (const one of this.work) named.push([one, labels[runLabel]]);
    if (areGone.length === 0 && named.length === 0) return undefined;
    const found = await Promise.all(named.map(([resource, name]) => this.find(resource, namespace, name)));
    return found.every((owner) => owner === undefined);
  }

  /** An owner of a kind that is not looked up is taken to be there. */
  private async isGone(object: LiveObject, reference: OwnerReference): Promise<boolean> {
    const resource = [...this.work, pods].find(({ kind }) => kind === reference.kind);
    return resource !== undefined && (await this.owner(resource, object, reference)) === undefined;
  }

  /** The owner itself: another object of its name is not it. */
  private async owner(resource: Resource, object: LiveObject, reference: OwnerReference): Promise<Owner | undefined> {
    const found = await this.find(resource, object.metadata.namespace ?? '', reference.name);
    return found?.metadata.uid === reference.uid ? found : undefined;
  }

  private find(resource: Resource, namespace: string, name: string): Promise<Owner | undefined> {
    const path = pathOf(resource, namespace, name);
    const now = Date.now();
    const known = this.known.get(path);
    if (known && now - known.at < freshness) return known.owner;
    if (this.known.size >= remembered) this.known.clear();
    const owner = this.look(path, resource);
    this.known.set(path, { at: now, owner });
    owner.catch(() => this.known.delete(path));
    return owner;
  }

  private async look(path: string, { apiVersion, kind }: Resource): Promise<Owner | undefined> {
    try {
      const object = await this.client.get<LiveObject>(path);
      const { uid, labels, annotations } = object.metadata;
      const { outcome } = standingOf({ ...object, apiVersion, kind });
      return { metadata: { uid, labels, annotations }, hasEnded: isEnd(outcome) };
    } catch (error) {
      if (isRefusal(error, 404)) return undefined;
      throw error;
    }
  }
}

/** What is remembered of an owner; it may be large. */
interface Owner {
  readonly metadata: Pick<LiveObject['metadata'], 'uid' | 'labels' | 'annotations'>;
  readonly hasEnded: boolean;
}

/** Why something stays for the sake of what it is part of. */
export interface OwnersSake {
  readonly result: 'exempt' | 'unrecorded';
  readonly reason: string;
}

/** Whether an owner makes something of how the object ended. A Job's pod bears a finalizer until it has. */
function isRecorder({ kind: own }: LiveObject, { kind }: OwnerReference): boolean {
  return own === 'Pod' ? kind === 'Workflow' : own === 'Job';
}
