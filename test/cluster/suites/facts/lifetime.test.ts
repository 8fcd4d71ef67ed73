import type { Bench, Outcome } from '../../bench/bench';
import { type Belief, describeBeliefs, object, refused } from './belief';

const argo = 'argoproj.io/v1alpha1';

/** A workflow of one pod that ends as asked. */
function workflow(namespace: string, name: string, outcome: Outcome, spec: object): object {
  const template = { name: 'main', container: { image: 'steward.test/none', command: ['true'] } };
  const podMetadata = { annotations: { 'testbed/outcome': outcome, 'testbed/after': '100ms' } };
  return object(argo, 'Workflow', namespace, name, {
    spec: { entrypoint: 'main', podMetadata, templates: [template], ...spec },
  });
}

/** Times that override the defaults of the controller's configuration, field by field. */
const ttl = (success: number, failure: number, completion: number) => ({
  ttlStrategy: { secondsAfterSuccess: success, secondsAfterFailure: failure, secondsAfterCompletion: completion },
});

async function phase(bench: Bench, namespace: string, name: string, wanted: string): Promise<void> {
  await bench.untilObject(
    { apiVersion: argo, kind: 'Workflow', namespace, name },
    `is ${wanted}`,
    ({ status }) => status?.phase === wanted,
    60,
  );
}

async function gone(bench: Bench, namespace: string, name: string): Promise<void> {
  await bench.until(`${name} is deleted`, async () => !(await bench.find(argo, 'Workflow', namespace, name)), 60);
}

const workflows: readonly Belief[] = [
  {
    that: 'a failed workflow obeys secondsAfterFailure, a succeeded one secondsAfterSuccess',
    proof: async (bench, ns) => {
      await bench.client.create(workflow(ns, 'failed-short', 'fail', ttl(3_600, 1, 3_600)));
      await bench.client.create(workflow(ns, 'succeeded-long', 'succeed', ttl(3_600, 1, 1)));
      await phase(bench, ns, 'succeeded-long', 'Succeeded');
      await gone(bench, ns, 'failed-short');
      expect(await bench.find(argo, 'Workflow', ns, 'succeeded-long')).toBeDefined();
    },
  },
  {
    that: 'phase Error obeys secondsAfterCompletion alone',
    proof: async (bench, ns) => {
      // A pod that Pod Security refuses makes an Error, not a failure.
      await bench.client.mergePatch(`/api/v1/namespaces/${ns}`, {
        metadata: { labels: { 'pod-security.kubernetes.io/enforce': 'restricted' } },
      });
      const root = { securityContext: { runAsUser: 0, runAsNonRoot: false } };
      await bench.client.create(workflow(ns, 'kept', 'succeed', { ...ttl(1, 1, 3_600), ...root }));
      await bench.client.create(workflow(ns, 'short', 'succeed', { ...ttl(3_600, 3_600, 1), ...root }));
      await phase(bench, ns, 'kept', 'Error');
      await gone(bench, ns, 'short');
      expect(await bench.find(argo, 'Workflow', ns, 'kept')).toBeDefined();
    },
  },
  {
    that: 'a TTL cannot be extended once the workflow has ended',
    proof: async (bench, ns) => {
      await bench.client.create(workflow(ns, 'late', 'succeed', ttl(6, 6, 6)));
      await phase(bench, ns, 'late', 'Succeeded');
      await bench.client.mergePatch(`/apis/${argo}/namespaces/${ns}/workflows/late`, {
        spec: ttl(3_600, 3_600, 3_600),
      });
      await gone(bench, ns, 'late');
    },
  },
  {
    that: 'OnPodSuccess keeps the pods that failed, OnPodCompletion none',
    proof: async (bench, ns) => {
      const gc = (strategy: string) => ({ podGC: { strategy, deleteDelayDuration: '1s' } });
      await bench.client.create(workflow(ns, 'success', 'fail', gc('OnPodSuccess')));
      await bench.client.create(workflow(ns, 'completion', 'fail', gc('OnPodCompletion')));
      await phase(bench, ns, 'success', 'Failed');
      await phase(bench, ns, 'completion', 'Failed');
      const pods = (name: string) => bench.list('v1', 'Pod', ns, `workflows.argoproj.io/workflow=${name}`);
      await bench.until('the pod of OnPodCompletion is deleted', async () => (await pods('completion')).length === 0);
      const [kept] = await pods('success');
      expect(kept?.status.phase).toBe('Failed');
      await bench.until(
        'it is labelled completed',
        async () => (await pods('success'))[0]?.metadata.labels?.['workflows.argoproj.io/completed'] === 'true',
      );
    },
  },
  {
    that: 'an ended workflow bears the labels completed and phase',
    proof: async (bench, ns) => {
      await bench.client.create(workflow(ns, 'labelled', 'succeed', {}));
      await phase(bench, ns, 'labelled', 'Succeeded');
      const { metadata } = await bench.get(argo, 'Workflow', ns, 'labelled');
      expect(metadata.labels).toMatchObject({
        'workflows.argoproj.io/completed': 'true',
        'workflows.argoproj.io/phase': 'Succeeded',
      });
    },
  },
  {
    that: 'a pod deleted before its end was recorded makes its node an Error',
    proof: async (bench, ns) => {
      await bench.client.create(workflow(ns, 'robbed', 'run', {}));
      const [pod] = await bench.until('its pod runs', async () => {
        const pods = await bench.list('v1', 'Pod', ns);
        return pods.some(({ status }) => status?.phase === 'Running') ? pods : undefined;
      });
      // For ten seconds after its start a missing pod counts as one that the controller has not seen yet.
      await new Promise((resolve) => setTimeout(resolve, 12_000));
      await bench.client.delete(`/api/v1/namespaces/${ns}/pods/${pod?.metadata.name}`, { gracePeriodSeconds: 0 });
      await phase(bench, ns, 'robbed', 'Error');
      const { status } = await bench.get(argo, 'Workflow', ns, 'robbed');
      expect(status.message).toMatch(/pod deleted/);
    },
  },
  {
    that: 'a pod that was killed for memory fails its node with OOMKilled in the message',
    proof: async (bench, ns) => {
      await bench.client.create(workflow(ns, 'hungry', 'oom', {}));
      await phase(bench, ns, 'hungry', 'Failed');
      const { status } = await bench.get(argo, 'Workflow', ns, 'hungry');
      expect(status.message).toMatch(/OOMKilled \(exit code 137\)/);
    },
  },
  {
    that: 'a quota that is full leaves the workflow Running and its node Pending, with the refusal as message',
    proof: async (bench, ns) => {
      await bench.client.create(object('v1', 'ResourceQuota', ns, 'full', { spec: { hard: { pods: '0' } } }));
      await bench.untilObject(
        { apiVersion: 'v1', kind: 'ResourceQuota', namespace: ns, name: 'full' },
        'is counted',
        ({ status }) => status?.hard,
      );
      await bench.client.create(workflow(ns, 'waits', 'succeed', {}));
      const key = { apiVersion: argo, kind: 'Workflow', namespace: ns, name: 'waits' };
      const { status } = await bench.untilObject(
        key,
        'has a node',
        (live) => Object.keys(live.status?.nodes ?? {}).length > 0,
      );
      const [node] = Object.values(status.nodes) as { phase: string; message: string }[];
      expect(status.phase).toBe('Running');
      expect(node).toMatchObject({ phase: 'Pending', message: expect.stringMatching(/exceeded quota: full/) });
    },
  },
];

const template = { spec: { restartPolicy: 'Never', containers: [{ name: 'main', image: 'steward.test/none' }] } };
const job = (namespace: string, name: string, spec: object = {}) =>
  object('batch/v1', 'Job', namespace, name, { spec: { template, ...spec } });

const jobs: readonly Belief[] = [
  {
    that: 'a Job deleted without a propagation policy orphans its pods',
    proof: async (bench, ns) => {
      await bench.client.create(job(ns, 'orphans'));
      const pods = () => bench.list('v1', 'Pod', ns, 'job-name=orphans');
      await bench.until('it has a pod', async () => (await pods()).length > 0);
      await bench.client.delete(`/apis/batch/v1/namespaces/${ns}/jobs/orphans`);
      await bench.until('the Job is gone', async () => !(await bench.find('batch/v1', 'Job', ns, 'orphans')));
      const [pod] = await pods();
      expect(pod?.metadata['ownerReferences']).toBeUndefined();
    },
  },
  {
    that: 'a TTL can be taken back, unlike that of a workflow',
    proof: async (bench, ns) => {
      await bench.client.create(job(ns, 'saved', { ttlSecondsAfterFinished: 6 }));
      await bench.untilObject(
        { apiVersion: 'batch/v1', kind: 'Job', namespace: ns, name: 'saved' },
        'completes',
        ({ status }) => status?.succeeded === 1,
      );
      await bench.client.mergePatch(`/apis/batch/v1/namespaces/${ns}/jobs/saved`, {
        spec: { ttlSecondsAfterFinished: null },
      });
      await new Promise((resolve) => setTimeout(resolve, 9_000));
      expect(await bench.find('batch/v1', 'Job', ns, 'saved')).toBeDefined();
    },
  },
  {
    that: 'a suspended Job makes no pods',
    proof: async (bench, ns) => {
      await bench.client.create(job(ns, 'suspended', { suspend: true }));
      const suspended = (one: { type: string; status: string }) => one.type === 'Suspended' && one.status === 'True';
      const key = { apiVersion: 'batch/v1', kind: 'Job', namespace: ns, name: 'suspended' };
      await bench.untilObject(key, 'is suspended', ({ status }) => status?.conditions?.some(suspended));
      expect(await bench.list('v1', 'Pod', ns)).toEqual([]);
    },
  },
  {
    that: 'a CronJob has a name of at most 52 characters',
    proof: async (bench, ns) => {
      const cronJob = (name: string) =>
        object('batch/v1', 'CronJob', ns, name, { spec: { schedule: '@daily', jobTemplate: { spec: { template } } } });
      await bench.client.create(cronJob('a'.repeat(52)));
      await refused(bench, cronJob('b'.repeat(53)), 422, /must be no more than 52 characters/);
    },
  },
];

const deletion: readonly Belief[] = [
  {
    that: 'a delete with another uid or resourceVersion is a conflict, and deletes nothing',
    proof: async (bench, ns) => {
      const { metadata } = await bench.client.create(object('v1', 'ConfigMap', ns, 'one', {}));
      const path = `/api/v1/namespaces/${ns}/configmaps/one`;
      const other = await bench.refusal(
        bench.client.delete(path, { preconditions: { uid: '00000000-0000-0000-0000-000000000000' } }),
      );
      expect(other.code).toBe(409);
      await bench.client.mergePatch(path, { metadata: { labels: { preserve: 'true' } } });
      const { uid, resourceVersion } = metadata;
      const changed = await bench.refusal(bench.client.delete(path, { preconditions: { uid, resourceVersion } }));
      expect(changed.code).toBe(409);
      expect(await bench.find('v1', 'ConfigMap', ns, 'one')).toBeDefined();
    },
  },
  {
    that: 'garbage collection asks no annotation of the children',
    proof: async (bench, ns) => {
      const owner = await bench.client.create(object('v1', 'ConfigMap', ns, 'owner', {}));
      const reference = { apiVersion: 'v1', kind: 'ConfigMap', name: 'owner', uid: owner.metadata.uid };
      const metadata = {
        name: 'child',
        namespace: ns,
        annotations: { preserve: 'true' },
        ownerReferences: [reference],
      };
      await bench.client.create({ apiVersion: 'v1', kind: 'ConfigMap', metadata });
      await bench.client.delete(`/api/v1/namespaces/${ns}/configmaps/owner`, { propagationPolicy: 'Background' });
      await bench.until('the child is gone', async () => !(await bench.find('v1', 'ConfigMap', ns, 'child')));
    },
  },
];

describeBeliefs('ended workflows', workflows);
describeBeliefs('jobs', jobs);
describeBeliefs('deletion', deletion);
