/** What a scalar may mean; `undefined` stands for the infinities and NaN, which kubectl refuses since JSON has none. */
export type Scalar = string | number | boolean | null | undefined;

/**
 * What an unquoted scalar means to kubectl, that is to go-yaml v2: the booleans and octal numbers of YAML 1.1, those of
 * Go, but dates and times of day as text. A 64-bit integer whose digits a double would change is kept as decimal text,
 * so that quantities stay exact; `9007199254740993` is such a one.
 */
export function scalarValue(text: string): Scalar {
  const hint = hints[text.charCodeAt(0)];
  if (hint === undefined) return text === '' ? null : text;
  if (hint === 'word') {
    const word = text.length <= 5 ? words.get(text) : undefined;
    return word === undefined ? text : word;
  }
  return number(text);
}

/** Whether an unquoted scalar that begins so can be anything but text. */
const hints: readonly ('word' | 'number' | undefined)[] = Array.from({ length: 128 }, (_, code) => {
  const first = String.fromCharCode(code);
  if ('yYnNtTfFoO~'.includes(first)) return 'word';
  return '0123456789+-.'.includes(first) ? 'number' : undefined;
});

const words = new Map<string, boolean | null>([
  ...['y', 'Y', 'yes', 'Yes', 'YES', 'true', 'True', 'TRUE', 'on', 'On', 'ON'].map((word) => [word, true] as const),
  ...['n', 'N', 'no', 'No', 'NO', 'false', 'False', 'FALSE', 'off', 'Off', 'OFF'].map((word) => [word, false] as const),
  ...['~', 'null', 'Null', 'NULL'].map((word) => [word, null] as const),
]);

const lastOfNumber = /[0-9a-fA-F._]$/;
const integer = /^[-+]?(?:0[xX][0-9a-fA-F]{1,16}|0[bB][01]{1,64}|0[oO]?[0-7]{1,22}|0|[1-9][0-9]{0,19})$/;
const float = /^[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?$/;
/** Go takes underscores from anywhere in a number, but not in one that begins with its point. */
const pointFirst = /^\.[0-9]+(?:_[0-9]+)*(?:[eE][-+]?[0-9]+(?:_[0-9]+)*)?$/;
const notFinite = /^(?:[-+]?\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN))$/;

function number(text: string): Scalar {
  const short = shortInteger(text);
  if (short >= 0) return short;
  const value = longNumber(text);
  return value === undefined && !notFinite.test(text) ? text : value;
}

function longNumber(text: string): number | string | undefined {
  if (!lastOfNumber.test(text) || (text.startsWith('.') && !pointFirst.test(text))) return undefined;
  const plain = text.includes('_') ? text.replaceAll('_', '') : text;
  const whole = integer.test(plain) ? integerOf(plain) : undefined;
  if (whole !== undefined) return whole;
  const value = float.test(plain) ? Number(plain) : Number.NaN;
  if (!Number.isFinite(value)) return undefined;
  return value === 0 ? 0 : value;
}

/** The value of most integers there are, or -1. */
function shortInteger(text: string): number {
  if (text.length > 15 || (text.length > 1 && text.charCodeAt(0) === 0x30)) return -1;
  let value = 0;
  for (let index = 0; index < text.length; index += 1) {
    const digit = text.charCodeAt(index) - 0x30;
    if (digit < 0 || digit > 9) return -1;
    value = value * 10 + digit;
  }
  return value;
}

/** Undefined past 64 bits, where kubectl goes on to read a float or text. */
function integerOf(plain: string): number | string | undefined {
  const digits = plain.replace(/^[-+]/, '').replace(/^0[oO]?(?=[0-7])/, '0o');
  const exact = plain.startsWith('-') ? -BigInt(digits) : BigInt(digits);
  if (BigInt.asIntN(64, exact) === exact) {
    const value = Number(exact);
    return String(value) === String(exact) ? value : String(exact);
  }
  return BigInt.asUintN(64, exact) === exact && !plain.startsWith('+') ? Number(exact) : undefined;
}
