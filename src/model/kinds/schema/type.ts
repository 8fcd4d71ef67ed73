import { quote } from '../../values/problems';
import type { Complaint } from './problem';
import type { SchemaType } from './schema';

/** Whether values of this type are written as text only. */
export function isText(type: SchemaType): boolean {
  return type === 'string' || type === 'base64' || type === 'time';
}

/** Whether a value is a map, as plain objects are. */
export function isMap(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export interface TypeOptions {
  readonly expected: SchemaType;
  /** Whether the value must not be shown. */
  readonly secret: boolean;
}

/** What is said of a value of another type than the expected one. */
export function wrongType(value: unknown, { expected, secret }: TypeOptions): Complaint {
  const got = `${nounOf(value, expected)}${secret || isStructure(value) ? '' : ` (${quote(value)})`}`;
  return { problem: 'type', says: `is ${got}, not ${expectedNoun[expected]}`, fix: remedy(value, expected) };
}

const expectedNoun: Readonly<Record<SchemaType, string>> = {
  any: 'a value',
  map: 'a map',
  list: 'a list',
  string: 'a string',
  base64: 'a string',
  time: 'a string',
  boolean: 'a boolean',
  number: 'a number',
  integer: 'an integer',
  int32: 'an integer',
  int64: 'an integer',
  intOrString: 'an integer or a string',
  quantity: 'a quantity',
};

const example: Partial<Record<SchemaType, string>> = {
  boolean: 'true or false',
  quantity: 'a quantity, e.g. 500m or 2Gi',
};

function isStructure(value: unknown): boolean {
  return value === null || typeof value === 'object';
}

function nounOf(value: unknown, expected: SchemaType): string {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'a list';
  if (typeof value === 'object') return 'a map';
  if (typeof value !== 'number') return `a ${typeof value}`;
  return Number.isFinite(value) && !Number.isInteger(value) && expected !== 'string' ? 'a fraction' : 'a number';
}

function remedy(value: unknown, expected: SchemaType): string {
  if (value === null) return 'write a value, or leave the item out';
  if (expected === 'map') return Array.isArray(value) ? 'write a map, without the dash' : 'write a map';
  if (expected === 'list') return isMap(value) ? 'write a list: put a dash before each item' : 'write a list';
  if (isText(expected)) {
    if (isStructure(value)) return 'write it as text, e.g. in a block that starts with |';
    return typeof value === 'boolean' ? 'put it in quotes, as y, n, yes, no, on and off too' : 'put it in quotes';
  }
  if (typeof value === 'string') return withoutQuotes(value, expected);
  if (typeof value !== 'number' || !Number.isFinite(value))
    return `write ${example[expected] ?? expectedNoun[expected]}`;
  if (expected === 'boolean') return `write ${example.boolean}`;
  if (expected === 'quantity') return 'put it in quotes: a custom resource takes fractions as text only';
  if (expected === 'intOrString') return `write ${Math.floor(value)} or ${Math.ceil(value)}, or text in quotes`;
  return `write ${Math.floor(value)} or ${Math.ceil(value)}`;
}

function withoutQuotes(value: string, expected: SchemaType): string {
  if (expected === 'boolean') {
    const word = value.toLowerCase();
    return word === 'true' || word === 'false' ? `write ${word} without quotes` : `write ${example.boolean}`;
  }
  const isNumeral = expected === 'number' ? /^-?\d+(\.\d+)?$/.test(value) : /^-?\d+$/.test(value);
  return isNumeral ? `write ${value} without quotes` : `write ${expectedNoun[expected]}`;
}
