import { parse } from 'yaml';
import { readFull } from '../../../../src/model/manifests/yaml/full-document';

/** The value of a document, or what is wrong with it. */
function read(text: string): unknown {
  const [document] = readFull(text);
  if (!document?.root) return document?.failures.map(({ offset, message }) => `${offset} ${message}`) ?? null;
  try {
    const value = document.values.of(document.root);
    const { failures } = document.values;
    return failures.length === 0 ? value : failures.map(({ offset, message }) => `${offset} ${message}`);
  } catch (error) {
    return (error as Error).message;
  }
}

test.each([
  'a: &x {b: 1}\nc: *x\nd: [*x, *x]\n',
  'a: &x [1, &y two]\nb: *y\nc: *x\n',
  'a: &x 1\nb: &x 2\nc: *x\n',
  '&k a: 1\nb: *k\n',
  'b: &x {a: 1, c: 2}\nd: {<<: *x, c: 3}\n',
  'b: &x {a: 1, c: 2}\nd: {c: 3, <<: *x}\n',
  'b: &x {a: 1}\nc: &y {a: 2, d: 3}\ne: {<<: [*x, *y], f: 4}\n',
  'b: &x {a: 1}\nc: &y {<<: *x, b: 2}\nd: {<<: *y}\n',
  'a: {<<: {b: 1}, c: 2}\n',
  'a: {"<<": 1}\n',
  '? a\n: b\n? c\n',
  'a: !!str 5\nb: !!int "5"\nc: !!float 5.5\nd: !!bool "yes"\ne: !!null ""\nf: !own 5\n',
])('aliases, merge keys and tags of %j', (text) => {
  expect(read(text)).toEqual(parse(text, { version: '1.1', merge: true, logLevel: 'silent' }));
});

test('tags that mean another type in JavaScript are what they are to kubectl', () => {
  expect(read('a: !!set {b, c}\nd: !!omap [e: 1]\nf: !!timestamp 2026-01-01\ng: !!binary aGk=\n')).toEqual({
    a: { b: null, c: null },
    d: [{ e: 1 }],
    f: '2026-01-01',
    g: 'hi',
  });
  expect(read('a: !!binary "?"\n')).toEqual(['3 !!binary holds no base64']);
  expect(read('a: !!int x\n')).toEqual(['3 "x" is no !!int']);
});

test.each([
  ['a: 1\nb: .inf\n', ['8 .inf is no number of JSON, and kubectl refuses it']],
  ['a: {{ b }}\n', ['4 A map or list cannot be a key']],
  ['a: 1\n~: b\n', ['5 A key cannot be null']],
  ['a: 1\n"a": 2\na: 3\n', ['5 Map keys must be unique', '12 Map keys must be unique']],
  ['1: a\n"1": b\n', ['5 Map keys must be unique']],
  ['a: *b\n', 'Unresolved alias (the anchor must be set before the alias): b'],
  ['a: {<<: 1}\n', 'Merge sources must be maps or map aliases'],
  ['a: &a [*a]\n', 'An alias cannot stand in the value of its own anchor'],
])('%j is refused', (text, why) => {
  expect(read(text)).toEqual(why);
});

test('directives hold for what follows', () => {
  expect(readFull('%TAG !e! tag:example.com,2026:\n---\na: !e!b c\n').map(({ failures }) => failures)).toEqual([[]]);
});
