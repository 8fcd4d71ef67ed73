import { nearest } from '../../values/spelling';
import { type Complaint, dotted, lastName, type SchemaPath } from './problem';
import type { KindSchema, Schema } from './schema';
import { isMap, isText } from './type';

/** A field that nobody described, in the map at a path of an object. */
export interface UnknownField {
  readonly kind: string;
  readonly schema: KindSchema;
  /** The map it stands in. */
  readonly path: SchemaPath;
  readonly name: string;
  readonly value: unknown;
}

/** What is said of an unknown field: what was probably meant, or where it belongs. */
export function unknownField(field: UnknownField): Complaint {
  const { path, kind } = field;
  const chain = mapsAt(field.schema.root, path);
  const where = path.length === 0 ? kind : lastName(path);
  return { problem: 'unknown', says: `is no field of ${where}`, fix: remedy(field, chain) };
}

/** A map on the way to a field. */
interface MapAt {
  readonly path: SchemaPath;
  readonly schema: Schema;
}

/** The maps from the root to a path, the innermost first. */
function mapsAt(root: Schema, path: SchemaPath): MapAt[] {
  const maps: MapAt[] = [{ path: [], schema: root }];
  let schema: Schema | undefined = root;
  path.forEach((step, index) => {
    schema = typeof step === 'number' ? schema?.items : (schema?.fields?.get(step) ?? schema?.values);
    if (schema?.type === 'map') maps.unshift({ path: path.slice(0, index + 1), schema });
  });
  return maps;
}

function remedy(field: UnknownField, [own, above]: readonly MapAt[]): string {
  const { name } = field;
  const known = [...(own?.schema.fields?.keys() ?? [])];
  if (known.length === 0) return 'leave it out: no fields are taken here';
  const otherCase = known.find((one) => one.toLowerCase() === name.toLowerCase());
  if (otherCase) return `write ${otherCase}`;
  const place = placeAbove(field, above) ?? placeBelow(field, own!, 4);
  if (place) return `move it to ${dotted(place)}`;
  const meant = alike(name, known);
  if (meant) return `write ${meant}`;
  return known.length <= 10 ? `use one of ${known.join(', ')}, or leave it out` : 'check its spelling, or leave it out';
}

/** A name with a few other letters, or with another end: `initialDelay` for `initialDelaySeconds`. */
function alike(name: string, known: readonly string[]): string | undefined {
  const ofSimilarLength = known.filter((one) => Math.abs(one.length - name.length) <= 2);
  const [nearestName] = nearest(name, ofSimilarLength, 1);
  const start = name.slice(0, Math.max(5, Math.ceil(name.length * 0.8)));
  return nearestName ?? known.find((one) => one.startsWith(start));
}

/** The field one level up, or in a map beside the one it stands in; beside a list's item is nothing of its kind. */
function placeAbove(field: UnknownField, above: MapAt | undefined): SchemaPath | undefined {
  if (above === undefined) return undefined;
  const isItem = typeof field.path.at(-1) === 'number';
  return fieldIn(above, field) ?? (isItem ? undefined : placeBelow(field, above, 1));
}

/** The field nearest below a map, so many levels down. */
function placeBelow(field: UnknownField, top: MapAt, levels: number): SchemaPath | undefined {
  let maps = [top];
  for (let level = 0; level < levels; level += 1) {
    maps = maps.flatMap(mapsIn);
    for (const map of maps) {
      const found = fieldIn(map, field);
      if (found) return found;
    }
  }
  return undefined;
}

function fieldIn({ path, schema }: MapAt, { name, value }: UnknownField): SchemaPath | undefined {
  const found = schema.fields?.get(name);
  return found && fits(value, found) ? [...path, name] : undefined;
}

function mapsIn({ path, schema }: MapAt): MapAt[] {
  return [...(schema.fields ?? [])].flatMap(([name, child]): MapAt[] => {
    if (child.type === 'map') return [{ path: [...path, name], schema: child }];
    return child.items?.type === 'map' ? [{ path: [...path, name, '[]'], schema: child.items }] : [];
  });
}

/** A name alone is weak evidence: the value must be one that could stand there. */
function fits(value: unknown, { type }: Schema): boolean {
  if (value === null) return true;
  if (Array.isArray(value)) return type === 'list';
  if (isMap(value)) return type === 'map';
  if (typeof value === 'string') return isText(type) || type === 'intOrString' || type === 'quantity';
  if (typeof value === 'boolean') return type === 'boolean';
  return !isText(type) && type !== 'boolean' && type !== 'map' && type !== 'list';
}
