import { ClusterObject } from '../../../src/analysis/cluster/cluster-object';
import { type Container, declaredContainer, withDefaults } from '../../../src/analysis/cluster/container';
import { Field } from '../../../src/analysis/cluster/field';
import { limitItems } from '../../../src/analysis/cluster/limit-range';
import { formatPath } from '../../../src/analysis/findings/finding';
import type { Charge } from '../../../src/model/workloads/charge';

function object(name: string, item: object): ClusterObject {
  const manifest = {
    apiVersion: 'v1',
    kind: 'LimitRange',
    metadata: { name },
    spec: { limits: [{ type: 'Container', ...item }] },
  };
  return new ClusterObject({ manifest, locate: () => ({ construct: name }) });
}

/** A container after the defaults of LimitRanges, one of each item, in this order. */
function defaulted(resources: object, ...items: object[]): Container {
  const field = new Field(object('any', {}), ['containers', 0], { name: 'api', resources });
  return withDefaults(
    declaredContainer(field, 'containers'),
    items.flatMap((item, index) => limitItems(object(`range-${index}`, item))),
  );
}

const text = (amounts: Charge) => Object.fromEntries(Object.entries(amounts).map(([key, value]) => [key, `${value}`]));

describe('defaults', () => {
  const item = { default: { cpu: '1' }, defaultRequest: { cpu: '100m' } };

  test.each([
    ['fill in what is absent', {}, { cpu: '100m' }, { cpu: '1' }],
    [
      "come after the container's own limit, which is its request",
      { limits: { cpu: '3' } },
      { cpu: '3' },
      { cpu: '3' },
    ],
    ['fill in a limit below the request all the same', { requests: { cpu: '2' } }, { cpu: '2' }, { cpu: '1' }],
    ['leave a request of 0 alone', { requests: { cpu: '0' } }, { cpu: '0' }, { cpu: '1' }],
    [
      'leave other resources alone',
      { limits: { 'nvidia.com/gpu': '1' } },
      { cpu: '100m', 'nvidia.com/gpu': '1' },
      { cpu: '1', 'nvidia.com/gpu': '1' },
    ],
  ])('%s', (_, resources, requests, limits) => {
    const container = defaulted(resources, item);
    expect(text(container.requests)).toEqual(requests);
    expect(text(container.limits)).toEqual(limits);
  });

  test('of several LimitRanges are filled in together', () => {
    const container = defaulted({}, item, { default: { memory: '1Gi' } });
    expect(text(container.limits)).toEqual({ cpu: '1', memory: '1Gi' });
    expect(container.isReadable).toBe(true);
  });

  test('say where they come from', () => {
    const { defaultedFrom } = defaulted({ requests: { cpu: '1' } }, item);
    expect(Object.entries(defaultedFrom).map(([key, field]) => `${key}: ${formatPath(field.path)}`)).toEqual([
      'limits.cpu: spec.limits[0].default.cpu',
    ]);
  });
});

describe('a container whose defaults depend on the order of LimitRanges', () => {
  const [first, second] = [{ default: { cpu: '1' } }, { default: { cpu: '2' } }];

  test('is not readable, in either order', () => {
    expect(defaulted({}, first, second).isReadable).toBe(false);
    expect(defaulted({}, second, first).isReadable).toBe(false);
  });

  test('is readable when it states what they differ in', () => {
    expect(defaulted({ limits: { cpu: '1' } }, first, second).isReadable).toBe(true);
    expect(defaulted({ requests: { cpu: '1' } }, first, second).isReadable).toBe(false);
  });

  test('is readable when they only spell it differently', () => {
    expect(defaulted({}, first, { default: { cpu: '1000m' } }).isReadable).toBe(true);
  });
});

test('an amount that is no quantity makes a container unreadable', () => {
  expect(defaulted({ requests: { cpu: '1K' } }).isReadable).toBe(false);
});

test('an amount finer than a thousandth is rounded up', () => {
  expect(text(defaulted({ requests: { cpu: '0.0015' } }).requests)).toEqual({ cpu: '2m' });
});
