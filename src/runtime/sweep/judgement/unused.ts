import type { LiveObject } from '../../../model/manifests/live-object';
import { lastStatusWrite, type Standing } from '../../../model/policy/standing';
import { span } from '../../../model/policy/verdict';
import type { Owners } from './owners';
import type { Sightings } from './sightings';
import type { Usage } from './usage';

/** Whether an object of this kind has no end of its own, and goes when nobody uses it. */
export function isPassive({ apiVersion, kind }: { readonly apiVersion: string; readonly kind: string }): boolean {
  return apiVersion === 'v1' && (kind === 'PersistentVolumeClaim' || kind === 'ConfigMap');
}

/**
 * Tells whether volume claims and ConfigMaps are unused. That no pod mounts a claim says little: Argo keeps those of failed
 * workflows for a retry, StatefulSets at zero replicas keep theirs. So its owner must be gone, it must have had one, and it
 * must have been seen so before.
 */
export class UnusedObjects {
  constructor(
    private readonly usage: Usage,
    private readonly owners: Owners,
    private readonly sightings: Sightings,
    /** How long ago it must have been bound at least, in milliseconds. */
    private readonly grace: number,
    private readonly now: () => number,
  ) {}

  async standing(object: LiveObject): Promise<Standing> {
    const why = await this.use(object);
    const { uid } = object.metadata;
    if (why === undefined) return { outcome: 'Unused', since: this.sightings.see(uid, this.now()) };
    this.sightings.forget(uid);
    return { outcome: 'Running', since: undefined, why };
  }

  /**
   * Whether nobody has begun to use an object meanwhile: nothing in the object itself tells of that.
   *
   * @param age how old the answer may be, in milliseconds
   */
  async isUnused(object: LiveObject, age: number): Promise<boolean> {
    return (await this.use(object, age)) === undefined;
  }

  /** Why an object counts as used; undefined for one that does not. */
  private async use(object: LiveObject, age?: number): Promise<string | undefined> {
    const { namespace = '', name } = object.metadata;
    const { users, statefulSetOf } = await this.usage.of(namespace, age);
    const pods = users.get(`${object.kind}/${name}`) ?? [];
    // A claim is let go of by a pod that has ended only when the pod itself is gone.
    const user = object.kind === 'PersistentVolumeClaim' ? pods[0] : pods.find(({ hasEnded }) => !hasEnded);
    if (user) return `is used by pod ${user.name}`;
    const set = object.kind === 'PersistentVolumeClaim' ? statefulSetOf(name) : undefined;
    if (set !== undefined) return `belongs to StatefulSet ${set}`;
    const bound = object.kind === 'PersistentVolumeClaim' ? lastStatusWrite(object) : undefined;
    const since = this.now() - (bound ?? Number.NEGATIVE_INFINITY);
    // What has just been bound is about to be used.
    if (since < this.grace) return `was bound or resized ${span(since)} ago`;
    return this.owners.remaining(object, age);
  }
}
