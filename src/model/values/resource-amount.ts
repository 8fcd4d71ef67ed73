import { InvalidValue } from './problems';
import { Quantity, type QuantityLike } from './quantity';

/**
 * Reads an amount of a resource, as requests, limits and quotas hold it. An API server rounds it up to a thousandth when it
 * stores it (core/v1 `SetDefaults_ResourceList`), so what is finer would come back changed.
 *
 * @throws InvalidValue for what is no quantity, and for what is finer than a thousandth.
 */
export function resourceAmount(value: QuantityLike): Quantity {
  const amount = Quantity.parse(value);
  if (amount.isWholeMilli) return amount;
  throw new InvalidValue(
    value,
    `is finer than a thousandth, to which servers round it up: use ${amount.roundUpTo(thousandth)}`,
  );
}

const thousandth = Quantity.parse('1m');
