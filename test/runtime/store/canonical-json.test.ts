import fc from 'fast-check';
import { canonicalJson } from '../../../src/runtime/store/canonical-json';
import { gunzip, gzip, gzipChunks } from '../../../src/runtime/store/gzip';

test('keys stand in the order of their code units, at every depth', () => {
  expect(canonicalJson({ b: [{ z: 1, a: null }], a: 'x', B: undefined, 10: true, 9: 1.5 })).toBe(
    '{"10":true,"9":1.5,"a":"x","b":[{"a":null,"z":1}]}',
  );
});

test('the text does not depend on the order of keys, and reads back as the value', () => {
  fc.assert(
    fc.property(fc.jsonValue(), (value) => {
      const text = canonicalJson(value);
      expect(JSON.parse(text)).toEqual(JSON.parse(JSON.stringify(value)));
      expect(canonicalJson(JSON.parse(text))).toBe(text);
      expect(canonicalJson(reversed(value))).toBe(text);
    }),
  );
});

test('a key that JavaScript takes for the prototype is a key', () => {
  const text = '{"__proto__":{"a":1},"b":2}';
  expect(canonicalJson(JSON.parse(text))).toBe(text);
});

test('gzip names no time and no operating system', () => {
  // RFC 1952: magic, deflate, no flags, no time, no extra flags, unknown system.
  expect([...gzip('content').subarray(0, 10)]).toEqual([0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 255]);
  expect(gzip('content').equals(gzip(Buffer.from('content')))).toBe(true);
});

test('what comes bit by bit unfolds to the same', async () => {
  const parts = Array.from({ length: 300 }, (_, index) => `${index} ${'x'.repeat(index * 40)}\n`);
  async function* chunks() {
    for (const part of parts) yield Buffer.from(part);
  }
  const packed = await gzipChunks(chunks());
  expect(gunzip(packed).toString()).toBe(parts.join(''));
  expect(packed[9]).toBe(255);
});

test('an error of the source is the error, and nothing is left waiting', async () => {
  async function* broken() {
    yield Buffer.alloc(1_000_000);
    throw new Error('the log broke off');
  }
  await expect(gzipChunks(broken())).rejects.toThrow('the log broke off');
});

test('what would not fit the memory is not unfolded', () => {
  expect(() => gunzip(gzip(Buffer.alloc(2 ** 27 + 1)))).toThrow();
  expect(gunzip(gzip(Buffer.alloc(2 ** 20))).length).toBe(2 ** 20);
});

function reversed(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(reversed);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .reverse()
      .map(([key, field]) => [key, reversed(field)]),
  );
}
