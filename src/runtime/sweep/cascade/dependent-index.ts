import type { Resource } from '../../../model/policy/effective-policy';
import type { ApiClient } from '../../api/api-client';
import type { MetadataItem } from '../../api/pages';
import { pathOf } from '../../api/paths';
import { type Reflection, Reflector } from '../../api/reflector';
import { type Dependent, versionOf } from '../decision';

interface Entry extends Dependent {
  readonly owners: readonly string[];
}

/** An object that goes along with another, and the kind that it is read as. */
export interface IndexedDependent {
  readonly resource: Resource;
  readonly dependent: Dependent;
}

const patience = 20_000;
const impatience = 1_000;
/** How old the picture may be when a connection has died without a word, in milliseconds. */
const silence = 10_000;

/**
 * What depends on what in a namespace, by owner uid, kept current by watches. Garbage collection asks nobody: whoever deletes
 * an owner must know beforehand. Only objects that have an owner are remembered, and of them no more than their names.
 */
export class DependentIndex {
  private readonly reflectors: readonly Reflector[];
  private readonly tables: readonly Table[];
  private patience = patience;

  constructor(client: ApiClient, namespace: string, resources: readonly Resource[]) {
    this.tables = resources.map((resource) => new Table(resource));
    this.reflectors = this.tables.map(
      (table) => new Reflector(client, pathOf(table.resource, namespace), table, { silence }),
    );
  }

  start(): void {
    for (const reflector of this.reflectors) reflector.start();
  }

  stop(): void {
    for (const reflector of this.reflectors) reflector.stop();
  }

  /** Whether all kinds are known as they are at this moment. */
  get isCurrentNow(): boolean {
    return this.reflectors.every(({ isCurrent }) => isCurrent);
  }

  /** Waits until all kinds are known as they are, but not long again when it was waited for in vain. */
  async isCurrent(): Promise<boolean> {
    const end = performance.now() + this.patience;
    // While one was waited for, another may have lost its place.
    for (let isHopeful = true; isHopeful && !this.isCurrentNow; ) {
      const all = await Promise.all(this.reflectors.map((one) => one.whenCurrent(end - performance.now())));
      isHopeful = all.every((one) => one);
    }
    this.patience = this.isCurrentNow ? patience : impatience;
    return this.isCurrentNow;
  }

  /** Everything that garbage collection would take along with an object, however far down. */
  below(uid: string): IndexedDependent[] {
    const found = new Map<string, IndexedDependent>();
    const look = (owner: string) => {
      for (const { resource, ofOwner } of this.tables) {
        for (const { owners: _, ...dependent } of ofOwner(owner)) {
          if (found.has(dependent.uid)) continue;
          found.set(dependent.uid, { resource, dependent });
          look(dependent.uid);
        }
      }
    };
    look(uid);
    return [...found.values()];
  }
}

/** Tells two pictures of a cascade apart: another member, or another version of one. */
export function fingerprint(dependents: readonly Dependent[]): string {
  return dependents.map(versionOf).sort().join(' ');
}

/** The owned objects of one kind. */
class Table implements Reflection {
  private readonly entries = new Map<string, Entry>();
  private readonly byOwner = new Map<string, Map<string, Entry>>();

  constructor(readonly resource: Resource) {}

  readonly ofOwner = (uid: string): Iterable<Entry> => this.byOwner.get(uid)?.values() ?? [];

  clear(): void {
    this.entries.clear();
    this.byOwner.clear();
  }

  put({ metadata }: MetadataItem): void {
    const { name, uid, resourceVersion, ownerReferences = [] } = metadata;
    this.drop(uid);
    if (ownerReferences.length === 0) return;
    const { apiVersion, kind } = this.resource;
    const owners = ownerReferences.map((owner) => owner.uid);
    const entry: Entry = { apiVersion, kind, name, uid, resourceVersion, owners };
    this.entries.set(uid, entry);
    for (const owner of owners) {
      const dependents = this.byOwner.get(owner);
      if (dependents) dependents.set(uid, entry);
      else this.byOwner.set(owner, new Map([[uid, entry]]));
    }
  }

  remove({ metadata }: MetadataItem): void {
    this.drop(metadata.uid);
  }

  private drop(uid: string): void {
    const entry = this.entries.get(uid);
    if (!entry) return;
    this.entries.delete(uid);
    for (const owner of entry.owners) {
      const dependents = this.byOwner.get(owner);
      dependents?.delete(uid);
      if (dependents?.size === 0) this.byOwner.delete(owner);
    }
  }
}
