import type { ClusterObject } from './cluster-object';

/** Objects by their kind, in any version. */
export class KindIndex {
  private readonly byKind: ReadonlyMap<string, readonly ClusterObject[]>;

  constructor(objects: readonly ClusterObject[]) {
    this.byKind = groupBy(objects, ({ kind, group }) => keyOf(kind, group));
  }

  get(kind: string, group: string): readonly ClusterObject[] {
    return this.byKind.get(keyOf(kind, group)) ?? [];
  }
}

/** Items by a key of theirs, in their order. */
export function groupBy<Key, Item>(items: readonly Item[], keyOf: (item: Item) => Key): Map<Key, Item[]> {
  const groups = new Map<Key, Item[]>();
  for (const item of items) {
    const key = keyOf(item);
    const group = groups.get(key);
    if (group) group.push(item);
    else groups.set(key, [item]);
  }
  return groups;
}

function keyOf(kind: string, group: string): string {
  return `${kind}.${group}`;
}
