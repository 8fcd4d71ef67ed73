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
  const cycle = visit(
    predecessors.keys(),
    (object) => predecessors.get(object) ?? [],
    () => {},
  );
  return cycle?.map(({ node }) => node.path);
}

/** The objects in their given order, moved back only as far as a dependency demands. There must be no cycle. */
export function inDependencyOrder(objects: readonly ApiObject[], predecessors: Predecessors): ApiObject[] {
  if (predecessors.size === 0) return [...objects];
  const positions = new Map(objects.map((object, index) => [object, index]));
  const position = (object: ApiObject) => positions.get(object) ?? 0;
  const before = (object: ApiObject) => {
    const here = [...(predecessors.get(object) ?? [])].filter((other) => positions.has(other));
    return here.sort((a, b) => position(a) - position(b));
  };
  const ordered: ApiObject[] = [];
  visit(objects, before, (object) => ordered.push(object));
  return ordered;
}

/**
 * Visits each object once, behind all that stand before it, or returns a cycle. Without recursion: a chain of dependencies
 * may be longer than the call stack.
 */
function visit(
  objects: Iterable<ApiObject>,
  before: (object: ApiObject) => Iterable<ApiObject>,
  leave: (object: ApiObject) => void,
): ApiObject[] | undefined {
  const done = new Set<ApiObject>();
  const trail: ApiObject[] = [];
  const left = new Map<ApiObject, Iterator<ApiObject>>();
  const enter = (object: ApiObject) => {
    trail.push(object);
    left.set(object, before(object)[Symbol.iterator]());
  };
  for (const object of objects) {
    if (!done.has(object)) enter(object);
    for (let last = trail.at(-1); last; last = trail.at(-1)) {
      const step = left.get(last)?.next();
      if (!step || step.done) {
        trail.pop();
        left.delete(last);
        done.add(last);
        leave(last);
      } else if (left.has(step.value)) {
        return [...trail.slice(trail.indexOf(step.value)), step.value];
      } else if (!done.has(step.value)) enter(step.value);
    }
  }
  return undefined;
}

function objectsIn(construct: IConstruct): ApiObject[] {
  return construct.node.findAll().filter((child): child is ApiObject => child instanceof ApiObject);
}
