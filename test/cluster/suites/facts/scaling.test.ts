import { isAtLeast } from '../../../../src/model/values/version';
import { type Belief, describeBeliefs, object, refused } from './belief';

const target = { apiVersion: 'apps/v1', kind: 'Deployment', name: 'web' };
const cpu = { type: 'Resource', resource: { name: 'cpu', target: { type: 'Utilization', averageUtilization: 70 } } };
const hpa = (namespace: string, spec: object, name = 'h') => {
  const defaults = { scaleTargetRef: target, maxReplicas: 5, metrics: [cpu] };
  return object('autoscaling/v2', 'HorizontalPodAutoscaler', namespace, name, { spec: { ...defaults, ...spec } });
};
const vpa = (namespace: string, spec: object, name = 'v') => {
  return object('autoscaling.k8s.io/v1', 'VerticalPodAutoscaler', namespace, name, { spec });
};
const pdb = (namespace: string, spec: object, name = 'p') => {
  return object('policy/v1', 'PodDisruptionBudget', namespace, name, {
    spec: { selector: { matchLabels: { app: 'web' } }, ...spec },
  });
};

const horizontal: readonly Belief[] = [
  {
    that: 'there is no metric type Custom, and its field is unknown',
    proof: (bench, ns) =>
      refused(
        bench,
        hpa(ns, { metrics: [{ type: 'Custom', custom: { metric: { name: 'x' } } }] }),
        400,
        /unknown field "spec.metrics\[0\].custom"/,
      ),
  },
  {
    that: 'the maximum is at least the minimum and at least 1',
    proof: async (bench, ns) => {
      await refused(bench, hpa(ns, { minReplicas: 6 }), 422, /must be greater than or equal to `minReplicas`/);
      await refused(bench, hpa(ns, { maxReplicas: 0 }), 422, /must be (set and )?greater than 0/);
    },
  },
  {
    that: 'no minimum of 0 without an Object or External metric',
    proof: (bench, ns) =>
      refused(
        bench,
        hpa(ns, { minReplicas: 0 }),
        422,
        /must (specify at least one Object or External metric|be greater than or equal to 1)/,
      ),
  },
  {
    that: 'before Kubernetes 1.37 a minimum of 0 is refused for any metric',
    proof: async (bench, ns) => {
      const external = {
        type: 'External',
        external: { metric: { name: 'queue' }, target: { type: 'AverageValue', averageValue: '5' } },
      };
      await refused(bench, hpa(ns, { minReplicas: 0, metrics: [external] }), 422, /must be greater than or equal to 1/);
    },
    appliesTo: ({ kubernetes }) => !isAtLeast(kubernetes, '1.37'),
  },
  {
    that: 'windows go to 3600 s, periods to 1800 s, and a policy changes something',
    proof: async (bench, ns) => {
      const policy = (value: number, periodSeconds: number) => ({
        behavior: { scaleUp: { policies: [{ type: 'Pods', value, periodSeconds }] } },
      });
      await refused(
        bench,
        hpa(ns, { behavior: { scaleUp: { stabilizationWindowSeconds: 3601 } } }),
        422,
        /less than or equal to 3600/,
      );
      await refused(bench, hpa(ns, policy(1, 1801)), 422, /less than or equal to 1800/);
      await refused(bench, hpa(ns, policy(0, 60)), 422, /must be greater than zero/);
    },
  },
  {
    that: 'an external metric takes a value or an average, not both, and the order of metrics is kept',
    proof: async (bench, ns) => {
      const external = (goal: object) => ({ type: 'External', external: { metric: { name: 'queue' }, target: goal } });
      await refused(
        bench,
        hpa(ns, { metrics: [external({ type: 'Value', value: '1', averageValue: '1' })] }),
        422,
        /may not set both a target value for metric and a per-pod target/,
      );
      const metrics = [external({ type: 'AverageValue', averageValue: '5' }), cpu];
      const live = await bench.client.create(hpa(ns, { metrics }));
      expect(live.spec.metrics.map(({ type }: { type: string }) => type)).toEqual(['External', 'Resource']);
    },
  },
];

const vertical: readonly Belief[] = [
  {
    that: 'targetRef knows no selector and needs a name',
    proof: async (bench, ns) => {
      const selected = { targetRef: { apiVersion: 'v1', kind: 'Pod', selector: { matchLabels: { app: 'x' } } } };
      await refused(bench, vpa(ns, selected), 400, /unknown field "spec.targetRef.selector"/);
      await refused(
        bench,
        vpa(ns, { targetRef: { apiVersion: 'v1', kind: 'Pod' } }),
        422,
        /spec.targetRef.name: Required value/,
      );
    },
  },
  {
    that: 'the modes are Off, Initial, Recreate, InPlaceOrRecreate, InPlace and, deprecated, Auto',
    proof: async (bench, ns) => {
      for (const updateMode of ['Off', 'Initial', 'Recreate', 'InPlaceOrRecreate', 'InPlace', 'Auto']) {
        await bench.client.create(
          vpa(ns, { targetRef: target, updatePolicy: { updateMode } }, updateMode.toLowerCase()),
        );
      }
      await refused(
        bench,
        vpa(ns, { targetRef: target, updatePolicy: { updateMode: 'Sometimes' } }),
        422,
        /Unsupported value: "Sometimes"/,
      );
    },
  },
];

const disruption: readonly Belief[] = [
  {
    that: 'minAvailable and maxUnavailable exclude each other, and neither is allowed to be negative or above 100 %',
    proof: async (bench, ns) => {
      await refused(
        bench,
        pdb(ns, { minAvailable: 1, maxUnavailable: 1 }),
        422,
        /minAvailable and maxUnavailable cannot be both set/,
      );
      await refused(bench, pdb(ns, { minAvailable: -1 }), 422, /must be greater than or equal to 0/);
      await refused(bench, pdb(ns, { minAvailable: '101%' }), 422, /must not be greater than 100%/);
    },
  },
  {
    that: 'pods whose controller has no scale subresource can only be counted by a whole minAvailable',
    proof: async (bench, ns) => {
      const template = {
        metadata: { labels: { app: 'web' }, annotations: { 'testbed/outcome': 'run' } },
        spec: { restartPolicy: 'Never', containers: [{ name: 'm', image: 'n' }] },
      };
      await bench.client.create(object('batch/v1', 'Job', ns, 'job', { spec: { template } }));
      await bench.until('the pod runs', async () =>
        (await bench.list('v1', 'Pod', ns)).some(({ status }) => status?.phase === 'Running'),
      );
      const key = (name: string) => ({ apiVersion: 'policy/v1', kind: 'PodDisruptionBudget', namespace: ns, name });
      await bench.client.create(pdb(ns, { minAvailable: '50%' }, 'share'));
      const failed = (one: { type: string; status: string; reason: string }) =>
        one.type === 'DisruptionAllowed' && one.reason === 'SyncFailed';
      await bench.untilObject(key('share'), 'fails to sync', ({ status }) => status?.conditions?.some(failed));
      await bench.client.create(pdb(ns, { minAvailable: 0 }, 'whole'));
      await bench.untilObject(key('whole'), 'allows one', ({ status }) => status?.disruptionsAllowed === 1);
    },
  },
  {
    that: 'two budgets over one pod make its eviction an error',
    proof: async (bench, ns) => {
      for (const name of ['a', 'b']) await bench.client.create(pdb(ns, { maxUnavailable: 1 }, name));
      await bench.client.create(bench.pod(ns, 'web', {}));
      // A pod that does not run yet may go whatever a budget says.
      const pod = { apiVersion: 'v1', kind: 'Pod', namespace: ns, name: 'web' };
      await bench.untilObject(pod, 'runs', ({ status }) => status?.phase === 'Running');
      const eviction = object('policy/v1', 'Eviction', ns, 'web', {});
      const answer = await bench.refusal(
        bench.client.call('POST', `/api/v1/namespaces/${ns}/pods/web/eviction`, eviction),
      );
      expect(answer.message).toMatch(/more than one PodDisruptionBudget/);
    },
  },
];

const claims: readonly Belief[] = [
  {
    that: 'field selectors know no comparison, and only fields that are declared',
    proof: async (bench, ns) => {
      const select = (path: string, fieldSelector: string) => bench.refusal(bench.client.list(path, { fieldSelector }));
      const pods = `/api/v1/namespaces/${ns}/pods`;
      expect((await select(pods, 'metadata.creationTimestamp<2026-01-01')).message).toMatch(/can't understand/);
      expect((await select(pods, 'metadata.creationTimestamp=2026-01-01')).message).toMatch(
        /field label not supported/,
      );
      const workflows = `/apis/argoproj.io/v1alpha1/namespaces/${ns}/workflows`;
      expect((await select(workflows, 'status.phase=Succeeded')).message).toMatch(/field label not supported/);
      await bench.client.list(pods, {
        fieldSelector: 'status.phase!=Pending,status.phase!=Running,status.phase!=Unknown',
      });
    },
  },
];

describeBeliefs('horizontal autoscalers', horizontal);
describeBeliefs('vertical autoscalers', vertical);
describeBeliefs('disruption budgets', disruption);
describeBeliefs('field selectors', claims);
