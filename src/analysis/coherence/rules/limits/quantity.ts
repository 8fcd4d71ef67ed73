import type { Shape } from '../../../../model/kinds/shape';
import { InvalidValue } from '../../../../model/values/problems';
import { Quantity } from '../../../../model/values/quantity';
import type { ClusterObject } from '../../../cluster/cluster-object';
import type { Field } from '../../../cluster/field';
import { isPlaceholder } from '../../../cluster/placeholder';
import type { Violation } from '../../../findings/finding';
import { rule } from '../../rule';
import { doubtOf } from './amount-doubts';

/**
 * A value that no server takes for a quantity, `80GB`, is refused. One that it takes may still not be what was meant: `100m`
 * of memory is a tenth of a byte, `512` of it half a kilobyte.
 */
export const quantity = rule({
  id: 'QUANTITY',
  severity: 'error',
  title: 'an amount is no quantity, or hardly the one that was meant',
  *check(cluster) {
    for (const object of cluster.objects) {
      if (!object.definition) continue;
      for (const field of quantitiesOf(object.root, object.definition.shape)) {
        const violation = violationOf(field, object);
        if (violation) yield violation;
      }
    }
  },
});

/** Wherever the shape of its kind says that a quantity is. */
function* quantitiesOf(field: Field, shape: Shape): Generator<Field> {
  if (!field.exists) return;
  if (shape.quantity) yield field;
  for (const [name, below] of Object.entries(shape.fields ?? {})) yield* quantitiesOf(field.get(name), below);
  if (shape.values) for (const [, below] of field.entries) yield* quantitiesOf(below, shape.values);
  if (shape.items) for (const item of field.items) yield* quantitiesOf(item, shape.items);
}

function violationOf(field: Field, object: ClusterObject): Violation | undefined {
  const { value } = field;
  if (isPlaceholder(value)) return undefined;
  const name = String(field.path[field.path.length - 1]);
  if (typeof value !== 'string' && typeof value !== 'number') {
    const kind = Array.isArray(value) ? 'a list' : typeof value === 'object' ? 'a map' : String(value);
    return { at: [field], message: `${name} is ${kind}, not a quantity`, fix: example };
  }
  const parsed = parse(value);
  return typeof parsed === 'string'
    ? refusal(field, name, String(value), parsed)
    : doubtOf(field, name, parsed, object);
}

const example = 'write a number and a suffix, e.g. 500m, 80Gi';

/** The quantity, or why it is none. */
function parse(value: string | number): Quantity | string {
  try {
    return Quantity.parse(value);
  } catch (error) {
    if (error instanceof InvalidValue) return error.message;
    throw error;
  }
}

/** Servers read a few spellings that nobody means: spaces around, a suffix alone (as 0), more than they can hold. */
function refusal(field: Field, name: string, text: string, why: string): Violation {
  const trimmed = text.trim();
  const isPadded = trimmed !== text && typeof parse(trimmed) !== 'string';
  const isBare = trimmed !== '' && /^[+-]?\.?([KMGT]i|[numkMGTPE])?$/.test(trimmed);
  const isTaken = isPadded || isBare || why.includes('too large');
  const better = isPadded ? trimmed : /; use (.+)$/.exec(why)?.[1];
  return {
    ...(isTaken && { severity: 'warning' as const }),
    at: [field],
    message: `${name} ${why.replace(/(; use|: write) .+$/, '')}`,
    fix: better === undefined ? example : `write ${better}`,
  };
}
