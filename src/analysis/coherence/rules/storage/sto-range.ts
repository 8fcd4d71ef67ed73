import type { Cluster } from '../../../cluster/cluster';
import type { Namespace } from '../../../cluster/namespace';
import { isPlaceholder } from '../../../cluster/placeholder';
import { classSuffix, type VolumeClaim, volumeClaims } from '../../../cluster/volume-claim';
import type { Violation } from '../../../findings/finding';
import { rule } from '../../rule';

/**
 * A claim outside what the namespace's LimitRange allows is refused (403). A storage class that does not exist provides
 * nothing: the claim stays Pending, and a quota on it counts nothing.
 */
export const stoRange = rule({
  id: 'STO-RANGE',
  severity: 'error',
  title: 'a claim is outside the range of the LimitRange, or names an unknown storage class',
  *check(cluster) {
    const classes = knownClasses(cluster);
    for (const namespace of cluster.namespaces) {
      for (const claim of volumeClaims(namespace)) {
        yield* outOfRange(claim, namespace);
        if (classes) yield* ofUnknownClass(claim, classes);
      }
      if (classes) yield* unknownInQuotas(namespace, classes);
    }
  },
});

function* outOfRange({ object, storage }: VolumeClaim, { limits }: Namespace): Generator<Violation> {
  const amount = storage.quantity;
  if (!amount) return;
  for (const item of limits) {
    if (item.type !== 'PersistentVolumeClaim') continue;
    const { storage: min } = item.min;
    const { storage: max } = item.max;
    const bound = min && amount.lessThan(min) ? 'min' : max?.lessThan(amount) ? 'max' : undefined;
    if (!bound) continue;
    const limit = bound === 'min' ? min : max;
    yield {
      at: [storage, item.field.get(bound, 'storage')],
      message: `${object.title} claims ${amount}, and the LimitRange ${item.object.name} allows ${bound === 'min' ? 'no less' : 'no more'} than ${limit}`,
      fix: `claim ${limit}, or change the LimitRange`,
    };
  }
}

/** The classes of the manifests, and those that the profile lists; undefined where it lists none, since there may be any. */
function knownClasses(cluster: Cluster): ReadonlySet<string> | undefined {
  const { storageClasses } = cluster.profile;
  if (!storageClasses) return undefined;
  return new Set([...storageClasses, ...cluster.ofKind('StorageClass', 'storage.k8s.io').map(({ name }) => name)]);
}

function* ofUnknownClass({ object, storageClass }: VolumeClaim, classes: ReadonlySet<string>): Generator<Violation> {
  const name = storageClass?.text ?? '';
  // The empty name asks for a volume without a class.
  if (!storageClass || name === '' || isPlaceholder(name) || classes.has(name)) return;
  yield {
    severity: 'warning',
    at: [storageClass],
    message: `${object.title} claims storage of class ${name}, which does not exist`,
    arithmetic: [knownText(classes)],
    fix: 'use a class that exists, or add it to storageClasses of the profile',
  };
}

function* unknownInQuotas({ quotas }: Namespace, classes: ReadonlySet<string>): Generator<Violation> {
  for (const { object } of quotas) {
    for (const [key, field] of object.field('spec', 'hard').entries) {
      const end = key.indexOf(classSuffix);
      const name = key.slice(0, end);
      if (end < 1 || isPlaceholder(name) || classes.has(name)) continue;
      yield {
        severity: 'warning',
        at: [field],
        message: `${key} limits storage of class ${name}, which does not exist`,
        arithmetic: [knownText(classes)],
        fix: 'name a class that exists, or add it to storageClasses of the profile',
      };
    }
  }
}

function knownText(classes: ReadonlySet<string>): string {
  return `known classes: ${classes.size === 0 ? 'none' : [...classes].sort().join(', ')}`;
}
