import { App, Chart } from 'cdk8s';
import * as fc from 'fast-check';
import { Problems, Quantity, ResourceQuota, type ResourceQuotaProps, Workload } from '../../../src';
import { type Loose, problemsOf, rendered } from '../render';

const meta = { name: 'q', namespace: 'agents' };
const quota = (props: object) => rendered((scope) => new ResourceQuota(scope, 'q', { ...meta, ...props })).spec.hard;
const amounts = (cpu: string, memory: string) => ({ cpu, memory });
const container = { requests: amounts('100m', '256Mi'), limits: amounts('500m', '512Mi') };

describe('stated limits', () => {
  it('are rendered in canonical form', () => {
    const hard = { pods: 30, 'requests.cpu': '20000m', 'limits.memory': '1024Gi', 'count/jobs.batch': '1e1' };
    expect(quota({ hard })).toEqual({
      pods: '30',
      'requests.cpu': '20',
      'limits.memory': '1Ti',
      'count/jobs.batch': '10',
    });
  });

  it('may be 0, which admits nothing', () => {
    expect(quota({ hard: { pods: 0, 'services.nodeports': '0' } })).toEqual({ pods: '0', 'services.nodeports': '0' });
  });
});

describe('computed limits', () => {
  it('make room for the peak, a rollout included, and 20 % more', () => {
    const web = Workload.deployment('web', { replicas: 8, containers: [container] });
    // 8 replicas and 2 that a rollout adds: 10 pods, and 20 % more, are 12.
    expect(quota({ workloads: [web] })).toEqual({
      pods: '12',
      'requests.cpu': '1200m',
      'requests.memory': '3Gi',
      'limits.cpu': '6',
      'limits.memory': '6Gi',
    });
  });

  it('round up to a tenth of a core, a mebibyte, a gibibyte of disk and a whole pod', () => {
    const odd = Workload.pods('odd', {
      atOnce: 1,
      containers: [{ limits: { cpu: '123m', memory: '1000001', 'ephemeral-storage': '1000001' } }],
      claim: { storage: '1500Mi' },
    });
    expect(quota({ workloads: [odd], headroom: '0%' })).toEqual({
      pods: '1',
      persistentvolumeclaims: '1',
      'requests.cpu': '200m',
      'requests.memory': '1Mi',
      'requests.ephemeral-storage': '1Mi',
      'requests.storage': '2Gi',
      'limits.cpu': '200m',
      'limits.memory': '1Mi',
      'limits.ephemeral-storage': '1Mi',
    });
  });

  it('add up workloads, those added later too, beside stated keys', () => {
    const pods = (name: string) => Workload.pods(name, { atOnce: 5, containers: [container] });
    const hard = rendered((scope) => {
      const props = { ...meta, hard: { services: 3 }, workloads: [pods('a')], headroom: '100%' };
      return new ResourceQuota(scope, 'q', props).addWorkload(pods('b'), pods('c'));
    }).spec.hard;
    expect(hard).toMatchObject({ services: '3', pods: '30', 'limits.cpu': '15' });
  });

  it('leave out limits that no quota knows: extended resources and huge pages have only requests', () => {
    const limits = { ...amounts('1', '1Gi'), 'nvidia.com/gpu': 1, 'hugepages-2Mi': '2Mi' };
    const gpu = Workload.pods('gpu', { atOnce: 10, containers: [{ limits }] });
    expect(Object.keys(quota({ workloads: [gpu] }))).toEqual([
      'limits.cpu',
      'limits.memory',
      'pods',
      'requests.cpu',
      'requests.hugepages-2Mi',
      'requests.memory',
      'requests.nvidia.com/gpu',
    ]);
  });

  const milli = fc.integer({ min: 1, max: 64_000 }).map((count) => `${count}m`);
  const memory = fc
    .tuple(fc.integer({ min: 1, max: 9_999 }), fc.constantFrom('', 'k', 'Ki', 'M', 'Mi', 'Gi'))
    .map(([n, unit]) => `${n}${unit}`);
  const workload = fc
    .record({ atOnce: fc.integer({ min: 0, max: 50 }), cpu: milli, memory, storage: fc.option(memory) })
    .map(({ atOnce, cpu, memory: bytes, storage }) =>
      Workload.pods('w', {
        atOnce,
        containers: [{ limits: amounts(cpu, bytes) }],
        ...(storage !== null && { claim: { storage } }),
      }),
    );
  const limits = (workloads: readonly Workload[], headroom: string) =>
    new ResourceQuota(new Chart(new App(), 'c'), 'q', { ...meta, workloads, headroom }).limits(Problems.none());
  const percent = fc.integer({ min: 0, max: 300 });

  it('hold the peak and its headroom in every key, for all workloads', () => {
    fc.assert(
      fc.property(fc.array(workload, { minLength: 1, maxLength: 6 }), percent, (workloads, headroom) => {
        const hard = limits(workloads, `${headroom}%`);
        for (const one of workloads) {
          for (const key of Object.keys(one.peak(Problems.none()))) {
            const peak = workloads
              .map((each) => each.peak(Problems.none())[key] ?? Quantity.zero)
              .reduce((total, amount) => total.add(amount));
            expect(hard[key]?.lessThan(peak.multiply((100 + headroom) / 100))).toBe(false);
          }
        }
      }),
    );
  });

  it('never fall when a workload or headroom is added', () => {
    fc.assert(
      fc.property(fc.array(workload, { minLength: 1, maxLength: 5 }), workload, percent, (some, one, headroom) => {
        const before = limits(some, `${headroom}%`);
        const more = [limits([...some, one], `${headroom}%`), limits(some, `${headroom + 7}%`)];
        for (const after of more) {
          for (const [key, amount] of Object.entries(before)) expect(after[key]?.lessThan(amount)).toBe(false);
        }
      }),
    );
  });
});

describe('refuses', () => {
  const web = Workload.deployment('web', { replicas: 2, containers: [container] });

  it.each<[string, object, string[]]>([
    ['nothing at all', {}, ['hard is required: name at least one key, or workloads']],
    [
      'a wrong form',
      { hard: 'pods: 5' },
      ['hard "pods: 5" is not a map: write { … }', 'hard is required: name at least one key, or workloads'],
    ],
    [
      'a key that is none',
      { hard: { 'limits.cpus': 5 } },
      [
        'hard "limits.cpus" is no quota key: use one of cpu, memory, ephemeral-storage, requests.cpu, requests.memory, requests.ephemeral-storage, requests.storage, limits.cpu, limits.memory, limits.ephemeral-storage, pods, services, services.nodeports, services.loadbalancers, replicationcontrollers, resourcequotas, secrets, configmaps, persistentvolumeclaims, or a key with a /',
      ],
    ],
    [
      'an amount that is none',
      { hard: { 'requests.memory': '80GB' } },
      ['hard.requests.memory "80GB" is not a quantity: GB is no suffix; use 80Gi (binary) or 80G (decimal)'],
    ],
    ['a negative amount', { hard: { cpu: '-1' } }, ['hard.cpu "-1" is negative: a limit is 0 or more']],
    [
      'what the server would round up',
      { hard: { 'limits.cpu': '1500u' } },
      ['hard.limits.cpu "1500u" is finer than a thousandth, to which servers round it up: use 2m'],
    ],
    ['part of a pod', { hard: { pods: '500m' } }, ['hard.pods "500m" is not a whole number: it counts things']],
    [
      'part of a GPU',
      { hard: { 'requests.nvidia.com/gpu': 0.5 } },
      ['hard.requests.nvidia.com/gpu 0.5 is not a whole number: it counts things'],
    ],
    [
      'what is stated and computed',
      { hard: { pods: 5, services: 1 }, workloads: [web] },
      ['hard.pods 5 is also computed from the workloads (4): leave one of them out'],
    ],
    ['a headroom that is none', { headroom: 0.2, workloads: [web] }, ['headroom 0.2 is not a share: write e.g. "20%"']],
    [
      'a workload that is none',
      { workloads: [{ name: 'web', replicas: 2 }] },
      [
        'workloads[0] {"name":"web","replicas":2} is not made by its factory: use Workload.deployment or Workload.pods',
        'hard is required: name at least one key, or workloads',
      ],
    ],
    [
      'a container without limits',
      { workloads: [Workload.deployment('web', { replicas: 1, containers: [{ requests: amounts('1', '1Gi') }] })] },
      [
        'workloads.web.containers[0].limits.cpu is required: a quota on limits refuses a container without one',
        'workloads.web.containers[0].limits.memory is required: a quota on limits refuses a container without one',
      ],
    ],
  ])('%s', (_, props, problems) => {
    const all = { ...meta, ...props } as ResourceQuotaProps;
    const found = problemsOf((scope) => new ResourceQuota(scope, 'q', all));
    expect(found).toEqual(problems.map((problem) => `prod/q: ${problem}`));
  });

  it('names all problems at once', () => {
    const props = { ...meta, hard: { pods: -1, cpu: 'x', pod: 1 }, scopes: ['x'] } as Loose;
    expect(problemsOf((scope) => new ResourceQuota(scope, 'q', props))).toHaveLength(4);
  });
});
