import * as fc from 'fast-check';
import { Field } from '../../../src/analysis/cluster/field';
import { formatPath } from '../../../src/analysis/findings/finding';
import { objectOf } from './model';

const object = objectOf({});
const field = (value: unknown) => new Field(object, [], value);

/** Every reader of a field. */
function readAll(one: Field): unknown[] {
  const { exists, shown, text, number, count, flag, intOrPercent, quantity, items, entries, strings, words } = one;
  return [exists, shown, text, number, count, flag, intOrPercent, quantity, items, entries, strings, words];
}

const steps = fc.array(fc.oneof(fc.string(), fc.nat(3), fc.constantFrom('__proto__', 'constructor', 'length')));

test('nothing that JSON can say makes a reader throw', () => {
  fc.assert(
    fc.property(fc.jsonValue(), fc.jsonValue(), steps, (value, other, path) => {
      const root = field(value);
      const fields = [root, root.get(...path), root.over(field(other)), root.embedded(other).get(...path)];
      for (const one of [...fields, ...root.items, ...root.entries.map(([, inner]) => inner)]) readAll(one);
    }),
  );
});

test.each([['constructor'], ['toString'], ['__proto__'], ['length']])('%s is only there when it is written', (name) => {
  expect(field({}).get(name).exists).toBe(false);
  expect(field([]).get(name).exists).toBe(false);
  expect(field('text').get(name).exists).toBe(false);
  expect(field(JSON.parse(`{"${name}": 1}`)).get(name).number).toBe(1);
});

describe('a field', () => {
  test('knows the way to it, through maps and lists', () => {
    const inner = field({ spec: { containers: [{ name: 'a' }] } })
      .get('spec', 'containers')
      .items[0]!.get('name');
    expect([inner.text, formatPath(inner.path)]).toEqual(['a', 'spec.containers[0].name']);
  });

  test('that is absent still has a place', () => {
    const absent = field({ spec: [] }).get('spec', 'template', 0);
    expect([absent.exists, absent.value, formatPath(absent.path)]).toEqual([false, undefined, 'spec.template[0]']);
  });

  test('that is null counts as absent, as for the API server', () => {
    expect(field({ a: null }).get('a').exists).toBe(false);
  });

  test('inside a text has the place of the text, at any depth', () => {
    const inner = field({ data: { config: 'a: 1' } })
      .get('data', 'config')
      .embedded({ list: [{ a: 1 }] });
    expect(formatPath(inner.get('list').items[0]!.get('a').path)).toBe('data.config');
    expect(formatPath(inner.entries[0]![1].path)).toBe('data.config');
  });

  test.each<[unknown, number | undefined]>([
    [0, 0],
    [3, 3],
    [-1, undefined],
    [1.5, undefined],
    [2 ** 60, undefined],
    ['3', undefined],
    [[], undefined],
    [null, undefined],
  ])('%j counts %s', (value, count) => {
    expect(field(value).count).toBe(count);
  });

  test.each<[unknown, number | string | undefined]>([
    [1, 1],
    ['50%', '50%'],
    ['150%', '150%'],
    [-1, undefined],
    ['-1%', undefined],
    ['5', undefined],
    ['1.5%', undefined],
    [`${'9'.repeat(400)}%`, undefined],
    [{}, undefined],
  ])('%j is the count or share %s', (value, read) => {
    expect(field(value).intOrPercent).toBe(read);
  });

  test.each<[unknown, string | undefined]>([
    ['500m', '500m'],
    [2, '2'],
    ['1GB', undefined],
    [Number.NaN, undefined],
    [true, undefined],
    ['9e30', undefined],
  ])('%j is the quantity %s', (value, read) => {
    expect(field(value).quantity?.toString()).toBe(read);
  });

  test.each<[unknown, string]>([
    ['a', 'a'],
    [3, '3'],
    [{ toString: 1 }, '{"toString":1}'],
    [[null], '[null]'],
    [undefined, 'undefined'],
  ])('%j shows itself as %s', (value, shown) => {
    expect(field(value).shown).toBe(shown);
  });
});

describe('a map over another', () => {
  test.each<[unknown, unknown, unknown]>([
    [{ a: 1 }, { a: 2, b: 3 }, { a: 1, b: 3 }],
    [{ a: { x: 1 } }, { a: { y: 2 } }, { a: { x: 1, y: 2 } }],
    [{ a: [1] }, { a: [2, 3] }, { a: [1] }],
    [{ a: null }, { a: 2 }, { a: 2 }],
    [undefined, { a: 1 }, { a: 1 }],
    [{ a: 1 }, undefined, { a: 1 }],
    ['a', { a: 1 }, 'a'],
    [{ a: 1 }, { constructor: 2 }, { a: 1, constructor: 2 }],
  ])('%j over %j is %j', (above, below, result) => {
    expect(field(above).over(field(below)).value).toEqual(result);
  });

  test('keeps its place', () => {
    const above = field({ a: { x: 1 } }).get('a');
    expect(formatPath(above.over(field({ y: 1 })).get('y').path)).toBe('a');
  });
});
