import fc from 'fast-check';
import { InvalidValue } from '../../../src/model/values/problems';
import { canonicalQuantity, Quantity } from '../../../src/model/values/quantity';
import table from './quantity-table.json';

/** What apimachinery makes of a spelling, see quantity-table/main.go. */
interface Row {
  readonly text: string;
  readonly ok: boolean;
  readonly canonical?: string;
  readonly nano?: string;
  readonly overflow?: boolean;
}

const rows: readonly Row[] = table.rows;
const limit = 'at most 9223372036854775807';
/** Spellings without a digit, which apimachinery takes for zero; nobody means zero by them. */
const digitless = ['.', '+', '-', 'Ki', 'm', 'e3', '.e3', '.Ki', '-.', '+.m'];

function nanos(quantity: Quantity): bigint {
  return quantity.floorDivide(Quantity.parse('1n'));
}

function read(text: string): Quantity | string {
  try {
    return Quantity.parse(text);
  } catch (error) {
    if (error instanceof InvalidValue) return error.message;
    throw error;
  }
}

function expected({ text, ok, canonical, nano, overflow }: Row): string {
  if (overflow) return `${text}: refused for its size`;
  return ok && !digitless.includes(text) ? `${text} = ${canonical} = ${nano}n` : `${text}: refused`;
}

function actual({ text }: Row): string {
  const quantity = read(text);
  if (quantity instanceof Quantity) return `${text} = ${quantity} = ${nanos(quantity)}n`;
  return quantity.includes(limit) ? `${text}: refused for its size` : `${text}: refused`;
}

describe('a quantity, beside apimachinery', () => {
  test('is accepted, spelled and valued as there, but for sizes it would cap or overflow and spellings without a digit', () => {
    expect(rows.length).toBeGreaterThan(4_000);
    expect(rows.filter((row) => actual(row) !== expected(row)).map(actual)).toEqual([]);
  });

  test('the spellings without a digit are all that apimachinery accepts and we refuse', () => {
    const refused = rows.filter(({ text, ok, overflow }) => ok && !overflow && !(read(text) instanceof Quantity));
    expect(refused.map(({ text }) => text)).toEqual(digitless);
  });

  test('compares as there', () => {
    const wrong = (table.compare as [number, number, number][]).filter(([a, b, sign]) => {
      const [left, right] = [rows[a]!, rows[b]!];
      const comparable = [left, right].every(({ text, overflow }) => !overflow && !digitless.includes(text));
      return comparable && Quantity.parse(left.text).compare(Quantity.parse(right.text)) !== sign;
    });
    expect(wrong).toEqual([]);
  });

  test.each([
    ['1.5', '1500m'],
    ['.5', '500m'],
    ['0.1Gi', '107374182400m'],
    ['1024Ki', '1Mi'],
    ['1000m', '1'],
    ['1000000', '1M'],
    ['1.0005', '1000500u'],
    ['1e3', '1e3'],
    ['1E', '1E'],
    ['-1', '-1'],
    ['007', '7'],
    ['+5', '5'],
    ['1.G', '1G'],
    ['0.9765625Ki', '1k'],
  ])('%s is stored as %s', (text, canonical) => {
    expect(Quantity.parse(text).toString()).toBe(canonical);
    expect(canonicalQuantity(text)).toBe(canonical);
  });
});

describe('a quantity is refused', () => {
  test.each([
    ['80GB', 'GB is no suffix; use 80Gi (binary) or 80G (decimal)'],
    ['1Mib', 'Mib is no suffix; use 1Mi (binary) or 1M (decimal)'],
    ['1K', 'K is no suffix; use 1Ki (binary) or 1k (decimal)'],
    ['1g', 'g is no suffix; use 1Gi (binary) or 1G (decimal)'],
    ['5b', 'b is no suffix; use one of n u m k M G T P E or Ki Mi Gi Ti Pi Ei'],
    ['1e', 'an exponent needs digits, e.g. 1e3'],
    ['16Ei', limit],
    ['1e30', limit],
    ['0x10', 'write a number with an optional suffix'],
    ['1_000', 'write a number with an optional suffix'],
    ['', 'write a number with an optional suffix'],
    ['abc', 'write a number with an optional suffix'],
    ['1 Gi', 'it holds a space; use 1Gi'],
    ['5 GB', 'GB is no suffix; use 5Gi (binary) or 5G (decimal)'],
    ['1.2.3Gi', '1.2.3 is no number'],
  ])('%j, and the message says: %s', (text, why) => {
    const message = read(text);
    expect(message).toContain(`${JSON.stringify(text)} is`);
    expect(message).toContain(why);
  });

  test.each([Number.NaN, Number.POSITIVE_INFINITY, 1e30])('the number %d', (value) => {
    expect(() => Quantity.parse(value)).toThrow(InvalidValue);
  });
});

describe('the arithmetic of quantities', () => {
  const suffix = fc.constantFrom('', 'n', 'u', 'm', 'k', 'M', 'G', 'T', 'Ki', 'Mi', 'Gi', 'Ti', 'e3', 'e-3');
  const written = fc
    .tuple(fc.integer({ min: -99_999, max: 99_999 }), fc.nat({ max: 999 }), suffix)
    .map(([whole, fraction, unit]) => Quantity.parse(`${whole}.${fraction}${unit}`));
  const exact = fc.bigInt({ min: -(10n ** 24n), max: 10n ** 24n }).map((count) => Quantity.parse(`${count}n`));
  const quantity = fc.oneof(written, exact);

  test('the canonical form keeps the value and is its own canonical form', () => {
    fc.assert(
      fc.property(quantity, (q) => {
        const again = Quantity.parse(q.toString());
        return again.equals(q) && again.toString() === q.toString() && canonicalQuantity(q.toString()) === q.toString();
      }),
    );
  });

  test('addition is commutative and associative, and subtraction undoes it', () => {
    fc.assert(
      fc.property(quantity, quantity, quantity, (a, b, c) => {
        expect(a.add(b).equals(b.add(a))).toBe(true);
        expect(
          a
            .add(b)
            .add(c)
            .equals(a.add(b.add(c))),
        ).toBe(true);
        expect(a.add(b).subtract(b).equals(a)).toBe(true);
      }),
    );
  });

  test('a sum is written like its first part that is not zero', () => {
    const [zero, binary, decimal] = ['0', '1Gi', '1G'].map((text) => Quantity.parse(text)) as [
      Quantity,
      Quantity,
      Quantity,
    ];
    expect(`${zero.add(binary)} ${binary.add(zero)} ${zero.subtract(binary)}`).toBe('1Gi 1Gi -1Gi');
    expect(`${binary.add(Quantity.parse('1024'))} ${decimal.add(Quantity.parse('1Ki'))}`).toBe('1048577Ki 1000001024');
  });

  test('a whole multiple is repeated addition', () => {
    fc.assert(
      fc.property(quantity, fc.nat({ max: 20 }), (q, times) => {
        const sum = Array.from({ length: times }, () => q).reduce((a, b) => a.add(b), Quantity.zero);
        return (
          q.multiply(times).equals(sum) && q.multiply(BigInt(times)).equals(sum) && q.multiply(-times).add(sum).isZero
        );
      }),
    );
  });

  test('dividing down and up bracket the quotient, one apart unless it is whole', () => {
    const unit = quantity.filter((q) => !q.isZero && !q.isNegative);
    fc.assert(
      fc.property(quantity, unit, (q, of) => {
        const [down, up] = [q.floorDivide(of), q.ceilDivide(of)];
        expect(of.multiply(down).compare(q)).toBeLessThanOrEqual(0);
        expect(of.multiply(up).compare(q)).toBeGreaterThanOrEqual(0);
        expect(up - down).toBe(of.multiply(down).equals(q) ? 0n : 1n);
        expect(q.roundUpTo(of).equals(of.multiply(up))).toBe(true);
      }),
    );
  });

  test('the order is that of the exact values', () => {
    fc.assert(
      fc.property(quantity, quantity, (a, b) => {
        const sign = nanos(a) < nanos(b) ? -1 : nanos(a) > nanos(b) ? 1 : 0;
        return a.compare(b) === sign && a.equals(b) === (sign === 0) && a.lessThan(b) === sign < 0;
      }),
    );
  });

  test.each([
    ['10Gi', 1.2, '12Gi'],
    ['1', 1.2, '1200m'],
    ['3', 0.1, '300m'],
    ['9007199254740993', 3, '27021597764222979'],
    ['1n', 1.5, '2n'],
    ['1', 1e-7, '100n'],
    ['1', 1e15, '1P'],
  ])('%s × %d is exactly %s', (text, factor, product) => {
    expect(Quantity.parse(text).multiply(factor).toString()).toBe(product);
  });

  test('a factor that is no number, and a unit of zero, are refused', () => {
    expect(() => Quantity.units(1).multiply(Number.NaN)).toThrow('NaN is not a number to multiply a quantity by');
    expect(() => Quantity.units(1).floorDivide(Quantity.zero)).toThrow(RangeError);
  });

  test('what is whole, and what a thousandth can express, is known exactly', () => {
    expect(Quantity.parse('8Pi').equals(Quantity.units(2n ** 53n))).toBe(true);
    expect(Quantity.parse('1001m').isWhole).toBe(false);
    expect(Quantity.parse('1001m').isWholeMilli).toBe(true);
    expect(Quantity.parse('1u').isWholeMilli).toBe(false);
    expect(Quantity.parse('1500m').toNumber()).toBe(1.5);
  });
});

test('canonicalQuantity leaves text that is no quantity, or none that fits, as it is', () => {
  for (const text of ['80GB', '', 'Ki', '16Ei', '{{inputs.parameters.memory}}', ' 1']) {
    expect(canonicalQuantity(text)).toBe(text);
  }
});
