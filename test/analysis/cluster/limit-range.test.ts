import { ClusterObject } from '../../../src/analysis/cluster/cluster-object';
import { type LimitItem, limitItems, sourceOfDefault } from '../../../src/analysis/cluster/limit-range';
import { formatPath } from '../../../src/analysis/findings/finding';
import type { Charge } from '../../../src/model/workloads/charge';

function items(...limits: unknown[]): LimitItem[] {
  const manifest = { apiVersion: 'v1', kind: 'LimitRange', metadata: { name: 'team' }, spec: { limits } };
  return limitItems(new ClusterObject({ manifest, locate: () => ({ construct: 'test' }) }));
}

function containerItem(item: object): LimitItem {
  return items({ type: 'Container', ...item })[0]!;
}

const text = (amounts: Charge) => Object.fromEntries(Object.entries(amounts).map(([key, value]) => [key, `${value}`]));

describe('the defaults of containers', () => {
  test.each([
    ['a max is the default limit, and that the default request', { max: { cpu: '2' } }, { cpu: '2' }, { cpu: '2' }],
    [
      'a default limit is the default request',
      { default: { cpu: '1' }, max: { cpu: '2' } },
      { cpu: '1' },
      { cpu: '1' },
    ],
    ['a default limit goes before a min', { default: { cpu: '1' }, min: { cpu: '100m' } }, { cpu: '1' }, { cpu: '1' }],
    ['a min is the default request where nothing else is', { min: { cpu: '100m' } }, {}, { cpu: '100m' }],
    [
      'what is stated stays',
      { min: { cpu: '1m' }, defaultRequest: { cpu: '50m' }, default: { cpu: '1' }, max: { cpu: '2' } },
      { cpu: '1' },
      { cpu: '50m' },
    ],
    [
      'each resource for itself',
      { default: { cpu: '1' }, max: { memory: '1Gi', 'nvidia.com/gpu': '4' }, min: { 'hugepages-2Mi': '2Mi' } },
      { cpu: '1', memory: '1Gi', 'nvidia.com/gpu': '4' },
      { cpu: '1', memory: '1Gi', 'nvidia.com/gpu': '4', 'hugepages-2Mi': '2Mi' },
    ],
    ['what is finer than a thousandth is rounded up', { default: { cpu: '0.0001' } }, { cpu: '1m' }, { cpu: '1m' }],
    ['a ratio fills in nothing', { maxLimitRequestRatio: { cpu: '2' } }, {}, {}],
  ])('%s', (_, item, limits, requests) => {
    const read = containerItem(item);
    expect(text(read.default)).toEqual(limits);
    expect(text(read.defaultRequest)).toEqual(requests);
  });

  test('are no matter of pods and claims', () => {
    for (const item of items(
      { type: 'Pod', max: { cpu: '2' }, min: { cpu: '1' } },
      { type: 'PersistentVolumeClaim', min: { storage: '1Gi' } },
    )) {
      expect([item.default, item.defaultRequest]).toEqual([{}, {}]);
    }
  });

  test.each([
    ['limits', { max: { cpu: '2' } }, 'spec.limits[0].max.cpu'],
    ['limits', { max: { cpu: '2' }, default: { cpu: '1' } }, 'spec.limits[0].default.cpu'],
    ['requests', { min: { cpu: '1' }, max: { cpu: '2' } }, 'spec.limits[0].max.cpu'],
    ['requests', { min: { cpu: '1' } }, 'spec.limits[0].min.cpu'],
    ['requests', { default: { cpu: '2' }, defaultRequest: { cpu: '1' } }, 'spec.limits[0].defaultRequest.cpu'],
    ['requests', { default: { cpu: '2' }, max: { cpu: '2' } }, 'spec.limits[0].default.cpu'],
  ] as const)('of %s in %j come from %s', (side, item, path) => {
    expect(formatPath(sourceOfDefault(containerItem(item), side, 'cpu').path)).toBe(path);
  });
});

test('an amount that is no quantity makes its item unreadable, and no other', () => {
  const [first, second] = items({ type: 'Container', max: { cpu: '1K' } }, { type: 'Pod', max: { cpu: '1' } });
  expect([first?.isReadable, second?.isReadable]).toEqual([false, true]);
});

test('items of other types, and what is no item, are left out', () => {
  expect(items({ type: 'example.com/Thing', max: { cpu: '1' } }, { max: { cpu: '1' } }, null, 3)).toEqual([]);
});
