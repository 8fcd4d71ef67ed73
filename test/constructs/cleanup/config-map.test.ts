import { ConfigMap, type ConfigMapProps } from '../../../src';
import { problemsOf, rendered } from '../render';

const props = { name: 'c', namespace: 'a' };
const problemsWith = (more: Partial<ConfigMapProps>) =>
  problemsOf((scope) => new ConfigMap(scope, 'c', { ...props, ...more }));

it('holds texts and bytes', () => {
  const data = { 'policy.yaml': 'name: a\n' };
  const binaryData = { 'sweep.js.gz': 'H4sI' };
  expect(rendered((scope) => new ConfigMap(scope, 'c', { ...props, data, binaryData, immutable: true }))).toEqual({
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: props,
    data,
    binaryData,
    immutable: true,
  });
});

it('says nothing of immutability where it has none', () => {
  expect(rendered((scope) => new ConfigMap(scope, 'c', { ...props, immutable: false }))).not.toHaveProperty(
    'immutable',
  );
});

it.each(['', 'a/b', '..', '..data', 'ä', 'x'.repeat(254)])('refuses the key %j, which is no name of a file', (key) => {
  expect(problemsWith({ data: { [key]: '' } })).toEqual([
    expect.stringMatching(/^prod\/c: data ".* is not a key: use letters, digits, -, _ and \.$/),
  ]);
});

it('refuses a key that is a text and bytes at once', () => {
  expect(problemsWith({ data: { a: '' }, binaryData: { a: '' } })).toEqual([
    'prod/c: binaryData "a" is a key of data too: a ConfigMap has one file of a name',
  ]);
});

it('refuses bytes that are not base64', () => {
  expect(problemsWith({ binaryData: { a: 'é' } })).toEqual([
    'prod/c: binaryData.a "é" is not base64: write buffer.toString(\'base64\')',
  ]);
});

it('refuses what some clients could not apply any more', () => {
  const [problem] = problemsWith({ data: { a: 'x'.repeat(256_000) } });
  expect(problem).toBe('prod/c: holds 256017 bytes, at most 256000 can be applied by every client');
  expect(problemsWith({ data: { a: 'x'.repeat(255_900) } })).toEqual([]);
});
