import { InvalidValue } from './problems';

/** What a property that holds a quantity takes: Kubernetes' spelling (`'80Gi'`, `'500m'`), a number, or a Quantity. */
export type QuantityLike = string | number | Quantity;

/** Which family of suffixes a quantity is written with. */
type Notation = 'decimal' | 'binary' | 'exponent';

const nanosPerUnit = 1_000_000_000n;
const largest = (2n ** 63n - 1n) * nanosPerUnit;
const spelling = /^([+-]?)(\d*)(?:\.(\d*))?(Ki|Mi|Gi|Ti|Pi|Ei|[numkMGTPE]|[eE][+-]?\d+)?$/;
const decimalSuffixes = ['n', 'u', 'm', '', 'k', 'M', 'G', 'T', 'P', 'E'];
const binarySuffixes = ['', 'Ki', 'Mi', 'Gi', 'Ti', 'Pi', 'Ei'];
/** No exponent outside this range leaves a number that int64 or a nano could hold. */
const exponentLimit = 100;

/**
 * A Kubernetes quantity (https://pkg.go.dev/k8s.io/apimachinery/pkg/api/resource#Quantity), exact to a billionth.
 *
 * `toString` gives the canonical form of apimachinery's `CanonicalizeBytes`, which a server never rewrites:
 * no fraction, the largest suffix that keeps the value, the family of suffixes it was written in.
 */
export class Quantity {
  static readonly zero = new Quantity(0n, 'decimal');

  private constructor(
    private readonly nanos: bigint,
    private readonly notation: Notation,
  ) {}

  /**
   * Reads any spelling that apimachinery accepts, but for those without a digit (`.`, `Ki`), which it takes for zero.
   *
   * @throws InvalidValue for every other spelling, and above 2^63-1, where apimachinery silently caps values with a binary
   * suffix, and keeps others that then overflow the int64 of who reads them.
   */
  static parse(value: QuantityLike): Quantity {
    if (value instanceof Quantity) return value;
    const known = knownQuantities.get(value);
    if (known) return known;
    const parsed = Quantity.parseAnew(value);
    if (knownQuantities.size < 10_000) knownQuantities.set(value, parsed);
    return parsed;
  }

  private static parseAnew(value: string | number): Quantity {
    const text = typeof value === 'number' ? plain(value) : value;
    const match = typeof text === 'string' ? spelling.exec(text) : null;
    if (!match) throw new InvalidValue(value, `is not a quantity: ${whyNot(String(value))}`);
    const [, sign = '', whole = '', fraction = '', suffix = ''] = match;
    if (whole === '' && fraction === '') throw new InvalidValue(value, `is not a quantity: ${whyNot(text)}`);

    const digits = BigInt(`${whole}${fraction}`);
    const { scale, notation } = readSuffix(suffix);
    const magnitude = digits === 0n ? 0n : scaled(digits, fraction.length, scale);
    if (magnitude > largest) {
      throw new InvalidValue(value, 'is too large for a quantity: at most 9223372036854775807 (one less than 8Ei)');
    }
    return new Quantity(sign === '-' ? -magnitude : magnitude, notation);
  }

  /** A whole number of units, e.g. pods or bytes. */
  static units(count: number | bigint): Quantity {
    return new Quantity(BigInt(count) * nanosPerUnit, 'decimal');
  }

  get isNegative(): boolean {
    return this.nanos < 0n;
  }

  get isZero(): boolean {
    return this.nanos === 0n;
  }

  /** Whether the value is a whole number, as object counts must be. */
  get isWhole(): boolean {
    return this.nanos % nanosPerUnit === 0n;
  }

  /** Whether the value is a whole number of thousandths, the finest CPU share there is. */
  get isWholeMilli(): boolean {
    return this.nanos % 1_000_000n === 0n;
  }

  /** Below, at or above the other: -1, 0 or 1. Notation does not matter: `1Gi` equals `1073741824`. */
  compare(other: Quantity): -1 | 0 | 1 {
    if (this.nanos === other.nanos) return 0;
    return this.nanos < other.nanos ? -1 : 1;
  }

  equals(other: Quantity): boolean {
    return this.nanos === other.nanos;
  }

  lessThan(other: Quantity): boolean {
    return this.nanos < other.nanos;
  }

  /** The sum, in the notation of the first operand that is not zero. */
  add(other: Quantity): Quantity {
    return this.with(this.nanos + other.nanos, this.isZero ? other.notation : this.notation);
  }

  subtract(other: Quantity): Quantity {
    return this.with(this.nanos - other.nanos, this.isZero ? other.notation : this.notation);
  }

  /**
   * The product with a decimal factor, read exactly as written (`1.2` is twelve tenths) and rounded up to a billionth.
   *
   * @throws InvalidValue when the factor is not a finite number.
   */
  multiply(factor: number | bigint): Quantity {
    if (typeof factor === 'bigint') return this.with(this.nanos * factor, this.notation);
    const ratio = spelling.exec(plain(factor));
    if (!ratio) throw new InvalidValue(factor, 'is not a number to multiply a quantity by');
    const [, sign = '', whole = '', fraction = ''] = ratio;
    const numerator = BigInt(`${whole}${fraction}`) * (sign === '-' ? -1n : 1n);
    return this.with(ceilDivide(this.nanos * numerator, 10n ** BigInt(fraction.length)), this.notation);
  }

  /**
   * How many of `unit` cover this quantity: the quotient, rounded up.
   *
   * @throws RangeError when `unit` is zero.
   */
  ceilDivide(unit: Quantity): bigint {
    return ceilDivide(this.nanos, unit.nanos);
  }

  /**
   * How many of `unit` fit into this quantity: the quotient, rounded down.
   *
   * @throws RangeError when `unit` is zero.
   */
  floorDivide(unit: Quantity): bigint {
    return -ceilDivide(-this.nanos, unit.nanos);
  }

  /** The next whole multiple of `step` at or above this quantity. */
  roundUpTo(step: Quantity): Quantity {
    return this.with(this.ceilDivide(step) * step.nanos, step.notation);
  }

  /** The value as a double: for display and ratios, not for arithmetic. */
  toNumber(): number {
    return Number(this.nanos / nanosPerUnit) + Number(this.nanos % nanosPerUnit) / 1e9;
  }

  /** The canonical form. */
  toString(): string {
    if (this.nanos === 0n) return '0';
    return this.notation === 'binary' && this.fitsBinary() ? this.binary() : this.decimal();
  }

  toJSON(): string {
    return this.toString();
  }

  private with(nanos: bigint, notation: Notation): Quantity {
    return new Quantity(nanos, notation);
  }

  /** Below 1024 units, or with a fraction of a unit, binary suffixes would lose precision. */
  private fitsBinary(): boolean {
    const magnitude = this.nanos < 0n ? -this.nanos : this.nanos;
    return magnitude >= 1024n * nanosPerUnit && this.isWhole;
  }

  private binary(): string {
    let amount = this.nanos / nanosPerUnit;
    let power = 0;
    while (amount % 1024n === 0n && power < binarySuffixes.length - 1) {
      amount /= 1024n;
      power += 1;
    }
    return `${amount}${binarySuffixes[power]}`;
  }

  private decimal(): string {
    let amount = this.nanos;
    let thousands = -3;
    while (amount % 1000n === 0n && thousands < 6) {
      amount /= 1000n;
      thousands += 1;
    }
    if (this.notation !== 'exponent') return `${amount}${decimalSuffixes[thousands + 3]}`;
    return thousands === 0 ? `${amount}` : `${amount}e${thousands * 3}`;
  }
}

/** A quantity's canonical spelling, for text that is known to be one; other text is returned as it is. */
export function canonicalQuantity(text: string): string {
  const known = canonicalForms.get(text);
  if (known !== undefined) return known;
  const canonical = spelling.test(text) && /\d/.test(text) ? canonicalOrSame(text) : text;
  if (canonicalForms.size < 10_000) canonicalForms.set(text, canonical);
  return canonical;
}

/** A fleet repeats the same few hundred spellings; the bound keeps a long-lived process flat. */
const knownQuantities = new Map<string | number, Quantity>();
const canonicalForms = new Map<string, string>();

function canonicalOrSame(text: string): string {
  try {
    return Quantity.parse(text).toString();
  } catch (error) {
    if (error instanceof InvalidValue) return text;
    throw error;
  }
}

/** A number without JavaScript's exponent notation, so that `1e21` and `1e-7` are read digit by digit. */
function plain(value: number): string {
  if (!Number.isFinite(value)) return String(value);
  const text = String(value);
  const match = /^(-?)(\d+)(?:\.(\d+))?e([+-]\d+)$/.exec(text);
  if (!match) return text;
  const [, sign = '', whole = '', fraction = '', exponent = '0'] = match;
  const shift = Number(exponent);
  return shift < 0
    ? `${sign}0.${'0'.repeat(-shift - whole.length)}${whole}${fraction}`
    : `${sign}${(whole + fraction).padEnd(whole.length + shift, '0')}`;
}

interface Scale {
  readonly base: 2n | 10n;
  readonly power: number;
}

function readSuffix(suffix: string): { scale: Scale; notation: Notation } {
  const binary = binarySuffixes.indexOf(suffix);
  if (binary > 0) return { scale: { base: 2n, power: 10 * binary }, notation: 'binary' };
  const decimal = decimalSuffixes.indexOf(suffix);
  if (decimal >= 0) return { scale: { base: 10n, power: 3 * (decimal - 3) }, notation: 'decimal' };
  const power = Number(suffix.slice(1));
  const bounded = Math.max(-exponentLimit, Math.min(exponentLimit, power));
  return { scale: { base: 10n, power: bounded }, notation: 'exponent' };
}

/** `digits` / 10^`decimals` × `scale` in billionths, rounded up as apimachinery does: something asked for is never nothing. */
function scaled(digits: bigint, decimals: number, scale: Scale): bigint {
  if (scale.base === 2n) return ceilDivide(digits * nanosPerUnit * 2n ** BigInt(scale.power), 10n ** BigInt(decimals));
  const power = scale.power - decimals + 9;
  return power >= 0 ? digits * 10n ** BigInt(power) : ceilDivide(digits, 10n ** BigInt(-power));
}

function ceilDivide(dividend: bigint, divisor: bigint): bigint {
  const quotient = dividend / divisor;
  const exact = dividend % divisor === 0n;
  return exact || dividend < 0n !== divisor < 0n ? quotient : quotient + 1n;
}

/** What a reader most likely meant. */
function whyNot(text: string): string {
  const match = /^([+-]?[\d.]+)\s*([A-Za-z]+)$/.exec(text.trim());
  if (!match) return 'write a number with an optional suffix, e.g. 500m, 2, 80Gi';
  const [, number = '', unit = ''] = match;
  if (!/^[+-]?(\d+\.?\d*|\.\d+)$/.test(number)) return `${number} is no number`;
  const decimal = decimalSuffixes.find((suffix) => suffix !== '' && suffix.toLowerCase() === unit[0]?.toLowerCase());
  const binary = binarySuffixes.find((suffix) => suffix !== '' && suffix[0]?.toLowerCase() === unit[0]?.toLowerCase());
  if (/\s/.test(text) && spelling.test(`${number}${unit}`)) return `it holds a space; use ${number}${unit}`;
  if (unit === 'e' || unit === 'E') return 'an exponent needs digits, e.g. 1e3';
  if (!binary) return `${unit} is no suffix; use one of n u m k M G T P E or Ki Mi Gi Ti Pi Ei`;
  const thousand = unit[0]?.toLowerCase() === 'k' ? 'k' : (decimal?.toUpperCase() ?? '');
  return `${unit} is no suffix; use ${number}${binary} (binary) or ${number}${thousand} (decimal)`;
}
