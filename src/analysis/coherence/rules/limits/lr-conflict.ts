import { type LimitItem, sourceOfDefault } from '../../../cluster/limit-range';
import type { Violation } from '../../../findings/finding';
import { rule } from '../../rule';
import { conflictsOf, takenLimits } from './limit-bounds';

/**
 * All LimitRanges of a namespace hold together. Where the min of one is above the max of another, no container can exist;
 * where two fill in different defaults, the server takes whichever it lists first, and that order may differ from one pod
 * to the next.
 */
export const lrConflict = rule({
  id: 'LR-CONFLICT',
  severity: 'error',
  title: 'two bounds or defaults of a namespace contradict each other',
  *check(cluster) {
    for (const namespace of cluster.namespaces) {
      if (namespace.limits.length < 2) continue;
      const items = takenLimits(namespace);
      const conflicts = conflictsOf(items);
      for (const { resource, min, max, least, most } of conflicts) {
        const subject = min.type === 'PersistentVolumeClaim' ? 'claim' : min.type === 'Pod' ? 'pod' : 'container';
        yield {
          at: [min.field.get('min', resource), max.field.get('max', resource)],
          message: `no ${subject} can have ${resource}: ${min.object.title} asks for at least ${least}, ${max.object.title} allows ${max.type === min.type ? '' : 'its pod '}at most ${most}`,
          fix: `lower the min to ${most} or raise the max to ${least}`,
        };
      }
      yield* rivals(
        items.filter(({ type }) => type === 'Container'),
        new Set(conflicts.map(({ resource }) => resource)),
      );
    }
  },
});

/** Of resources that no container can have, defaults are of no interest. */
function* rivals(items: readonly LimitItem[], moot: ReadonlySet<string>): Generator<Violation> {
  for (const [index, first] of items.entries()) {
    for (const second of items.slice(index + 1)) {
      const differences = (['default', 'defaultRequest'] as const).flatMap((side) =>
        Object.entries(second[side]).flatMap(([resource, amount]) => {
          const other = first[side][resource];
          if (!other || other.equals(amount) || moot.has(resource)) return [];
          const from = side === 'default' ? ('limits' as const) : ('requests' as const);
          return [{ from, resource, text: `${side} of ${resource}: ${other} or ${amount}` }];
        }),
      );
      const [shown] = differences;
      if (!shown) continue;
      yield {
        severity: 'warning',
        at: [sourceOfDefault(second, shown.from, shown.resource), sourceOfDefault(first, shown.from, shown.resource)],
        message: `a container that states no ${shown.resource} gets the default of ${first.object.name} or of ${second.object.name}, whichever the server lists first`,
        arithmetic: differences.map(({ text }) => text),
        fix: 'state the defaults of a resource in one LimitRange only; a max without default fills one in, too',
      };
    }
  }
}
