import { type LiveObject, pathOf } from '../../api/client';
import { Bench } from '../../bench/bench';
import type { ApiFault } from '../../faults/fault-plan';
import { resultsOf, ruleFor, Sweeper } from './sweeper';

const preserved = { mark: { index: 1, isLabel: false, hasExpired: false } };

describe('what a sweep knows of kinds', () => {
  const bench = Bench.shared();
  let sweeper: Sweeper;

  beforeEach(async () => {
    sweeper = await Sweeper.start(bench);
  });
  afterEach(() => sweeper.close());
  afterAll(() => bench.close());

  const pause = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds));

  it('keeps the last of each template and outcome', async () => {
    for (const [index, outcome] of (['Failed', 'Failed', 'Succeeded', 'Failed', 'Succeeded'] as const).entries()) {
      await sweeper.make.workflow(`a-${index}`, outcome, { template: 'a' });
      await sweeper.make.workflow(`b-${index}`, outcome, { template: 'b' });
      // Which is the newest is told to the second.
      await pause(1_000);
    }
    const keep = { Failed: { for: '0s', keepLast: 2 }, Succeeded: { for: '0s', keepLast: 1 } };
    const rules = [ruleFor('Workflow', sweeper.namespace, { keep })];
    const swept = await sweeper.sweep({ name: sweeper.namespace, rules });
    expect(await sweeper.left('Workflow')).toEqual(
      ['a', 'b'].flatMap((template) => [1, 3, 4].map((index) => `Workflow ${template}-${index}`)),
    );
    expect(swept.decisions.find(({ name }) => name === 'a-1')).toMatchObject({
      result: 'kept-last',
      reason: 'is one of the last 2 that ended Failed',
    });
  }, 60_000);

  it('deletes a claim only after two sightings: its owner gone, nobody about to use it', async () => {
    const { make, namespace } = sweeper;
    const there = await make.workflow('there');
    const orphan = await make.claim('orphan', { madeFor: 'gone' });
    await make.claim('of-a-workflow', { madeFor: 'there' });
    await make.claim('owned', { owners: [there] });
    await make.claim('of-nobody');
    const waited = await make.claim('waited-for', { madeFor: 'gone' });
    const ended = await make.claim('of-an-ended-pod', { madeFor: 'gone' });
    await make.claim('data-web-0', { madeFor: 'gone' });
    await make.pod('waits', 'Pending', {}, { mounts: [waited] });
    const last = await make.pod('ended', 'Failed', {}, { mounts: [ended] });
    await bench.client.create(statefulSet(namespace));
    const policy = sweeper.policy(['PersistentVolumeClaim'], { unusedGrace: '2s' });

    const first = await sweeper.sweep(policy);
    expect(resultsOf(first)).toMatchObject({
      orphan: 'young',
      'waited-for': 'unfinished',
      'of-an-ended-pod': 'unfinished',
    });
    await pause(2_500);
    const second = await sweeper.sweep(policy);
    expect(second.code).toBe(0);
    const why = Object.fromEntries(second.decisions.map(({ name, result, reason }) => [name, `${result}: ${reason}`]));
    expect(why).toEqual({
      orphan: expect.stringMatching(/^deleted: Unused \d+s ago, kept for 2s$/),
      'of-a-workflow': 'unfinished: its owner is there',
      owned: 'unfinished: its owner is there',
      'of-nobody': 'unfinished: nothing says what it was made for',
      'waited-for': 'unfinished: is used by pod waits',
      'of-an-ended-pod': 'unfinished: is used by pod ended',
      'data-web-0': 'unfinished: belongs to StatefulSet web',
    });
    await bench.until('the orphan is gone', async () => !(await bench.find('v1', orphan.kind, namespace, orphan.name)));

    // A sighting in use begins the count anew.
    await bench.client.delete(pathOf('v1', 'Pod', namespace, last.name));
    expect(resultsOf(await sweeper.sweep(policy))).toMatchObject({ 'of-an-ended-pod': 'young' });
    await make.pod('again', 'Running', {}, { mounts: [ended] });
    expect(resultsOf(await sweeper.sweep(policy))).toMatchObject({ 'of-an-ended-pod': 'unfinished' });
    await bench.client.delete(pathOf('v1', 'Pod', namespace, 'again'));
    await pause(2_500);
    expect(resultsOf(await sweeper.sweep(policy))).toMatchObject({ 'of-an-ended-pod': 'young' });
  }, 60_000);

  it('a report remembers sightings too, and writes nothing else', async () => {
    await sweeper.make.claim('orphan', { madeFor: 'gone' });
    await sweeper.sweep(sweeper.policy(['PersistentVolumeClaim'], { unusedGrace: '1s' }), { mode: 'report' });
    expect(sweeper.writes()).toEqual([`POST /api/v1/namespaces/${sweeper.stateNamespace}/configmaps`]);
    await pause(1_500);
    const { decisions } = await sweeper.sweep(sweeper.policy(['PersistentVolumeClaim'], { unusedGrace: '1s' }));
    expect(decisions[0]?.result).toBe('deleted');
  });

  it('stops what runs too long: a Workflow is shut down, a Job gets a deadline, and the Job controller ends it', async () => {
    const { namespace } = sweeper;
    await sweeper.make.workflow('flow', 'Running');
    const template = {
      metadata: { annotations: { 'testbed/outcome': 'run' } },
      spec: {
        restartPolicy: 'Never',
        terminationGracePeriodSeconds: 0,
        containers: [{ name: 'main', image: 'steward.test/none' }],
      },
    };
    await bench.client.create({
      apiVersion: 'batch/v1',
      kind: 'Job',
      metadata: { name: 'job', namespace },
      spec: { template },
    });
    await bench.until(
      'its pod runs',
      async () => (await bench.list('v1', 'Pod', namespace))[0]?.status?.phase === 'Running',
    );
    const keep = { Running: { for: '1s', action: 'stop' as const } };
    const rules = ['Workflow', 'Job'].map((kind) => ruleFor(kind, namespace, { keep }));
    await pause(1_100);
    const swept = await sweeper.sweep({ name: namespace, rules });
    expect([swept.code, resultsOf(swept)]).toEqual([0, { flow: 'stopped', job: 'stopped' }]);
    expect((await bench.get('argoproj.io/v1alpha1', 'Workflow', namespace, 'flow'))['spec'].shutdown).toBe('Stop');
    const { status } = await bench.untilObject(
      { apiVersion: 'batch/v1', kind: 'Job', namespace, name: 'job' },
      'has failed',
      (job) => job.status?.conditions?.some((one: { type: string }) => one.type === 'Failed'),
    );
    expect(status.conditions).toContainEqual(expect.objectContaining({ type: 'Failed', reason: 'DeadlineExceeded' }));
    await bench.until('its pod is gone', async () => (await bench.list('v1', 'Pod', namespace)).length === 0);
  }, 60_000);

  it('keeps an object as long as its own annotation says', async () => {
    await sweeper.make.job('forever', 'Failed', { ttl: 'forever' });
    await sweeper.make.job('an-hour', 'Failed', { ttl: '3600' });
    await sweeper.make.job('a-minute', 'Failed', { ttl: '60' });
    await sweeper.make.job('unreadable', 'Failed', { ttl: 'a day' });
    await sweeper.make.job('short', 'Failed', { ttl: '0', isLong: true });
    const long = ruleFor('Job', sweeper.namespace, {
      name: 'long',
      selector: { matchLabels: { keep: 'long' } },
      keep: { Failed: { for: '1h' } },
    });
    const swept = await sweeper.sweep({ name: sweeper.namespace, rules: [long, ruleFor('Job', sweeper.namespace)] });
    expect(resultsOf(swept)).toEqual({
      forever: 'young',
      'an-hour': 'young',
      'a-minute': 'deleted',
      unreadable: 'young',
      short: 'deleted',
    });
  });

  it('leaves the pods of a workflow that runs to Argo, until it has counted them', async () => {
    const flow = await sweeper.make.workflow('flow', 'Running');
    await sweeper.make.pod('counted', 'Succeeded', { isRecorded: true }, { owners: [flow] });
    await sweeper.make.pod('uncounted', 'Succeeded', { isRecorded: false }, { owners: [flow] });
    const swept = await sweeper.sweep(sweeper.policy(['Pod']));
    expect(resultsOf(swept)).toEqual({ counted: 'deleted', uncounted: 'unrecorded' });
  });

  it('leaves what is part of something exempt, however far up', async () => {
    const flow = await sweeper.make.workflow('flow', 'Failed', preserved);
    const job = await sweeper.make.job('job', 'Failed', {}, { owners: [flow] });
    await sweeper.make.pod('pod', 'Failed', {}, { owners: [job] });
    const swept = await sweeper.sweep(sweeper.policy(['Pod']));
    expect(swept.decisions).toEqual([
      expect.objectContaining({
        name: 'pod',
        result: 'exempt',
        reason: 'is part of Workflow flow: cleanup.cto.dev/preserve=true',
      }),
    ]);
  });

  it('leaves it when that becomes exempt in the last moment', async () => {
    const flow = await sweeper.make.workflow('flow');
    for (const name of ['a', 'b', 'c', 'd', 'e', 'f']) await sweeper.make.pod(name, 'Failed', {}, { owners: [flow] });
    const path = pathOf('argoproj.io/v1alpha1', 'Workflow', sweeper.namespace, 'flow');
    let exemptAt = Number.POSITIVE_INFINITY;
    sweeper.proxy.before = async ({ method }) => {
      if (method !== 'DELETE' || exemptAt < Number.POSITIVE_INFINITY) return;
      await bench.client.mergePatch(path, { metadata: { annotations: { preserve: 'true' } } });
      exemptAt = performance.now();
      await pause(1_100);
    };
    const swept = await sweeper.sweep(sweeper.policy(['Pod']), { workers: '1' });
    const deletions = sweeper.proxy.exchanges.filter(({ method }) => method === 'DELETE');
    expect(deletions).toHaveLength(1);
    expect(Object.values(resultsOf(swept)).filter((result) => result === 'exempt')).toHaveLength(5);
  });

  it("knows an owner by its kind's group: another Workflow than Argo's is one that it cannot look for", async () => {
    await bench.client.apply(otherWorkflows, { force: true });
    const path = `/apis/other.steward.test/v1/namespaces/${sweeper.namespace}/workflows`;
    const other = { apiVersion: 'other.steward.test/v1', kind: 'Workflow', name: 'flow' };
    const { metadata } = await bench.until('the kind is there', () =>
      bench.client.call<LiveObject>('POST', path, { ...other, metadata: { name: 'flow' } }),
    );
    await sweeper.make.claim('claim', { owners: [{ ...other, uid: metadata.uid }] });
    const swept = await sweeper.sweep(sweeper.policy(['PersistentVolumeClaim'], { unusedGrace: '0s' }));
    expect(swept.decisions).toEqual([expect.objectContaining({ result: 'unfinished', reason: 'its owner is there' })]);
    await bench.delete(otherWorkflows);
  });

  it('leaves what others manage, unless a rule says otherwise', async () => {
    await sweeper.make.job('argocd', 'Failed', { manager: 'argocd' });
    await sweeper.make.job('helm', 'Failed', { manager: 'helm' });
    const cronJob = await bench.client.create({
      apiVersion: 'batch/v1',
      kind: 'CronJob',
      metadata: { name: 'nightly', namespace: sweeper.namespace },
      spec: {
        schedule: '0 0 30 2 *',
        jobTemplate: {
          spec: { template: { spec: { restartPolicy: 'Never', containers: [{ name: 'main', image: 'none' }] } } },
        },
      },
    });
    await sweeper.make.job(
      'of-cron',
      'Failed',
      {},
      { owners: [{ ...cronJob, name: 'nightly', uid: cronJob.metadata.uid }] },
    );
    expect(resultsOf(await sweeper.sweep(sweeper.policy(['Job'])))).toEqual({
      argocd: 'managed',
      helm: 'managed',
      'of-cron': 'managed',
    });
    const rules = [ruleFor('Job', sweeper.namespace, { managed: true })];
    expect(resultsOf(await sweeper.sweep({ name: sweeper.namespace, rules }))).toEqual({
      argocd: 'deleted',
      helm: 'deleted',
      'of-cron': 'deleted',
    });
  });

  it('tells of everything that went where the answer was lost, and what went along has changed since', async () => {
    const owner = await sweeper.make.pod('owner');
    await sweeper.make.claim('child', { owners: [owner] });
    const claim = pathOf('v1', 'PersistentVolumeClaim', sweeper.namespace, 'child');
    await bench.client.mergePatch(claim, { metadata: { finalizers: ['steward.test/wait'] } });
    sweeper.proxy.plan = {
      ofApi: ({ method, path }) => (method === 'DELETE' && path.endsWith('/owner') ? 'lost-500' : undefined),
      extent: () => 0,
    };
    const swept = await sweeper.sweep(sweeper.policy(['Pod']));
    expect(resultsOf(swept)).toEqual({ owner: 'deleted', child: 'deleted' });
    expect(swept.decisions.find(({ name }) => name === 'owner')).toMatchObject({
      cascade: [expect.objectContaining({ name: 'child' })],
      reason: expect.stringMatching(/^Failed .* ago, kept for 0s; .*the answer .*was lost$/),
    });
    await bench.client.mergePatch(claim, { metadata: { finalizers: null } });
  });

  describe('where the answer to a deletion was lost', () => {
    /** What is asked after the owner's deletion: the namespace is paused by then. */
    const afterwards = async (fault: ApiFault | undefined) => {
      const owner = await sweeper.make.pod('owner');
      await sweeper.make.claim('child', { owners: [owner] });
      let isAsked = false;
      sweeper.proxy.plan = {
        ofApi: ({ method, path, query }) => {
          if (method === 'DELETE') return 'lost';
          const isLook = path.endsWith('/pods/owner') && !query.has('watch');
          return isAsked && isLook ? fault : undefined;
        },
        extent: () => 0,
      };
      sweeper.proxy.before = async ({ method, path }) => {
        if (method !== 'GET' || !isAsked || !path.endsWith(`/namespaces/${sweeper.namespace}`)) {
          isAsked ||= method === 'DELETE';
          return;
        }
        const annotations = { 'cdk8s-steward.dev/pause': 'forever, incident 4711' };
        await bench.client.mergePatch(`/api/v1/namespaces/${sweeper.namespace}`, { metadata: { annotations } });
      };
      return sweeper.sweep(sweeper.policy(['Pod']));
    };

    it('tells of what went, although a pause came between', async () => {
      const swept = await afterwards(undefined);
      expect([swept.code, resultsOf(swept)]).toEqual([0, { owner: 'deleted', child: 'deleted' }]);
      expect(swept.decisions[0]?.reason).toMatch(/; is not there any more, the answer to its deletion was lost$/);
    });

    it('says that it does not know, and what would have gone along, where nobody answers', async () => {
      const { code, decisions } = await afterwards('error');
      expect(code).toBe(1);
      expect(decisions).toHaveLength(1);
      expect(decisions[0]).toMatchObject({
        name: 'owner',
        result: 'error',
        reason: expect.stringMatching(/ is paused .*; whether its deletion was carried out nobody answered: /),
        cascade: [expect.objectContaining({ kind: 'PersistentVolumeClaim', name: 'child' })],
      });
    });
  });

  it('tells of what cannot go, and does not force it', async () => {
    await sweeper.make.workflow('stuck');
    const path = pathOf('argoproj.io/v1alpha1', 'Workflow', sweeper.namespace, 'stuck');
    await bench.client.mergePatch(path, { metadata: { finalizers: ['workflows.argoproj.io/artifact-gc'] } });
    const { decisions } = await sweeper.sweep(sweeper.policy(['Workflow']));
    expect(decisions[0]).toMatchObject({
      result: 'deleted',
      notes: ['is gone when workflows.argoproj.io/artifact-gc let it go'],
    });
    const again = await sweeper.sweep(sweeper.policy(['Workflow']));
    expect(again.decisions[0]).toMatchObject({ result: 'terminating', reason: 'is being deleted' });
    expect(sweeper.proxy.exchanges.filter(({ method }) => method === 'DELETE')).toHaveLength(1);
    await bench.client.mergePatch(path, { metadata: { finalizers: null } });
  });
});

const otherWorkflows = {
  apiVersion: 'apiextensions.k8s.io/v1',
  kind: 'CustomResourceDefinition',
  metadata: { name: 'workflows.other.steward.test' },
  spec: {
    group: 'other.steward.test',
    names: { kind: 'Workflow', plural: 'workflows' },
    scope: 'Namespaced',
    versions: [{ name: 'v1', served: true, storage: true, schema: { openAPIV3Schema: { type: 'object' } } }],
  },
};

function statefulSet(namespace: string): object {
  const labels = { app: 'web' };
  return {
    apiVersion: 'apps/v1',
    kind: 'StatefulSet',
    metadata: { name: 'web', namespace },
    spec: {
      replicas: 0,
      serviceName: 'web',
      selector: { matchLabels: labels },
      template: { metadata: { labels }, spec: { containers: [{ name: 'main', image: 'none' }] } },
      volumeClaimTemplates: [
        {
          metadata: { name: 'data' },
          spec: { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '1Gi' } } },
        },
      ],
    },
  };
}
