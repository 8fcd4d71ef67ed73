import { describe as line, Problems } from '../../../src/model/values/problems';
import { Quantity, type QuantityLike } from '../../../src/model/values/quantity';
import {
  type Charge,
  type ContainerResources,
  chargeOf,
  type PodResources,
  podsThatFit,
  sum,
  times,
} from '../../../src/model/workloads/charge';

type Amounts = Readonly<Record<string, QuantityLike>>;

function charge(amounts: Amounts): Charge {
  return Object.fromEntries(Object.entries(amounts).map(([key, value]) => [key, Quantity.parse(value)]));
}

function text(of: Charge): Record<string, string> {
  return Object.fromEntries(Object.entries(of).map(([key, amount]) => [key, amount.toString()]));
}

function charged(pod: PodResources): Record<string, string> {
  const problems = Problems.none();
  const of = chargeOf(pod, problems);
  expect(problems.all).toEqual([]);
  return text(of);
}

/** A container that asks for so many CPUs, and may use twice as many. */
const cpu = (count: number): ContainerResources => ({ requests: { cpu: count }, limits: { cpu: 2 * count } });

describe('the charge of a pod', () => {
  test('is the sum of its containers, and one pod', () => {
    expect(
      charged({
        containers: [
          { requests: { cpu: '500m', memory: '1Gi' }, limits: { cpu: 1, memory: '2Gi' } },
          { requests: { cpu: '250m' }, limits: { memory: '512Mi' } },
        ],
      }),
    ).toEqual({
      pods: '1',
      'requests.cpu': '750m',
      'requests.memory': '1536Mi',
      'limits.cpu': '1',
      'limits.memory': '2560Mi',
    });
  });

  test('takes the limit for a request that is absent, and nothing for a limit that is', () => {
    expect(charged({ containers: [{ limits: { cpu: 2 } }] })).toEqual({
      pods: '1',
      'requests.cpu': '2',
      'limits.cpu': '2',
    });
    expect(charged({ containers: [{ requests: { cpu: 2 } }] })).toEqual({ pods: '1', 'requests.cpu': '2' });
    const absent = { requests: { cpu: undefined }, limits: { cpu: 2 } } as unknown as ContainerResources;
    expect(charged({ containers: [absent] })['requests.cpu']).toBe('2');
    expect(charged({ containers: [] })).toEqual({ pods: '1' });
  });

  const sidecar = (count: number) => ({ ...cpu(count), restartPolicy: 'Always' as const });
  test.each<[string, PodResources, string]>([
    ['a smaller init container costs nothing', { containers: [cpu(3)], initContainers: [cpu(2)] }, '3'],
    ['a greedy one counts in place of the containers', { containers: [cpu(3)], initContainers: [cpu(5), cpu(4)] }, '5'],
    ['a sidecar counts beside the containers', { containers: [cpu(3)], initContainers: [sidecar(1)] }, '4'],
    ['and beside the init containers after it', { containers: [cpu(3)], initContainers: [sidecar(1), cpu(5)] }, '6'],
    ['but not beside those before it', { containers: [cpu(3)], initContainers: [cpu(5), sidecar(1)] }, '5'],
    ['sidecars add up', { containers: [cpu(1)], initContainers: [sidecar(1), cpu(4), sidecar(2), cpu(3)] }, '6'],
    ['overhead comes on top', { containers: [cpu(3)], initContainers: [cpu(5)], overhead: { cpu: 1 } }, '6'],
  ])('%s', (_, pod, requests) => {
    expect(charged(pod)['requests.cpu']).toBe(requests);
  });

  test('takes each resource by itself', () => {
    const pod = {
      containers: [{ requests: { cpu: 1, memory: '1Gi' } }],
      initContainers: [{ requests: { cpu: 2, memory: 5 } }],
    };
    expect(charged(pod)).toEqual({ pods: '1', 'requests.cpu': '2', 'requests.memory': '1Gi' });
  });

  test('adds overhead to limits that are set, and sets none', () => {
    const overhead = { cpu: '250m', memory: '120Mi' };
    expect(charged({ containers: [cpu(1)], overhead })).toEqual({
      pods: '1',
      'requests.cpu': '1250m',
      'requests.memory': '120Mi',
      'limits.cpu': '2250m',
    });
  });

  test('names each bad amount once, where it stands', () => {
    const problems = Problems.none();
    const pod: PodResources = {
      containers: [cpu(1), { requests: { cpu: '1x' }, limits: { memory: '80GB' } }],
      initContainers: [{ limits: { cpu: '2x' } }],
      overhead: { cpu: '3x' },
    };
    expect(text(chargeOf(pod, problems))).toEqual({ pods: '1', 'requests.cpu': '1', 'limits.cpu': '2' });
    expect(problems.all.map(({ property }) => property)).toEqual([
      'containers[1].limits.memory',
      'containers[1].requests.cpu',
      'initContainers[0].limits.cpu',
      'overhead.cpu',
    ]);
    expect(line(problems.all[0]!)).toContain('use 80Gi (binary) or 80G (decimal)');
  });
});

describe('how many fit', () => {
  const quota = charge({ 'requests.cpu': 20, 'requests.memory': '80Gi', pods: 30 });
  const agent: ContainerResources = { requests: { cpu: 2, memory: '8Gi' }, limits: { cpu: 2, memory: '8Gi' } };
  const auxiliary: ContainerResources = { requests: { cpu: 1, memory: '4Gi' }, limits: { cpu: 2, memory: '8Gi' } };
  const slim: ContainerResources = { requests: { cpu: '100m', memory: '64Mi' }, limits: { cpu: 2, memory: '8Gi' } };
  const each = (containers: ContainerResources[], initContainers: ContainerResources[] = []) =>
    chargeOf({ containers, initContainers }, Problems.none());

  test.each([
    ['10 agents alone', [agent], 10],
    ['6 agents beside a wait container that a LimitRange gives 1 CPU and 4Gi', [agent, auxiliary], 6],
    ['9 agents beside a wait container of 100m and 64Mi', [agent, slim], 9],
    ['10 agents at half their size, defaulted like their wait container', [auxiliary, auxiliary], 10],
  ])('%s, in 20 CPUs, 80Gi and 30 pods', (_, containers, count) => {
    expect(podsThatFit(quota, each(containers))).toBe(count);
    expect(podsThatFit(quota, each(containers, [auxiliary]))).toBe(count);
  });

  test('counts what others use, and the key that is tightest', () => {
    const three = times(each([agent]), 3);
    expect(text(three)).toMatchObject({ 'requests.cpu': '6', 'requests.memory': '24Gi', pods: '3' });
    expect(podsThatFit(quota, each([agent]), three)).toBe(7);
    expect(podsThatFit(quota, each([cpu(0.1)]))).toBe(30);
    expect(podsThatFit(sum(quota, charge({ 'limits.cpu': 7 })), each([agent, slim]))).toBe(1);
  });

  test('is none, not fewer, where others use more than there is', () => {
    expect(podsThatFit(quota, each([agent]), charge({ 'requests.cpu': 25 }))).toBe(0);
  });

  test('is without bound where no key limits it', () => {
    expect(podsThatFit(charge({ services: 5 }), each([agent]))).toBeUndefined();
    expect(podsThatFit(charge({ 'requests.cpu': 5 }), charge({ 'requests.cpu': 0 }))).toBeUndefined();
  });
});
