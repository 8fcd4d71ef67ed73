import { Quantity } from '../../model/values/quantity';
import type { Charge } from '../../model/workloads/charge';
import type { Field } from './field';

/** Amounts of resources as an object states them. */
export interface StatedAmounts {
  readonly amounts: Charge;
  /** Whether each value was an amount; one that is not has a finding of its own, and nothing is computed from it. */
  readonly isReadable: boolean;
}

/** Requests or limits, a quota's `hard`, a bound of a LimitRange. Less than nothing is no amount to compute with. */
export function readAmounts(field: Field): StatedAmounts {
  const { amounts, isReadable } = statedAmounts(field);
  const usable = Object.entries(amounts).filter(([, amount]) => !amount.isNegative);
  return usable.length === Object.keys(amounts).length
    ? { amounts, isReadable }
    : { amounts: Object.fromEntries(usable), isReadable: false };
}

/**
 * The same with those less than nothing. What is finer than a thousandth is rounded up to one.
 *
 * Source: kubernetes/pkg/apis/core/v1 `SetDefaults_ResourceList`.
 */
export function statedAmounts(field: Field): StatedAmounts {
  const amounts: Record<string, Quantity> = {};
  let isReadable = true;
  for (const [resource, value] of field.entries) {
    // No resource has such a name, and who looks it up in a plain object finds what every object has.
    if (!value.exists || resource in Object.prototype) continue;
    const amount = value.quantity;
    if (amount) amounts[resource] = amount.isWholeMilli ? amount : amount.roundUpTo(thousandth);
    else isReadable = false;
  }
  return { amounts, isReadable };
}

const thousandth = Quantity.parse('1m');

/**
 * Whether a container may ask for less of a resource than its limit. Huge pages and resources of vendors are given whole:
 * request and limit must be equal.
 *
 * Source: kubernetes/pkg/apis/core/helper `IsOvercommitAllowed`.
 */
export function canOvercommit(resource: string): boolean {
  const isNative = !resource.includes('/') || resource.includes('kubernetes.io/');
  return isNative && !resource.startsWith('hugepages-');
}

/** Thousandths, as servers count them where they divide one amount by another. */
export function thousandths(amount: Quantity): number {
  return Number(amount.ceilDivide(thousandth));
}
