import { LimitRange, type LimitRangeProps } from '../../../src';
import { problemsOf, rendered, warningsOf } from '../render';

const meta = { name: 'l', namespace: 'agents' };
const limits = (props: Partial<LimitRangeProps>) =>
  rendered((scope) => new LimitRange(scope, 'l', { ...meta, ...props })).spec.limits;

it('bounds containers, claims and pods, each in one item', () => {
  expect(
    limits({
      pod: { max: { cpu: 8 }, maxLimitRequestRatio: { memory: 2 } },
      container: {
        min: { cpu: '50m' },
        defaultRequest: { cpu: '100m', memory: '131072Ki' },
        default: { cpu: '500m', memory: '512Mi' },
        max: { cpu: '4000m', memory: '16Gi' },
        maxLimitRequestRatio: { cpu: 10 },
      },
      persistentVolumeClaim: { min: { storage: '1024Mi' }, max: { storage: '100Gi' } },
    }),
  ).toEqual([
    {
      type: 'Container',
      min: { cpu: '50m' },
      defaultRequest: { cpu: '100m', memory: '128Mi' },
      default: { cpu: '500m', memory: '512Mi' },
      max: { cpu: '4', memory: '16Gi' },
      maxLimitRequestRatio: { cpu: '10' },
    },
    { type: 'PersistentVolumeClaim', min: { storage: '1Gi' }, max: { storage: '100Gi' } },
    { type: 'Pod', max: { cpu: '8' }, maxLimitRequestRatio: { memory: '2' } },
  ]);
});

it.each(['cpu', 'memory', 'ephemeral-storage', 'hugepages-2Mi', 'nvidia.com/gpu'])('bounds %s', (resource) => {
  expect(limits({ container: { default: { [resource]: 2 }, max: { [resource]: 2 } } })[0].max).toEqual({
    [resource]: '2',
  });
});

it('takes bounds that are equal, and a ratio that max/min just allows', () => {
  const one = { cpu: 1 };
  const all = { min: one, defaultRequest: one, default: one, max: one, maxLimitRequestRatio: one };
  expect(limits({ container: all })[0]).toMatchObject({ min: { cpu: '1' }, maxLimitRequestRatio: { cpu: '1' } });
});

it('warns where the server makes a maximum the request of every silent container', () => {
  const build = (container: LimitRangeProps['container']) =>
    warningsOf((scope) => new LimitRange(scope, 'l', { ...meta, container }));
  expect(build({ max: { cpu: 4, memory: '1Gi' }, default: { memory: '1Gi' } })).toEqual([
    expect.stringMatching(/^warning: prod\/l: spec\.limits\[0\]\.max\.cpu LR-IMPLICIT-MAX: /),
  ]);
  expect(build({ max: { cpu: 4 }, default: { cpu: 1 } })).toEqual([]);
});

describe('refuses', () => {
  it.each<[string, object, string[]]>([
    ['nothing at all', {}, ['bounds nothing: set container, pod or persistentVolumeClaim']],
    ['a container without bounds', { container: {} }, ['container bounds nothing: set min, max or another bound']],
    [
      'a claim without bounds',
      { persistentVolumeClaim: {} },
      ['persistentVolumeClaim bounds nothing: set min.storage, max.storage or both'],
    ],
    [
      'a claim without storage',
      { persistentVolumeClaim: { min: {} } },
      ['persistentVolumeClaim bounds nothing: set min.storage, max.storage or both'],
    ],
    [
      'a wrong form',
      { pod: 'max: 5' },
      ['pod "max: 5" is not a map: write { … }', 'bounds nothing: set container, pod or persistentVolumeClaim'],
    ],
    ['bounds of a wrong form', { container: { max: 5 } }, ['container.max 5 is not a map: write { … }']],
    [
      'a resource that is none',
      { container: { default: { gpu: 1 } } },
      ['container.default "gpu" is no resource: use cpu, memory, ephemeral-storage or <vendor>/<resource>'],
    ],
    [
      'an amount that is none',
      { container: { default: { cpu: '1 core' } } },
      [
        'container.default.cpu "1 core" is not a quantity: core is no suffix; use one of n u m k M G T P E or Ki Mi Gi Ti Pi Ei',
      ],
    ],
    ['a negative amount', { pod: { min: { cpu: '-1' } } }, ['pod.min.cpu "-1" is negative: a bound is 0 or more']],
    [
      'a negative claim',
      { persistentVolumeClaim: { min: { storage: '-1Gi' } } },
      ['persistentVolumeClaim.min.storage "-1Gi" is negative: a bound is 0 or more'],
    ],
    [
      'defaults of a pod',
      { pod: { default: { cpu: 1 } } },
      ['pod.default {"cpu":1} is not allowed for pods: set it for containers'],
    ],
    [
      'default requests of a pod',
      { pod: { defaultRequest: { cpu: 1 } } },
      ['pod.defaultRequest {"cpu":1} is not allowed for pods: set it for containers'],
    ],
    [
      'a claim whose minimum exceeds its maximum',
      { persistentVolumeClaim: { min: { storage: '2Gi' }, max: { storage: '1Gi' } } },
      ['persistentVolumeClaim.min.storage "2Gi" exceeds max.storage 1Gi: lower it or raise the other'],
    ],
    [
      'a ratio below 1',
      { container: { maxLimitRequestRatio: { cpu: '500m' } } },
      ['container.maxLimitRequestRatio.cpu "500m" is below 1: a limit is never below its request'],
    ],
    [
      'a ratio that nothing reaches',
      { pod: { min: { cpu: 1 }, max: { cpu: 2 }, maxLimitRequestRatio: { cpu: 3 } } },
      ['pod.maxLimitRequestRatio.cpu "3" exceeds max/min, 2/1: no container could reach it'],
    ],
    [
      'overcommitted GPUs',
      { container: { defaultRequest: { 'nvidia.com/gpu': 1 }, default: { 'nvidia.com/gpu': 2 } } },
      [
        'container.defaultRequest.nvidia.com/gpu "1" must equal default.nvidia.com/gpu 2: nvidia.com/gpu cannot be overcommitted',
      ],
    ],
    [
      'huge pages that the maximum overcommits, since it becomes the default',
      { container: { defaultRequest: { 'hugepages-2Mi': '2Mi' }, max: { 'hugepages-2Mi': '4Mi' } } },
      [
        'container.defaultRequest.hugepages-2Mi "2Mi" must equal max.hugepages-2Mi 4Mi: hugepages-2Mi cannot be overcommitted',
      ],
    ],
  ])('%s', (_, props, problems) => {
    const all = { ...meta, ...props } as LimitRangeProps;
    expect(problemsOf((scope) => new LimitRange(scope, 'l', all))).toEqual(
      problems.map((problem) => `prod/l: ${problem}`),
    );
  });

  const bounds = ['min', 'defaultRequest', 'default', 'max'] as const;
  const pairs = bounds.flatMap((lower, index) => bounds.slice(index + 1).map((upper) => [lower, upper] as const));

  it.each(pairs)('%s above %s', (lower, upper) => {
    const container = { [lower]: { memory: '2Gi' }, [upper]: { memory: '1Gi' } };
    expect(problemsOf((scope) => new LimitRange(scope, 'l', { ...meta, container }))).toEqual([
      `prod/l: container.${lower}.memory "2Gi" exceeds ${upper}.memory 1Gi: lower it or raise the other`,
    ]);
  });
});
