import { scalarValue } from '../../../../src/model/manifests/yaml/scalar-value';
import table from './scalar-table.json';

/** What kubectl's parser makes of a scalar, see scalar-table/main.go. */
interface Row {
  readonly text: string;
  readonly json?: string;
  readonly error?: string;
}

/** The value of JSON as kubectl goes on with it: integers of 64 bits exact, all others as doubles. */
function expected({ json }: Row): unknown {
  if (json === undefined) return undefined;
  const value: unknown = JSON.parse(json);
  if (typeof value !== 'number') return value;
  const isExact =
    String(value) === json || !/^-?[1-9]\d*$/.test(json) || BigInt.asIntN(64, BigInt(json)) !== BigInt(json);
  return isExact ? value || 0 : json;
}

test('unquoted scalars mean what they mean to kubectl', () => {
  const rows: readonly Row[] = table;
  expect(rows.length).toBeGreaterThan(2_000);
  const wrong = rows.filter((row) => !Object.is(scalarValue(row.text), expected(row)));
  expect(wrong.map((row) => ({ ...row, got: scalarValue(row.text) }))).toEqual([]);
});

test.each([
  ['9007199254740992', 9007199254740992],
  ['9007199254740993', '9007199254740993'],
  ['0x20000000000001', '9007199254740993'],
  ['9223372036854775807', '9223372036854775807'],
  ['9223372036854775808', 2 ** 63],
])('%s keeps its digits', (text, value) => {
  expect(scalarValue(text)).toBe(value);
});

test('scalars of any length are read in no time', () => {
  const digits = '9'.repeat(1_000_000);
  expect([digits, `0x${digits}`, `${digits}e5`].map(scalarValue)).toEqual([digits, `0x${digits}`, `${digits}e5`]);
});
