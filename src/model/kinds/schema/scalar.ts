import { InvalidValue, quote } from '../../values/problems';
import { Quantity } from '../../values/quantity';
import { nearest } from '../../values/spelling';
import type { Complaint } from './problem';
import type { Schema, SchemaType } from './schema';
import { isText, wrongType } from './type';

export interface ScalarOptions {
  /** Servers read built-in kinds with Go's decoders, and check custom resources against their schema. */
  readonly builtIn: boolean;
  /** Whether the value must not be shown. */
  readonly secret: boolean;
}

/** What an API server has against a value that is no map, no list and not null; undefined when it takes it. */
export function scalarComplaint(value: unknown, schema: Schema, options: ScalarOptions): Complaint | undefined {
  const { type } = schema;
  if (!isOfType(value, type, options.builtIn)) {
    return wrongType(value, { expected: type, secret: options.secret });
  }
  if (typeof value === 'string') return textComplaint(value, schema, options);
  if (typeof value === 'number') return rangeComplaint(value, schema, options);
  return undefined;
}

function isOfType(value: unknown, type: SchemaType, builtIn: boolean): boolean {
  switch (type) {
    case 'boolean':
      return typeof value === 'boolean';
    case 'number':
      return Number.isFinite(value);
    case 'integer':
    case 'int32':
    case 'int64':
      return Number.isInteger(value);
    case 'intOrString':
      return typeof value === 'string' || Number.isInteger(value);
    case 'quantity':
      return typeof value === 'string' || (builtIn ? Number.isFinite(value) : Number.isInteger(value));
    default:
      return isText(type) && typeof value === 'string';
  }
}

/* Numbers */

interface Bounds {
  readonly least: number;
  readonly most: number;
  readonly shown: readonly [least: string, most: string];
}

const int32: Bounds = { least: -(2 ** 31), most: 2 ** 31 - 1, shown: ['-2147483648', '2147483647'] };
/** Doubles know no 2^63 - 1: the next smaller one is 1024 less than 2^63. */
const int64: Bounds = {
  least: -(2 ** 63),
  most: 2 ** 63 - 1024,
  shown: ['-9223372036854775808', '9223372036854775807'],
};

function rangeComplaint(value: number, schema: Schema, { builtIn }: ScalarOptions): Complaint | undefined {
  const { minimum, maximum } = schema;
  const bounds = boundsOf(schema.type, builtIn);
  if (bounds && value > bounds.most) return tooLarge(value, bounds.shown[1]);
  if (bounds && value < bounds.least) return tooSmall(value, bounds.shown[0]);
  if (maximum !== undefined && value > maximum) return tooLarge(value, `${maximum}`);
  if (minimum !== undefined && value < minimum) return tooSmall(value, `${minimum}`);
  return enumComplaint(value, schema);
}

/** Go decodes an int-or-string to 32 bits; for a definition, what exceeds 64 bits is no integer. */
function boundsOf(type: SchemaType, builtIn: boolean): Bounds | undefined {
  if (type === 'int32' || (type === 'intOrString' && builtIn)) return int32;
  return type === 'number' || (type === 'quantity' && builtIn) ? undefined : int64;
}

function tooLarge(value: number, most: string): Complaint {
  return { problem: 'range', says: `is ${value}, above ${most}`, fix: `write ${most} or less` };
}

function tooSmall(value: number, least: string): Complaint {
  return { problem: 'range', says: `is ${value}, below ${least}`, fix: `write ${least} or more` };
}

/* Text */

const base64 = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/;
const time = /^(\d{4})-(\d\d)-(\d\d)[Tt](?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d(?:\.\d+)?(?:[Zz]|[+-]\d\d:\d\d)$/;

function textComplaint(value: string, schema: Schema, options: ScalarOptions): Complaint | undefined {
  switch (schema.type) {
    case 'quantity':
      return isQuantity(value, options.builtIn) ? undefined : noQuantity(value);
    case 'base64':
      // Go reads over the line breaks of a block.
      if (base64.test(value.replace(/[\r\n]/g, ''))) return undefined;
      return {
        problem: 'format',
        says: 'is not base64',
        fix: options.secret ? 'encode it, or move it to stringData' : 'encode it',
      };
    case 'time':
      if (isTime(value)) return undefined;
      return { problem: 'format', says: `is ${quote(value)}, not a time`, fix: 'write it as 2026-01-31T12:00:00Z' };
    default:
      return lengthComplaint(value, schema) ?? patternComplaint(value, schema) ?? enumOf(value, schema, options);
  }
}

/** The empty string of a built-in kind is its zero value, which most servers' defaults replace. */
function enumOf(value: string, schema: Schema, { builtIn }: ScalarOptions): Complaint | undefined {
  return builtIn && value === '' ? undefined : enumComplaint(value, schema);
}

function enumComplaint(value: string | number, schema: Schema): Complaint | undefined {
  const { enum: values } = schema;
  if (values === undefined || values.includes(value)) return undefined;
  const [meant] = nearest(String(value), values.map(String), 1);
  return {
    problem: 'enum',
    says: `is ${quote(value)}; it takes ${values.map((one) => (one === '' ? '""' : one)).join(', ')}`,
    fix: `write ${meant ?? 'one of these'}`,
  };
}

function patternComplaint(value: string, { pattern }: Schema): Complaint | undefined {
  if (pattern === undefined || pattern.test(value)) return undefined;
  const says = `is ${quote(value)}, which does not match ${pattern.source}`;
  return { problem: 'pattern', says, fix: 'write it in the form that the pattern has' };
}

function lengthComplaint(value: string, { minLength = 0, maxLength = Number.POSITIVE_INFINITY }: Schema) {
  if (minLength === 0 && value.length <= maxLength) return undefined;
  const length = [...value].length;
  if (length > maxLength) return wrongLength(`has ${length} characters, at most ${maxLength} are taken`, 'shorten it');
  if (length >= minLength) return undefined;
  if (length === 0) return wrongLength('is empty', 'state a value');
  return wrongLength(`has ${length} characters, at least ${minLength} are asked for`, 'lengthen it');
}

function wrongLength(says: string, fix: string): Complaint {
  return { problem: 'length', says, fix };
}

/** What apimachinery's `ParseQuantity` takes, which needs no digits and, in JSON, minds no space around it. */
const goQuantity = /^[+-]?\d*(?:\.\d*)?(?:[KMGTPE]i|[numkMGTPE]|[eE][+-]?\d+)?$/;
/** What controller-gen writes for the type resource.Quantity. */
const definedQuantity = /^[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:[KMGTPE]i|[numkMGTPE]|[eE][+-]?(?:\d+(?:\.\d*)?|\.\d+))?$/;

function isQuantity(value: string, builtIn: boolean): boolean {
  return builtIn ? value !== '' && goQuantity.test(value.trim()) : definedQuantity.test(value);
}

function noQuantity(value: string): Complaint {
  return { problem: 'quantity', says: `is ${quote(value)}, not a quantity`, fix: remedy(value) };
}

function remedy(value: string): string {
  try {
    return `write ${Quantity.parse(value.trim())}`;
  } catch (error) {
    if (!(error instanceof InvalidValue)) throw error;
    return error.message.replace(/^.* is not a quantity: /s, '');
  }
}

function isTime(value: string): boolean {
  const [, year, month, day] = time.exec(value) ?? [];
  if (day === undefined) return false;
  const date = new Date(Date.UTC(Number(year), Number(month) - 1, Number(day)));
  return date.getUTCMonth() === Number(month) - 1 && date.getUTCDate() === Number(day);
}
