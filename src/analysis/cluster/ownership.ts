import { groupOf } from '../../model/manifests/manifest';
import type { ClusterObject } from './cluster-object';
import { makesPods } from './workloads';

/**
 * Which objects of a namespace others among them have made. A dump of a cluster holds the ReplicaSets and pods of a
 * Deployment beside it: what they charge is its charge, not more of it.
 */
export class Ownership {
  private readonly makers: ReadonlySet<string>;

  constructor(objects: readonly ClusterObject[]) {
    this.makers = new Set(objects.filter(makesPods).map(keyOf));
  }

  isMade(object: ClusterObject): boolean {
    const owner = controllerOf(object);
    return owner !== undefined && owner !== keyOf(object) && this.makers.has(owner);
  }
}

/** What names an object within its namespace. */
export function keyOf({ kind, group, name }: ClusterObject): string {
  return `${kind}.${group}/${name}`;
}

/** The one object that manages this one; others may be among its owners just to be deleted with it. */
function controllerOf(object: ClusterObject): string | undefined {
  const owner = object.field('metadata', 'ownerReferences').items.find((one) => one.get('controller').flag === true);
  if (!owner) return undefined;
  return `${owner.get('kind').text}.${groupOf(owner.get('apiVersion').text ?? '')}/${owner.get('name').text}`;
}
