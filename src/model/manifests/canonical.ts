import type { Kind } from '../kinds/kind';
import type { Shape } from '../kinds/shape';
import { InvalidValue } from '../values/problems';
import { canonicalQuantity } from '../values/quantity';
import type { Manifest } from './manifest';

/**
 * An object in the one form that a server neither rewrites nor reports as drift: quantities canonical, no nulls or
 * undefined fields, unordered lists sorted, keys sorted after apiVersion, kind and metadata. The input stays as it is.
 *
 * Empty maps and lists are kept: some mean something (`podSelector: {}`), and only who writes them knows.
 *
 * @throws InvalidValue for what JSON cannot hold (dates, functions, class instances, NaN, halves of surrogate pairs), with
 * its path.
 */
export function canonical(object: Readonly<Record<string, unknown>>, kind?: Kind): Manifest {
  const { apiVersion, kind: kindName, metadata, ...rest } = object;
  const head = { apiVersion, kind: kindName, metadata };
  return { ...canonicalMap(head), ...canonicalMap(rest, kind?.shape) } as unknown as Manifest;
}

/** A part of an object in canonical form, e.g. a document embedded in a string. */
export function canonicalValue(value: unknown, shape?: Shape): unknown {
  if (typeof value === 'string') return shape?.quantity ? canonicalQuantity(wellFormed(value)) : wellFormed(value);
  if (typeof value === 'number') return shape?.quantity ? canonicalQuantity(String(finite(value))) : finite(value);
  if (typeof value === 'boolean' || value === null || value === undefined) return value;
  if (Array.isArray(value)) return canonicalList(value, shape);
  if (typeof value === 'object' && isPlain(value)) return canonicalMap(value as Record<string, unknown>, shape);
  throw unrenderable(value);
}

function canonicalMap(map: Readonly<Record<string, unknown>>, shape?: Shape): Record<string, unknown> {
  const result: Record<string, unknown> = {};
  for (const key of Object.keys(map).sort()) {
    const value = map[key];
    if (value === null || value === undefined) continue;
    try {
      const content = canonicalValue(value, shape && (shape.fields?.[key] ?? shape.values));
      if (wellFormed(key) === '__proto__') define(result, key, content);
      else result[key] = content;
    } catch (error) {
      throw below(key, error);
    }
  }
  return result;
}

function canonicalList(list: readonly unknown[], shape: Shape | undefined): unknown[] {
  const items = list.map((item, index) => {
    try {
      return canonicalValue(item ?? null, shape?.items);
    } catch (error) {
      throw below(`[${index}]`, error);
    }
  });
  return shape?.list === 'set' && items.every((item) => typeof item === 'string') ? items.sort() : items;
}

/** Carries the path from the value up to the object; built only when something is wrong. */
class Unrenderable extends InvalidValue {
  constructor(
    readonly path: string,
    readonly value: unknown,
  ) {
    const remedy =
      typeof value === 'string' ? 'it holds half a surrogate pair' : 'use strings, numbers, maps and lists';
    super(nameOf(value), `at ${path || '(the value itself)'} cannot be rendered: ${remedy}`);
  }
}

function unrenderable(value: unknown): Unrenderable {
  return new Unrenderable('', value);
}

function below(step: string, error: unknown): unknown {
  if (!(error instanceof Unrenderable)) return error;
  const joint = error.path === '' || error.path.startsWith('[') ? '' : '.';
  return new Unrenderable(`${step}${joint}${error.path}`, error.value);
}

function finite(value: number): number {
  if (Number.isFinite(value)) return value;
  throw unrenderable(value);
}

/** UTF-8 cannot carry half of a surrogate pair; what is cut in the middle of an emoji ends in one. */
function wellFormed(text: string): string {
  if (!/\p{Surrogate}/u.test(text)) return text;
  throw unrenderable(text);
}

/** An assignment to `__proto__`, which a ConfigMap may well hold, would set the prototype. */
function define(map: Record<string, unknown>, key: string, value: unknown): void {
  Object.defineProperty(map, key, { value, enumerable: true, configurable: true, writable: true });
}

function isPlain(value: object): boolean {
  const prototype = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}

function nameOf(value: unknown): string {
  if (typeof value === 'object' && value !== null) return value.constructor?.name ?? 'object';
  return String(value);
}
