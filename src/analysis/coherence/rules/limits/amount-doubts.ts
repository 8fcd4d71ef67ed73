import { Quantity } from '../../../../model/values/quantity';
import type { ClusterObject } from '../../../cluster/cluster-object';
import type { Field } from '../../../cluster/field';
import type { FieldPath, Violation } from '../../../findings/finding';

/** Why an amount that servers take is hardly the one that was meant; undefined for most. */
export function doubtOf(field: Field, name: string, amount: Quantity, object: ClusterObject): Violation | undefined {
  const { value, path } = field;
  if (countsBytes(name) && !path.includes('maxLimitRequestRatio')) {
    const bytes = amount.toNumber();
    if (!amount.isWhole)
      return doubt(field, `${name} ${value} is ${bytes} bytes, and no server knows parts of a byte`, whole(amount));
    const isTiny = !amount.isZero && !amount.isNegative && amount.lessThan(mebibyte);
    if (!isTiny || !/^[\d.]+m?$/.test(String(value))) return undefined;
    return doubt(field, `${name} ${value} is no more than ${bytes} bytes`, `write a suffix, e.g. ${bytes}Mi`);
  }
  if (amount.isWholeMilli || !isRounded(object, path)) return undefined;
  const rounded = amount.roundUpTo(thousandth);
  return doubt(field, `${name} ${value} is finer than 1m: the server stores ${rounded}`, `write ${rounded}`);
}

function doubt(field: Field, message: string, fix: string): Violation {
  return { severity: 'warning', at: [field], message, fix };
}

function whole(amount: Quantity): string {
  if (amount.lessThan(mebibyte)) return 'write a suffix of bytes, e.g. 100Mi: m is a thousandth';
  return `write ${amount.roundUpTo(mebibyte)}, or ${amount.roundUpTo(Quantity.units(1))}`;
}

/** Resources of which an amount is a number of bytes, under the names that requests, quotas and volumes give them. */
function countsBytes(name: string): boolean {
  return name === 'sizeLimit' || /(^|[./])(memory|storage|ephemeral-storage|hugepages-[^/]*)$/.test(name);
}

/**
 * Whether a server rounds it up: lists of resources of its own kinds are; those of a custom resource are kept as they are.
 *
 * Source: kubernetes/pkg/apis/core/v1 `SetDefaults_ResourceList`.
 */
function isRounded(object: ClusterObject, path: FieldPath): boolean {
  return ['', 'apps', 'batch'].includes(object.group) && lists.includes(String(path[path.length - 2]));
}

const lists = [
  'requests',
  'limits',
  'hard',
  'overhead',
  'min',
  'max',
  'default',
  'defaultRequest',
  'maxLimitRequestRatio',
];
const thousandth = Quantity.parse('1m');
const mebibyte = Quantity.parse('1Mi');
