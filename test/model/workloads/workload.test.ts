import { describe as line, Problems } from '../../../src/model/values/problems';
import type { Charge, ContainerResources } from '../../../src/model/workloads/charge';
import { Workload } from '../../../src/model/workloads/workload';

const agent: ContainerResources = { requests: { cpu: 1 }, limits: { cpu: 2, memory: '8Gi' } };

function text(charge: Charge): Record<string, string> {
  return Object.fromEntries(Object.entries(charge).map(([key, amount]) => [key, amount.toString()]));
}

function peak(workload: Workload): Record<string, string> {
  const problems = Problems.none();
  const charge = text(workload.peak(problems));
  expect(problems.all).toEqual([]);
  return charge;
}

function problemsOf(workload: Workload): string[] {
  const problems = Problems.none();
  workload.peak(problems.at('agents'));
  return problems.all.map(line);
}

describe('the peak of a Deployment', () => {
  test.each([
    ['a quarter more than its replicas, rounded up, when it does not say', undefined, 10, '13'],
    ['its replicas and a share of them, rounded up', '10%', 11, '13'],
    ['its replicas and a count', 2, 10, '12'],
    ['its replicas alone', 0, 10, '10'],
    ['nothing, when it has none', undefined, 0, '0'],
  ])('is %s', (_, surge, replicas, pods) => {
    const workload = Workload.deployment('web', { replicas, surge, containers: [agent] });
    expect(peak(workload)['pods']).toBe(pods);
  });

  test('counts every key for every pod', () => {
    expect(peak(Workload.deployment('web', { replicas: 8, containers: [agent] }))).toEqual({
      pods: '10',
      'requests.cpu': '10',
      'requests.memory': '80Gi',
      'limits.cpu': '20',
      'limits.memory': '80Gi',
    });
  });
});

describe('the peak of pods that run to their end', () => {
  test('has no surge, and counts the claim of each', () => {
    const workload = Workload.pods('agents', { atOnce: 3, containers: [agent], claim: { storage: '10Gi' } });
    expect(peak(workload)).toMatchObject({
      pods: '3',
      'requests.cpu': '3',
      persistentvolumeclaims: '3',
      'requests.storage': '30Gi',
    });
  });

  test('counts an init container where it is greedier than the containers', () => {
    const workload = Workload.pods('agents', {
      atOnce: 2,
      containers: [agent],
      initContainers: [{ limits: { cpu: 4, memory: '1Gi' } }],
    });
    expect(peak(workload)).toMatchObject({ 'requests.cpu': '8', 'limits.memory': '16Gi' });
  });
});

describe('problems are named as the user spells the property', () => {
  test('the count and the surge', () => {
    expect(problemsOf(Workload.pods('a', { atOnce: -1, containers: [agent] }))).toEqual([
      'agents.atOnce -1 is out of range: use a whole number of at least 0',
    ]);
    expect(problemsOf(Workload.deployment('a', { replicas: 1.5, surge: '200%', containers: [agent] }))).toEqual([
      'agents.replicas 1.5 is out of range: use a whole number of at least 0',
      expect.stringMatching(/^agents\.surge "200%" is neither/),
    ]);
  });

  test('the claim', () => {
    expect(problemsOf(Workload.pods('a', { atOnce: 1, containers: [agent], claim: { storage: '5GB' } }))).toEqual([
      expect.stringMatching(/^agents\.claim\.storage "5GB" is not a quantity/),
    ]);
  });

  test('containers and init containers without a limit, which a quota on limits refuses', () => {
    const workload = Workload.pods('a', {
      atOnce: 1,
      containers: [agent, { requests: { cpu: 1, memory: '1Gi' }, limits: { memory: '1Gi' } }],
      initContainers: [{ limits: { cpu: 1 } }],
    });
    expect(problemsOf(workload)).toEqual([
      'agents.containers[1].limits.cpu is required: a quota on limits refuses a container without one',
      'agents.initContainers[0].limits.memory is required: a quota on limits refuses a container without one',
    ]);
  });
});
