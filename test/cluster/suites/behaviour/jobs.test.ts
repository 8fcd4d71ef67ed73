import { restrictedContainer, restrictedPod } from '../../../../src/constructs/access/security';
import { Schedule } from '../../../../src/model/values/schedule';
import { Bench } from '../../bench/bench';

describe('jobs', () => {
  const bench = Bench.shared();
  afterAll(() => bench.close());

  const job = (namespace: string, name: string, spec: object, outcome = 'succeed') => ({
    apiVersion: 'batch/v1',
    kind: 'Job',
    metadata: { name, namespace },
    spec: {
      backoffLimit: 0,
      ...spec,
      template: {
        metadata: { annotations: { 'testbed/outcome': outcome } },
        spec: { restartPolicy: 'Never', containers: [{ name: 'main', image: 'steward.test/none' }] },
      },
    },
  });

  it.each(['succeed', 'fail'])('that %s are deleted when their TTL is over, with their pods', async (outcome) => {
    const namespace = await bench.namespace('ttl');
    await bench.client.create(job(namespace, 'short', { ttlSecondsAfterFinished: 1 }, outcome));
    await bench.client.create(job(namespace, 'long', { ttlSecondsAfterFinished: 3_600 }, outcome));
    await bench.until('the short one is gone', async () => !(await bench.find('batch/v1', 'Job', namespace, 'short')));
    await bench.until(
      'its pods are gone',
      async () => (await bench.list('v1', 'Pod', namespace, 'job-name=short')).length === 0,
    );
    expect(await bench.find('batch/v1', 'Job', namespace, 'long')).toBeDefined();
  });

  const cronJob = (namespace: string, schedule: string, timeZone?: string) => ({
    apiVersion: 'batch/v1',
    kind: 'CronJob',
    metadata: { name: `cron-${Math.random().toString(36).slice(2)}`, namespace },
    spec: { schedule, timeZone, jobTemplate: { spec: job(namespace, 'x', {}).spec } },
  });

  it('on a schedule: the API server takes what we take and refuses what we refuse', async () => {
    const namespace = await bench.namespace('cron');
    const taken = [
      ['0 2 * * *', 'Etc/UTC'],
      ['*/15 0-6 * jan-mar mon-fri', 'Europe/Berlin'],
      ['@daily', undefined],
      ['@every 1h30m', undefined],
      ['0 0 ? * *', undefined],
      ['10-50/5 * * * 0', 'America/New_York'],
    ] as const;
    const refused = [
      ['0 2 * *', undefined],
      ['0 0 2 * * *', undefined],
      ['60 * * * *', undefined],
      ['* * * * 7', undefined],
      ['* * L * *', undefined],
      ['*/0 * * * *', undefined],
      ['TZ=UTC 0 2 * * *', undefined],
      ['0 2 * * *', 'Local'],
      ['0 2 * * *', 'Nowhere/City'],
      ['@fortnightly', undefined],
    ] as const;
    for (const [schedule, timeZone] of taken) {
      Schedule.parse(schedule, timeZone);
      await bench.client.create(cronJob(namespace, schedule, timeZone));
    }
    for (const [schedule, timeZone] of refused) {
      expect(() => Schedule.parse(schedule, timeZone)).toThrow();
      const { code } = await bench.refusal(bench.client.create(cronJob(namespace, schedule, timeZone)));
      expect(code).toBe(422);
    }
  });

  it('at Pod Security restricted are admitted with the security settings we render, and refused without', async () => {
    const namespace = await bench.namespace('restricted', { 'pod-security.kubernetes.io/enforce': 'restricted' });
    const pod = (name: string, securityContext?: object, container?: object) => ({
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: { name, namespace },
      spec: { securityContext, containers: [{ name: 'main', image: 'steward.test/none', securityContext: container }] },
    });
    await bench.client.create(pod('restricted', restrictedPod(), restrictedContainer));
    const withoutPod = await bench.refusal(bench.client.create(pod('no-pod', undefined, restrictedContainer)));
    expect(withoutPod.message).toMatch(/runAsNonRoot|seccompProfile/);
    const withoutContainer = await bench.refusal(bench.client.create(pod('no-container', restrictedPod())));
    expect(withoutContainer.message).toMatch(/allowPrivilegeEscalation.*capabilities/);
  });
});
