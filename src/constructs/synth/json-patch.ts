import { JsonPatch } from 'cdk8s';
import { InvalidValue } from '../../model/values/problems';

/** An operation of RFC 6902. */
interface Operation {
  readonly op: 'add' | 'remove' | 'replace' | 'move' | 'copy' | 'test';
  readonly path: string;
  readonly from?: string;
}

/**
 * A copy of the document with the patch applied. cdk8s applies a `remove` or `replace` of what is not there in silence.
 *
 * @throws InvalidValue with the operation when it matches nothing or fails.
 */
export function withPatch<T extends object>(document: T, patch: JsonPatch): T {
  const operation = operationOf(patch);
  const missing = missingPointer(document, operation);
  if (missing !== undefined) {
    throw new InvalidValue(operation, `is a JSON patch that matches nothing: there is no ${missing}`);
  }
  try {
    // A patch must not reach the settings through shared references; cdk8s's apply copies only the operations.
    return JsonPatch.apply(copy(document), patch);
  } catch (error) {
    const reason = (error instanceof Error ? error.message : String(error)).split('\n')[0];
    throw new InvalidValue(operation, `is a JSON patch that cannot be applied: ${reason}`);
  }
}

function operationOf(patch: JsonPatch): Operation {
  const known = patch as unknown as { _toJson?(): Operation } | null | undefined;
  if (typeof known?._toJson === 'function') return known._toJson();
  throw new InvalidValue(patch, 'is no JSON patch: make it with JsonPatch.add, remove, replace, …');
}

/** The pointer that an operation needs and the document lacks. */
function missingPointer(document: object, { op, path, from }: Operation): string | undefined {
  const source = op === 'move' || op === 'copy' ? from : op === 'add' ? undefined : path;
  if (source !== undefined && valueAt(document, source) === undefined) return source;
  const parent = path.slice(0, Math.max(0, path.lastIndexOf('/')));
  return typeof valueAt(document, parent) === 'object' ? undefined : parent;
}

/** structuredClone makes objects of another realm under Jest, which are not plain there. */
function copy<T>(value: T): T {
  if (Array.isArray(value)) return value.map(copy) as T;
  if ((value as object | undefined | null)?.constructor !== Object) return value;
  return Object.fromEntries(Object.entries(value as object).map(([key, inner]) => [key, copy(inner)])) as T;
}

function valueAt(document: unknown, pointer: string): unknown {
  const keys = pointer.split('/').slice(1);
  return keys.reduce((value: unknown, key) => {
    if (typeof value !== 'object' || value === null) return undefined;
    const name = key.replaceAll('~1', '/').replaceAll('~0', '~');
    return Object.hasOwn(value, name) ? (value as Record<string, unknown>)[name] : undefined;
  }, document);
}
