import { found } from '../../../checked';

const rule = 'LR-INVALID';

function limits(...items: string[]): string {
  return `
apiVersion: v1
kind: LimitRange
metadata: {name: team, namespace: team}
spec:
  limits:
${items.map((item) => `    - {${item}}`).join('\n')}
`;
}

describe(rule, () => {
  test.each([
    'type: Container, min: {cpu: 1}, defaultRequest: {cpu: 1000m}, default: {cpu: 1}, max: {cpu: 1}',
    'type: Container, maxLimitRequestRatio: {cpu: 1}',
    'type: Container, min: {cpu: 100m}, max: {cpu: 300m}, maxLimitRequestRatio: {cpu: 3}',
    'type: Container, min: {cpu: 0}, max: {cpu: 1}, maxLimitRequestRatio: {cpu: 99}',
    'type: Container, max: {nvidia.com/gpu: 4}',
    'type: Container, default: {nvidia.com/gpu: 1}, max: {nvidia.com/gpu: 4}',
    'type: Container, defaultRequest: {hugepages-2Mi: 4Mi}',
    'type: Pod, min: {cpu: 1}, max: {cpu: 1, ephemeral-storage: 1Gi}, default: {}',
    'type: PersistentVolumeClaim, min: {storage: 1Gi}',
    'type: example.com/Thing, min: {storage: 1Gi}, max: {pods: 2}',
    'type: "{{ .Values.type }}", min: {nonsense: 2}, max: {nonsense: 1}',
    'type: Container, min: {cpu: "{{ .Values.min }}"}, max: {cpu: 1}',
  ])('is silent for %s', (item) => {
    expect(found(rule, limits(item))).toEqual([]);
  });

  test.each([
    ['min: {cpu: 1001m}, max: {cpu: 1}', 'min.cpu', 'min of cpu is 1001m, more than its max of 1'],
    [
      'min: {cpu: 1}, defaultRequest: {cpu: 999m}',
      'defaultRequest.cpu',
      'min of cpu is 1, more than its defaultRequest of 999m',
    ],
    ['min: {cpu: 1}, default: {cpu: 999m}', 'default.cpu', 'min of cpu is 1, more than its default of 999m'],
    [
      'defaultRequest: {cpu: 2}, default: {cpu: 1}',
      'defaultRequest.cpu',
      'defaultRequest of cpu is 2, more than its default of 1',
    ],
    [
      'defaultRequest: {memory: 2Gi}, max: {memory: 1Gi}',
      'defaultRequest.memory',
      'defaultRequest of memory is 2Gi, more than its max of 1Gi',
    ],
    [
      'default: {memory: 1025Mi}, max: {memory: 1Gi}',
      'default.memory',
      'default of memory is 1025Mi, more than its max of 1Gi',
    ],
    [
      'maxLimitRequestRatio: {cpu: 999m}',
      'maxLimitRequestRatio.cpu',
      'maxLimitRequestRatio of cpu is 0.999, but no limit is below its request',
    ],
    [
      'min: {cpu: 100m}, max: {cpu: 300m}, maxLimitRequestRatio: {cpu: 3001m}',
      'maxLimitRequestRatio.cpu',
      'maxLimitRequestRatio of cpu is 3.001, but max over min is only 3',
    ],
    [
      'default: {hugepages-2Mi: 4Mi}, defaultRequest: {hugepages-2Mi: 2Mi}',
      'defaultRequest.hugepages-2Mi',
      'defaultRequest of hugepages-2Mi is 2Mi, but its default is 4Mi: a container gets as much of it as its limit',
    ],
    [
      'max: {nvidia.com/gpu: 4}, defaultRequest: {nvidia.com/gpu: 1}',
      'defaultRequest[nvidia.com/gpu]',
      'defaultRequest of nvidia.com/gpu is 1, but its default, taken from max, is 4: a container gets as much of it as its limit',
    ],
    [
      'max: {requests.cpu: 4}',
      'max[requests.cpu]',
      'requests.cpu is no resource that limits of type Container can name',
    ],
  ])('of a Container refuses %s', (item, path, message) => {
    expect(found(rule, limits(`type: Container, ${item}`))).toEqual([
      `error LimitRange/team spec.limits[0].${path}: ${message}`,
    ]);
  });

  test.each([
    [
      'type: Pod, default: {cpu: 1}',
      'spec.limits[0].default: limits of type Pod state default, which only containers have',
    ],
    [
      'type: Pod, defaultRequest: {cpu: 1}',
      'spec.limits[0].defaultRequest: limits of type Pod state defaultRequest, which only containers have',
    ],
    [
      'type: PersistentVolumeClaim, max: {cpu: 1}',
      'spec.limits[0]: limits of type PersistentVolumeClaim state neither min.storage nor max.storage',
    ],
    [
      'type: PersistentVolumeClaim, min: {storage: 2Gi}, max: {storage: 1Gi}',
      'spec.limits[0].min.storage: min of storage is 2Gi, more than its max of 1Gi',
    ],
    ['type: Pods, max: {cpu: 1}', 'spec.limits[0].type: type Pods is none that limits can be of'],
    ['max: {cpu: 1}', 'spec.limits[0].type: an item of limits has no type'],
  ])('refuses %s', (item, found_) => {
    expect(found(rule, limits(item))).toEqual([`error LimitRange/team ${found_}`]);
  });

  test('refuses two items of a type, but takes one of each', () => {
    const [pod, container] = ['type: Pod, max: {cpu: 1}', 'type: Container, max: {cpu: 1}'];
    expect(found(rule, limits(pod, container))).toEqual([]);
    expect(found(rule, limits(pod, container, pod))).toEqual([
      'error LimitRange/team spec.limits[2].type: two items are of type Pod',
    ]);
  });

  test.each(['limits: {}', 'limits: [1, null, {type: 5}]', 'limits: [{type: Container, min: [1]}]'])(
    'bears %s',
    (spec) => {
      expect(() =>
        found(rule, `{apiVersion: v1, kind: LimitRange, metadata: {name: a}, spec: {${spec}}}`),
      ).not.toThrow();
    },
  );
});
