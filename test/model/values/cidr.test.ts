import { cidr, contains, port } from '../../../src/model/values/cidr';
import { InvalidValue } from '../../../src/model/values/problems';

test.each(['10.0.0.0/28', '0.0.0.0/0', '10.96.0.1/32', 'fd00::/8', '::/0', '2001:db8::1/128'])(
  '%s is a network',
  (network) => {
    expect(cidr(network)).toBe(network);
  },
);

test.each<[unknown, string]>([
  ['10.0.0.1', 'needs a prefix length of 0 to 32: write e.g. 10.0.0.1/32'],
  ['fd00::1', 'needs a prefix length of 0 to 128: write e.g. fd00::1/128'],
  ['10.0.0.0/33', 'needs a prefix length of 0 to 32'],
  ['fd00::/129', 'needs a prefix length of 0 to 128'],
  ['10.0.0.0/', 'needs a prefix length'],
  ['10.0.0.0/-1', 'needs a prefix length'],
  ['10.0.0.0/8.0', 'needs a prefix length'],
  ['10.0.0.0/8/8', 'is not a network'],
  ['10.0.0/8', 'is not a network'],
  ['10.0.0.256/32', 'is not a network'],
  ['10.0.0.010/32', 'is not a network'],
  ['example.com/32', 'is not a network'],
  ['', '"" is not a network: write e.g. 10.0.0.0/28'],
  [10, 'is not a network'],
])('%p is no network: %s', (value, why) => {
  expect(() => cidr(value as string)).toThrow(InvalidValue);
  expect(() => cidr(value as string)).toThrow(why);
});

test('a port is a whole number from 1 to 65535', () => {
  expect([port(1), port(443), port(65_535)]).toEqual([1, 443, 65_535]);
  for (const value of [0, -1, 65_536, 80.5, Number.NaN, '80']) {
    expect(() => port(value as number)).toThrow('is not a port: use a whole number from 1 to 65535');
  }
});

test.each([
  ['10.0.0.0/8', '10.255.255.255/32', true],
  ['10.0.0.0/8', '11.0.0.0/32', false],
  ['10.0.0.0/8', '10.0.0.0/8', true],
  ['10.0.0.0/9', '10.0.0.0/8', false],
  ['0.0.0.0/0', 'fd00::/8', false],
  ['fd00::/8', 'fd12::1/128', true],
  ['nowhere', '10.0.0.0/8', false],
  ['10.0.0.0', '10.0.0.0/8', false],
])('%s contains %s: %s', (outer, inner, expected) => {
  expect(contains(outer, inner)).toBe(expected);
});
