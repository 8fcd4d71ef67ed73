import { dnsLabel, dnsSubdomain, labelKey, labelValue } from '../../../src/model/values/names';
import { InvalidValue } from '../../../src/model/values/problems';

type Name = (value: string) => string;
const a = (count: number) => 'a'.repeat(count);

describe.each<[string, Name, string[], string[]]>([
  [
    'a DNS label',
    dnsLabel,
    ['a', '0', 'agent-platform', 'a--b', a(63)],
    ['', '-a', 'a-', 'A', 'a.b', 'a_b', 'ä', 'a\n', ' a', a(64)],
  ],
  [
    'a DNS subdomain',
    dnsSubdomain,
    ['a', 'a.b', 'agent-1.example.com', '1.2', a(253)],
    ['', '.', 'a.', '.a', 'a..b', 'a.-b', 'a-.b', 'A.b', 'a_b', 'a\n', a(254)],
  ],
  [
    'a label key',
    labelKey,
    ['a', 'A_b.c-D', '0', 'app.kubernetes.io/name', `${a(253)}/${a(63)}`, 'constructor'],
    ['', '/', 'a/', '/a', 'a/b/c', 'Example.com/a', '-a', 'a-', '_a', 'a b', 'ä', a(64), `${a(254)}/a`, 'a\n'],
  ],
  [
    'a label value',
    labelValue,
    ['', 'a', 'A_b.c-D', '1.2', a(63)],
    ['-a', 'a-', '.a', 'a/b', 'a b', 'ä', 'a\n', a(64)],
  ],
])('%s', (_, name, good, bad) => {
  test.each(good)('may be %j', (value) => expect(name(value)).toBe(value));
  test.each(bad)('may not be %j', (value) => expect(() => name(value)).toThrow(InvalidValue));
  test.each([5, null, undefined, {}])('is a string, not %j', (value) => {
    expect(() => name(value as unknown as string)).toThrow(InvalidValue);
  });
});

test.each<[Name, string, string]>([
  [dnsLabel, 'Agent', '"Agent" is not a DNS-1123 label: use a-z, 0-9 and -, not at either end'],
  [dnsSubdomain, 'a_b', 'is not a DNS-1123 subdomain: use a-z, 0-9, - and .'],
  [labelKey, 'Example.com/a', 'the part before / must be a DNS subdomain'],
  [labelValue, 'a b', '"a b" is not a label value: use empty, or letters'],
  [labelValue, a(64), '64 characters, at most 63 are allowed'],
  [labelKey, `example.com/${a(70)}`, '70 characters, at most 63 are allowed'],
])('%p says of %j: %s', (name, value, why) => {
  expect(() => name(value)).toThrow(why);
});
