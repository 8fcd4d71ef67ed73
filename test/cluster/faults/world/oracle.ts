import { age } from './manifests';
import type { Item, Snapshot } from './model';
import type { Terms, Thing } from './world';

/** What must become of the objects of a world: said here once more, by other words than the engine's. */
export class Oracle {
  constructor(private readonly terms: Terms) {}

  /** Whether an object may be deleted for its own sake: it, its owners, and everything that would go along allow it. */
  isDue(item: Item, snapshot: Snapshot): boolean {
    if (snapshot.isPaused || !this.isDueItself(item)) return false;
    if (this.isKeptForOwners(item, snapshot) || this.isKeptLast(item, snapshot)) return false;
    if (isPassive(item.thing) && !isUnused(item, snapshot)) return false;
    const going = below(item, snapshot);
    return going.every((one) => this.mayGoAlong(one, going, snapshot));
  }

  /** The same by the object alone; what changes it makes its version another one. */
  isDueItself({ thing }: Item): boolean {
    if (!this.terms.kinds.includes(thing.kind) || isProtected(thing)) return false;
    if (isPassive(thing)) return true;
    return this.isCovered(thing) && age >= lasting(thing, thing.isLong);
  }

  /** What is left when sweeps have done all they may. */
  rest(snapshot: Snapshot): ReadonlyMap<string, Item> {
    for (let now = snapshot; ; ) {
      const due = [...now.items.values()].filter((item) => this.isDue(item, now));
      if (due.length === 0) return now.items;
      now = {
        ...now,
        items: without(
          now.items,
          due.map(({ uid }) => uid),
        ),
      };
    }
  }

  private isCovered({ kind, outcome }: Thing): boolean {
    if (outcome === 'Error') return kind === 'Workflow' && this.terms.hasError;
    return outcome === 'Succeeded' || outcome === 'Failed';
  }

  private isKeptForOwners({ thing, owners }: Item, snapshot: Snapshot): boolean {
    const { items } = snapshot;
    return owners.some((uid) => {
      const owner = items.get(uid);
      if (!owner || !isWork(owner)) return false;
      if (isExemptAsAWhole(owner, snapshot)) return true;
      const counts = owner.kind === 'Workflow' && (thing.kind === 'Job' || (thing.kind === 'Pod' && !thing.isRecorded));
      return counts && !hasEnded(owner.thing);
    });
  }

  private isKeptLast(item: Item, { items }: Snapshot): boolean {
    const { thing } = item;
    if (thing.kind !== 'Workflow' || thing.isLong) return false;
    const siblings = [...items.values()].filter(({ thing: other }) => {
      return (
        other.kind === 'Workflow' &&
        !other.isLong &&
        other.template === thing.template &&
        other.outcome === thing.outcome
      );
    });
    siblings.sort((a, b) =>
      a.createdAt === b.createdAt ? (a.uid < b.uid ? -1 : 1) : a.createdAt < b.createdAt ? 1 : -1,
    );
    return siblings.slice(0, this.terms.keepLast).includes(item);
  }

  private mayGoAlong(item: Item, going: readonly Item[], snapshot: Snapshot): boolean {
    const { thing, user } = item;
    const { items } = snapshot;
    if (isProtected(thing) || this.isKeptLast(item, snapshot)) return false;
    if (isPassive(thing)) {
      const pod = user === undefined ? undefined : items.get(user);
      return pod === undefined || hasEnded(pod.thing) || going.includes(pod);
    }
    const hasRule = this.terms.kinds.includes(thing.kind);
    // A rule that does not name how it ended leaves it where it is.
    if (hasRule && !this.isCovered(thing) && isWork(item)) return false;
    return hasEnded(thing) && age >= lasting(thing, hasRule && thing.isLong);
  }
}

/** Takes objects away, and with them everything that garbage collection takes: what has no owner any more. */
export function without(items: ReadonlyMap<string, Item>, uids: readonly string[]): Map<string, Item> {
  const left = new Map(items);
  for (const uid of uids) left.delete(uid);
  for (let hasChanged = true; hasChanged; ) {
    hasChanged = false;
    for (const { uid, owners } of left.values()) {
      if (owners.length === 0 || owners.some((owner) => left.has(owner))) continue;
      left.delete(uid);
      hasChanged = true;
    }
  }
  return left;
}

/** Everything that an object owns, and what that owns. */
export function below({ uid }: Item, { items }: Snapshot): Item[] {
  const found = new Map<string, Item>();
  const look = (owner: string) => {
    for (const item of items.values()) {
      if (!item.owners.includes(owner) || found.has(item.uid)) continue;
      found.set(item.uid, item);
      look(item.uid);
    }
  };
  look(uid);
  return [...found.values()];
}

export function hasEnded({ outcome }: Thing): boolean {
  return outcome === 'Succeeded' || outcome === 'Failed' || outcome === 'Error';
}

/** What has parts of its own that it waits for. */
function isWork({ kind }: Pick<Item, 'kind'>): boolean {
  return kind === 'Workflow' || kind === 'Job';
}

function isPassive({ kind }: Thing): boolean {
  return kind === 'PersistentVolumeClaim' || kind === 'ConfigMap';
}

function isExempt({ mark }: Thing): boolean {
  return mark !== undefined && !mark.hasExpired;
}

/** By itself, or by the work that it is part of. */
function isExemptAsAWhole({ thing, owners }: Item, snapshot: Snapshot): boolean {
  if (isExempt(thing)) return true;
  const above = owners.map((uid) => snapshot.items.get(uid));
  return above.some((owner) => owner && isWork(owner) && isExemptAsAWhole(owner, snapshot));
}

function isProtected(thing: Thing): boolean {
  return isExempt(thing) || thing.isHeld || thing.isArchiving || thing.manager !== undefined;
}

/** A claim is in use as long as a pod names it, a ConfigMap as long as one that has not ended does. */
function isUnused({ thing, user, madeFor, owners }: Item, { items }: Snapshot): boolean {
  const pod = user === undefined ? undefined : items.get(user);
  if (pod && (thing.kind === 'PersistentVolumeClaim' || !hasEnded(pod.thing))) return false;
  if (madeFor === undefined || owners.some((owner) => items.has(owner))) return false;
  return ![...items.values()].some(({ kind, name }) => kind === 'Workflow' && name === madeFor);
}

/** In milliseconds. */
function lasting({ ttl }: Thing, isLong: boolean): number {
  if (ttl === undefined) return isLong ? 3_600_000 : 0;
  return /^\d+$/.test(ttl) ? Number(ttl) * 1_000 : Number.POSITIVE_INFINITY;
}
