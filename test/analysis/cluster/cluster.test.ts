import { clusterOf } from './model';

const object = (kind: string, name: string, namespace?: string) => {
  const apiVersion =
    { Deployment: 'apps/v1', PriorityClass: 'scheduling.k8s.io/v1', Thing: 'example.com/v1' }[kind] ?? 'v1';
  const where = namespace === undefined ? '' : `, namespace: ${namespace}`;
  return `{apiVersion: ${apiVersion}, kind: ${kind}, metadata: {name: ${name}${where}}}\n---\n`;
};

const placed = (yaml: string) =>
  Object.fromEntries(clusterOf(yaml).namespaces.map(({ name, objects }) => [name, objects.map((one) => one.name)]));

describe('namespaces', () => {
  test('hold the objects that state them; those that state none are together', () => {
    const yaml =
      object('Secret', 'a', 'one') + object('Secret', 'b') + object('Secret', 'c', 'two') + object('Thing', 'd');
    expect(placed(yaml)).toEqual({ one: ['a'], '': ['b', 'd'], two: ['c'] });
  });

  test('are there when only declared, and know their own object', () => {
    const cluster = clusterOf(object('Namespace', 'empty') + object('Secret', 'a', 'full'));
    expect(cluster.namespaces.map(({ name, object: own }) => [name, own?.title])).toEqual([
      ['empty', 'Namespace empty'],
      ['full', undefined],
    ]);
    expect(cluster.namespace('empty')?.objects).toEqual([]);
    expect(cluster.namespace('other')).toBeUndefined();
  });

  test('hold nothing that is of the whole cluster, even if it states one', () => {
    expect(placed(object('PriorityClass', 'a', 'team') + object('Namespace', 'b', 'team'))).toEqual({ b: [] });
  });

  test('find their objects by kind and by name', () => {
    const namespace = clusterOf(object('Secret', 'a', 'team') + object('Deployment', 'a', 'team')).namespace('team');
    expect(namespace?.ofKind('Deployment', 'apps').map(({ title }) => title)).toEqual(['Deployment team/a']);
    expect(namespace?.ofKind('Deployment')).toEqual([]);
    expect(namespace?.named('a').map(({ kind }) => kind)).toEqual(['Secret', 'Deployment']);
    expect(namespace?.named('constructor')).toEqual([]);
  });
});

test('objects of a kind are found in any version and namespace', () => {
  const cluster = clusterOf(object('Secret', 'a', 'one') + object('Secret', 'b', 'two') + object('Thing', 'c'));
  expect(cluster.ofKind('Secret').map(({ name }) => name)).toEqual(['a', 'b']);
  expect(cluster.ofKind('Thing', 'example.com').map(({ name }) => name)).toEqual(['c']);
  expect(cluster.ofKind('Thing')).toEqual([]);
});

test('priority classes are those of the manifests, of the profile, and those of every cluster', () => {
  const yaml = '{apiVersion: scheduling.k8s.io/v1, kind: PriorityClass, metadata: {name: high}, value: 10}';
  const { priorityClasses } = clusterOf(yaml, { priorityClasses: [{ name: 'low', value: 1 }, { name: 'any' }] });
  expect(priorityClasses.map(({ name, value, object: declared }) => [name, value, declared !== undefined])).toEqual([
    ['high', 10, true],
    ['low', 1, false],
    ['any', undefined, false],
    ['system-cluster-critical', 2_000_000_000, false],
    ['system-node-critical', 2_000_001_000, false],
  ]);
});
