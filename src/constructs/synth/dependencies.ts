import { ApiObject } from 'cdk8s';
import type { IConstruct } from 'constructs';

/** For each object, those that must stand before it in the same file. */
export type Predecessors = ReadonlyMap<ApiObject, ReadonlySet<ApiObject>>;

/**
 * What `addDependency` asked for, between objects: a dependency on a construct is one on every object inside it.
 */
export function predecessorsOf(constructs: readonly IConstruct[]): Predecessors {
  const result = new Map<ApiObject, Set<ApiObject>>();
  for (const source of constructs) {
    const targets = source.node.dependencies.flatMap(objectsIn);
    if (targets.length === 0) continue;
    for (const object of objectsIn(source)) {
      const before = result.get(object) ?? new Set();
      for (const target of targets) if (target !== object) before.add(target);
      result.set(object, before);
    }
  }
  return result;
}

/** A dependency cycle as paths, the first repeated at the end; undefined where there is none. */
export function cycleIn(predecessors: Predecessors): string[] | undefined {
  const done = new Set<ApiObject>();
  const trail: ApiObject[] = [];
  const visit = (object: ApiObject): string[] | undefined => {
    const start = trail.indexOf(object);
    if (start >= 0) return [...trail.slice(start), object].map(({ node }) => node.path);
    if (done.has(object)) return undefined;
    trail.push(object);
    for (const before of predecessors.get(object) ?? []) {
      const cycle = visit(before);
      if (cycle) return cycle;
    }
    trail.pop();
    done.add(object);
    return undefined;
  };
  for (const object of predecessors.keys()) {
    const cycle = visit(object);
    if (cycle) return cycle;
  }
  return undefined;
}

/** The objects in their given order, moved back only as far as a dependency demands. There must be no cycle. */
export function inDependencyOrder(objects: readonly ApiObject[], predecessors: Predecessors): ApiObject[] {
  if (predecessors.size === 0) return [...objects];
  const here = new Set(objects);
  const ordered = new Set<ApiObject>();
  const place = (object: ApiObject): void => {
    if (ordered.has(object)) return;
    const before = predecessors.get(object);
    if (before) for (const other of objects) if (before.has(other) && here.has(other)) place(other);
    ordered.add(object);
  };
  objects.forEach(place);
  return [...ordered];
}

function objectsIn(construct: IConstruct): ApiObject[] {
  return construct.node.findAll().filter((child): child is ApiObject => child instanceof ApiObject);
}
