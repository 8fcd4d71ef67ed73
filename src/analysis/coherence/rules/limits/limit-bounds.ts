import type { Quantity } from '../../../../model/values/quantity';
import type { LimitItem } from '../../../cluster/limit-range';
import type { Namespace } from '../../../cluster/namespace';
import { faultsOf } from './limit-faults';

/** The items of a namespace that a server takes and that can be compared. */
export function takenLimits(namespace: Namespace): LimitItem[] {
  const refused = new Set(
    [...new Set(namespace.limits.map(({ object }) => object))].filter((object) => !faultsOf(object).next().done),
  );
  return namespace.limits.filter((item) => item.isReadable && !refused.has(item.object));
}

/** A lower and an upper bound that nothing can keep both. */
export interface LimitConflict {
  readonly resource: string;
  readonly min: LimitItem;
  readonly max: LimitItem;
  readonly least: Quantity;
  readonly most: Quantity;
}

/** A pod has at least what one of its containers has, so that its bounds hold for each of them. */
export function conflictsOf(items: readonly LimitItem[]): LimitConflict[] {
  return items.flatMap((min) =>
    items.flatMap((max) => {
      const meets = min.type === max.type || (min.type === 'Container' && max.type === 'Pod');
      if (min === max || !meets) return [];
      return Object.entries(min.min).flatMap(([resource, least]) => {
        const most = max.max[resource];
        return most?.lessThan(least) ? [{ resource, min, max, least, most }] : [];
      });
    }),
  );
}
