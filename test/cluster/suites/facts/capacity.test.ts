import { type Belief, describeBeliefs, exactly, object, refused } from './belief';

const quota = (namespace: string, spec: object, name = 'q') => object('v1', 'ResourceQuota', namespace, name, { spec });
const limits = (namespace: string, ...items: object[]) =>
  object('v1', 'LimitRange', namespace, 'l', { spec: { limits: items } });
const priority = (name: string, body: object) => object('scheduling.k8s.io/v1', 'PriorityClass', undefined, name, body);

const quotas: readonly Belief[] = [
  {
    that: 'a bare name that is no standard resource is refused',
    proof: (bench, ns) =>
      refused(bench, quota(ns, { hard: { 'requests.gpu': '1' } }), 422, /must be a standard resource for quota/),
  },
  {
    that: 'a misspelt name with a slash is accepted and never enforced',
    proof: async (bench, ns) => {
      await bench.client.create(quota(ns, { hard: { 'count/configmap': '0' } }));
      await bench.client.create(object('v1', 'ConfigMap', ns, 'one', {}));
    },
  },
  {
    that: 'count/<plural>.<group> is enforced',
    proof: async (bench, ns) => {
      await bench.client.create(quota(ns, { hard: { 'count/cronjobs.batch': '0' } }));
      await bench.untilObject(
        { apiVersion: 'v1', kind: 'ResourceQuota', namespace: ns, name: 'q' },
        'is counted',
        ({ status }) => status?.hard,
      );
      const template = {
        spec: { template: { spec: { restartPolicy: 'Never', containers: [{ name: 'm', image: 'n' }] } } },
      };
      await refused(
        bench,
        object('batch/v1', 'CronJob', ns, 'c', { spec: { schedule: '@daily', jobTemplate: template } }),
        403,
        /exceeded quota: q, requested: count\/cronjobs.batch=1/,
      );
    },
  },
  {
    that: 'a negative value is refused, and so is a fraction of an object',
    proof: async (bench, ns) => {
      await refused(bench, quota(ns, { hard: { 'requests.cpu': '-1' } }), 422, /greater than or equal to 0/);
      await refused(bench, quota(ns, { hard: { pods: '1500m' } }), 422, /must be an integer/);
    },
  },
  {
    that: 'scopes are immutable, and opposite ones exclude each other',
    proof: async (bench, ns) => {
      await bench.client.create(quota(ns, { hard: { pods: '1' }, scopes: ['Terminating'] }));
      const path = `/api/v1/namespaces/${ns}/resourcequotas/q`;
      const changed = await bench.refusal(bench.client.mergePatch(path, { spec: { scopes: ['NotTerminating'] } }));
      expect(changed.message).toMatch(/field is immutable/);
      await refused(
        bench,
        quota(ns, { hard: { pods: '1' }, scopes: ['BestEffort', 'NotBestEffort'] }, 'r'),
        422,
        /conflicting scopes/,
      );
    },
  },
  {
    that: 'under BestEffort only pods may be limited, under the other pod scopes no objects',
    proof: async (bench, ns) => {
      await refused(
        bench,
        quota(ns, { hard: { 'requests.cpu': '1' }, scopes: ['BestEffort'] }),
        422,
        /unsupported scope applied to resource/,
      );
      await refused(
        bench,
        quota(ns, { hard: { services: '1' }, scopes: ['NotTerminating'] }),
        422,
        /unsupported scope applied to resource/,
      );
    },
  },
  {
    that: 'scope selectors take values only for PriorityClass, and Exists for the others',
    proof: async (bench, ns) => {
      const selector = (scopeName: string, operator: string, values?: string[]) => ({
        hard: { pods: '1' },
        scopeSelector: { matchExpressions: [{ scopeName, operator, values }] },
      });
      await bench.client.create(quota(ns, selector('PriorityClass', 'In', ['high'])));
      await refused(bench, quota(ns, selector('PriorityClass', 'In'), 'r'), 422, /must be at least one value/);
      await refused(
        bench,
        quota(ns, selector('Terminating', 'In', ['x']), 's'),
        422,
        /must be 'Exists?' when scope is any of/,
      );
    },
  },
  {
    that: 'a quota on CPU refuses every container that states none, init containers too',
    proof: async (bench, ns) => {
      await bench.client.create(quota(ns, { hard: { 'limits.cpu': '10' } }));
      await bench.untilObject(
        { apiVersion: 'v1', kind: 'ResourceQuota', namespace: ns, name: 'q' },
        'is counted',
        ({ status }) => status?.hard,
      );
      const inits = { initContainers: [{ name: 'init', image: 'n' }] };
      await refused(
        bench,
        bench.pod(ns, 'p', exactly('1', '1Gi'), 'run', inits),
        403,
        /failed quota: q: must specify limits.cpu for: init/,
      );
    },
  },
  {
    that: 'pods that have ended do not count as pods, but as count/pods',
    proof: async (bench, ns) => {
      await bench.client.create(quota(ns, { hard: { pods: '1', 'count/pods': '5' } }));
      const key = { apiVersion: 'v1', kind: 'ResourceQuota', namespace: ns, name: 'q' };
      await bench.untilObject(key, 'is counted', ({ status }) => status?.hard);
      await bench.client.create(bench.pod(ns, 'done', {}, 'succeed'));
      await bench.untilObject(
        { apiVersion: 'v1', kind: 'Pod', namespace: ns, name: 'done' },
        'ends',
        ({ status }) => status?.phase === 'Succeeded',
      );
      await bench.untilObject(
        key,
        'forgets it',
        ({ status }) => status?.used?.pods === '0' && status?.used?.['count/pods'] === '1',
      );
      await bench.client.create(bench.pod(ns, 'next', {}));
    },
  },
  {
    that: 'of several quotas the tightest wins',
    proof: async (bench, ns) => {
      for (const [name, pods] of [
        ['wide', '10'],
        ['tight', '0'],
      ] as const)
        await bench.client.create(quota(ns, { hard: { pods } }, name));
      await bench.untilObject(
        { apiVersion: 'v1', kind: 'ResourceQuota', namespace: ns, name: 'tight' },
        'is counted',
        ({ status }) => status?.hard,
      );
      await refused(bench, bench.pod(ns, 'p', {}), 403, /exceeded quota: tight/);
    },
  },
  {
    that: 'a pod is charged the larger of its containers together and its greediest init container',
    proof: async (bench, ns) => {
      await bench.client.create(quota(ns, { hard: { 'requests.cpu': '10' } }));
      const key = { apiVersion: 'v1', kind: 'ResourceQuota', namespace: ns, name: 'q' };
      await bench.untilObject(key, 'is counted', ({ status }) => status?.hard);
      const initContainers = [
        { name: 'sidecar', image: 'n', restartPolicy: 'Always', resources: exactly('500m', '1Mi') },
        { name: 'init', image: 'n', resources: exactly('2', '1Mi') },
      ];
      await bench.client.create(bench.pod(ns, 'p', exactly('1', '1Mi'), 'run', { initContainers }));
      await bench.untilObject(key, 'charges 2.5', ({ status }) => status?.used?.['requests.cpu'] === '2500m');
    },
  },
];

const limitRanges: readonly Belief[] = [
  {
    that: 'max alone makes every silent container request max',
    proof: async (bench, ns) => {
      await bench.client.create(limits(ns, { type: 'Container', max: { cpu: '4' } }));
      const { spec } = await bench.client.create(bench.pod(ns, 'p', {}));
      expect(spec.containers[0].resources).toEqual({ requests: { cpu: '4' }, limits: { cpu: '4' } });
    },
  },
  {
    that: 'a container with a limit but no request gets the limit as request, not defaultRequest',
    proof: async (bench, ns) => {
      await bench.client.create(
        limits(ns, { type: 'Container', default: { cpu: '1' }, defaultRequest: { cpu: '100m' } }),
      );
      const { spec } = await bench.client.create(bench.pod(ns, 'p', { limits: { cpu: '500m' } }));
      expect(spec.containers[0].resources.requests).toEqual({ cpu: '500m' });
    },
  },
  {
    that: 'a request above the default limit, without a limit of its own, is refused',
    proof: async (bench, ns) => {
      await bench.client.create(
        limits(ns, { type: 'Container', default: { cpu: '1' }, defaultRequest: { cpu: '100m' } }),
      );
      await refused(
        bench,
        bench.pod(ns, 'p', { requests: { cpu: '2' } }),
        422,
        /must be less than or equal to cpu limit/,
      );
    },
  },
  {
    that: 'min, defaultRequest, default and max must ascend',
    proof: async (bench, ns) => {
      await refused(
        bench,
        limits(ns, { type: 'Container', min: { cpu: '2' }, max: { cpu: '1' } }),
        422,
        /min value 2 is greater than max value 1/,
      );
      await refused(
        bench,
        limits(ns, { type: 'Container', default: { cpu: '1' }, defaultRequest: { cpu: '2' } }),
        422,
        /default request value 2 is greater than default limit value 1/,
      );
      await refused(
        bench,
        limits(ns, { type: 'Container', max: { cpu: '1' }, default: { cpu: '2' } }),
        422,
        /default value 2 is greater than max value 1/,
      );
    },
  },
  {
    that: 'pods take no defaults, claims need a bound, a type stands once, a ratio is at least 1',
    proof: async (bench, ns) => {
      await refused(
        bench,
        limits(ns, { type: 'Pod', default: { cpu: '1' } }),
        422,
        /may not be specified when `type` is 'Pod'/,
      );
      await refused(
        bench,
        limits(ns, { type: 'PersistentVolumeClaim' }),
        422,
        /either minimum or maximum storage value is required/,
      );
      await refused(
        bench,
        limits(ns, { type: 'Container', max: { cpu: '1' } }, { type: 'Container', max: { cpu: '2' } }),
        422,
        /Duplicate value/,
      );
      await refused(
        bench,
        limits(ns, { type: 'Container', maxLimitRequestRatio: { cpu: '500m' } }),
        422,
        /ratio 500m is less than 1/,
      );
    },
  },
];

const priorities: readonly Belief[] = [
  {
    that: 'values go up to 1000000000, negative ones are fine, system- is reserved',
    proof: async (bench, ns) => {
      await refused(
        bench,
        priority(`${ns}-a`, { value: 1_000_000_001 }),
        422,
        /maximum allowed value of a user defined priority is 1000000000/,
      );
      await bench.client.create(priority(`${ns}-b`, { value: -5 }));
      await refused(bench, priority(`system-${ns}`, { value: 5 }), 422, /reserved for system use only/);
    },
  },
  {
    that: 'value and preemptionPolicy never change',
    proof: async (bench, ns) => {
      await bench.client.create(priority(ns, { value: 5 }));
      const path = `/apis/scheduling.k8s.io/v1/priorityclasses/${ns}`;
      expect((await bench.refusal(bench.client.mergePatch(path, { value: 6 }))).message).toMatch(
        /may not be changed|field is immutable/,
      );
      expect((await bench.refusal(bench.client.mergePatch(path, { preemptionPolicy: 'Never' }))).message).toMatch(
        /field is immutable/,
      );
    },
  },
  {
    that: 'a pod whose class does not exist is refused',
    proof: (bench, ns) =>
      refused(
        bench,
        bench.pod(ns, 'p', {}, 'run', { priorityClassName: 'none' }),
        403,
        /no PriorityClass with name none was found/,
      ),
  },
];

const quantities: readonly Belief[] = [
  {
    that: 'a canonical form is read back as it is',
    proof: async (bench, ns) => {
      const hard = {
        'requests.cpu': '1500m',
        'requests.memory': '1536Mi',
        'requests.storage': '1k',
        pods: '1k',
        'limits.cpu': '1500m',
      };
      const { spec } = await bench.client.create(quota(ns, { hard }));
      expect(spec.hard).toEqual(hard);
    },
  },
  {
    that: 'what is finer than a thousandth is rounded up to one',
    proof: async (bench, ns) => {
      const { spec } = await bench.client.create(
        quota(ns, { hard: { 'limits.cpu': '1500u', 'requests.memory': '1n' } }),
      );
      expect(spec.hard).toEqual({ 'limits.cpu': '2m', 'requests.memory': '1m' });
    },
  },
  {
    that: 'K, GB, Mib, 1e and hexadecimal numbers are refused',
    proof: async (bench, ns) => {
      for (const [index, text] of ['1K', '1GB', '1Mib', '1e', '0x10', '1_000', '1 Gi'].entries()) {
        const { code } = await bench.refusal(
          bench.client.create(quota(ns, { hard: { 'requests.memory': text } }, `q${index}`)),
        );
        expect(`${text} ${code}`).toBe(`${text} 400`);
      }
    },
  },
];

describeBeliefs('quotas', quotas);
describeBeliefs('limit ranges', limitRanges);
describeBeliefs('priority classes', priorities);
describeBeliefs('quantities', quantities);
