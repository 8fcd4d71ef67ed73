import { canonical } from '../../../../model/manifests/canonical';
import type { Cluster } from '../../../cluster/cluster';
import type { ClusterObject } from '../../../cluster/cluster-object';
import { isPlaceholder } from '../../../cluster/placeholder';
import { type FieldPath, formatPath, type Violation } from '../../../findings/finding';
import { rule } from '../../rule';

/** Two manifests are one object: which of them the cluster has depends on who applies last. */
export const dupObject = rule({
  id: 'DUP-OBJECT',
  severity: 'error',
  title: 'two manifests declare the same object',
  *check(cluster: Cluster) {
    const declared = new Map<string, ClusterObject[]>();
    for (const object of cluster.objects) {
      const { name, namespace, identity } = object;
      if (name.endsWith('*') || isPlaceholder(name) || isPlaceholder(namespace)) continue;
      const known = declared.get(identity);
      if (known) known.push(object);
      else declared.set(identity, [object]);
    }
    for (const [first, second, ...others] of declared.values()) {
      if (first && second) yield duplicate(first, [second, ...others]);
    }
  },
});

/** More than these are no help. */
const shown = 5;

/** Names of fields only: their values may be secret. */
function duplicate(first: ClusterObject, others: readonly [ClusterObject, ...ClusterObject[]]): Violation {
  const original = comparable(first);
  const different = others
    .map((object) => ({ object, paths: [...differences(comparable(object), original, [])] }))
    .filter(({ paths }) => paths.length > 0);
  const times = others.length === 1 ? 'twice' : `${others.length + 1} times`;
  const [worst] = different;
  if (!worst) {
    return {
      severity: 'warning',
      at: [others[0].root, first.root, ...others.slice(1).map(({ root }) => root)],
      message: `${first.title} is declared ${times}, with the same content`,
      fix: 'keep one of them',
    };
  }
  const names = [...new Set(different.flatMap(({ paths }) => paths.map(formatPath)))];
  const more = names.length > shown ? ` and ${names.length - shown} more` : '';
  const path = worst.paths[0] ?? [];
  const rest = others.filter((object) => object !== worst.object);
  return {
    at: [worst.object.field(...path), first.field(...path), ...rest.map(({ root }) => root)],
    message: `${first.title} is declared ${times}, with different content: ${names.slice(0, shown).join(', ')}${more}`,
    fix: 'keep one of them, or give them different names or namespaces',
  };
}

/** Amounts by value, lists without order sorted; what cannot be brought into that form is compared as it is. */
function comparable({ manifest, definition }: ClusterObject): unknown {
  try {
    return canonical(manifest, definition);
  } catch {
    return manifest;
  }
}

function* differences(a: unknown, b: unknown, path: FieldPath): Generator<FieldPath> {
  if (Array.isArray(a) && Array.isArray(b)) {
    for (let index = 0; index < Math.max(a.length, b.length); index += 1) {
      yield* differences(a[index], b[index], [...path, index]);
    }
  } else if (isMap(a) && isMap(b)) {
    for (const key of new Set([...Object.keys(a), ...Object.keys(b)])) {
      yield* differences(own(a, key), own(b, key), [...path, key]);
    }
  } else if (a !== b) yield path;
}

function own(map: Record<string, unknown>, key: string): unknown {
  return Object.hasOwn(map, key) ? map[key] : undefined;
}

function isMap(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
