import {
  CleanupCronJob,
  Environment,
  PriorityClass,
  ResourceQuota,
  type ResourceQuotaProps,
  StewardApp,
  StewardRuntime,
} from '../../../../src';
import type { Manifest } from '../../../../src/model/manifests/manifest';
import { readYaml } from '../../../../src/model/manifests/yaml-reader';
import { Bench } from '../../bench/bench';

/** A cleanup inside the namespace that it frees starts where a quota keeps its share, and where it does not, it is refused. */
describe('a cleanup inside a full namespace', () => {
  const bench = Bench.shared();
  const priorityClassName = `cleanup-${process.pid}`;
  afterAll(async () => {
    await bench.client.delete(`/apis/scheduling.k8s.io/v1/priorityclasses/${priorityClassName}`);
    bench.close();
  });

  const scopedBy = (operator: 'In' | 'NotIn'): Partial<ResourceQuotaProps> => ({
    scopeSelector: [{ scopeName: 'PriorityClass', operator, values: [priorityClassName] }],
  });

  it('starts where the other quota excepts its class', async () => {
    const namespace = await filled(scopedBy('NotIn'));
    const pod = await bench.until('a pod of the cleanup', async () => {
      const [made] = await bench.list('v1', 'Pod', namespace, 'job-name=by-hand');
      return made;
    });
    expect(pod.spec).toMatchObject({ priorityClassName, serviceAccountName: 'cleanup' });
    // Nothing else takes its share.
    const refusal = await bench.refusal(bench.client.create(bench.pod(namespace, 'second', {})));
    expect(refusal.message).toMatch(/exceeded quota: team, requested: pods=1, used: pods=1, limited: pods=1/);
  });

  it('is refused by a quota that counts it too, a share of its own or not', async () => {
    const namespace = await filled({});
    const message = await bench.until('an event of the refusal', async () => {
      const events = await bench.list('v1', 'Event', namespace);
      return events.map((event) => String(event['message'])).find((text) => text.includes('exceeded quota'));
    });
    expect(message).toMatch(/exceeded quota: team, requested: pods=1, used: pods=1, limited: pods=1/);
    expect(await bench.list('v1', 'Pod', namespace, 'job-name=by-hand')).toEqual([]);
  });

  /** A namespace whose quota of one pod is taken, and a Job of its cleanup. */
  async function filled(others: Partial<ResourceQuotaProps>): Promise<string> {
    const namespace = await bench.namespace('inside');
    const manifests = rendered(namespace, others);
    for (const manifest of manifests) await bench.client.apply(manifest);
    for (const name of ['team', 'cleanup']) {
      const key = { apiVersion: 'v1', kind: 'ResourceQuota', namespace, name };
      await bench.untilObject(key, 'is counted', ({ status }) => status?.hard);
    }
    await bench.client.create(bench.pod(namespace, 'first', {}));
    const cronJob = manifests.find(({ kind }) => kind === 'CronJob') as Manifest & {
      readonly spec: { readonly jobTemplate: { readonly spec: object } };
    };
    const { spec } = cronJob.spec.jobTemplate;
    await bench.client.create({ apiVersion: 'batch/v1', kind: 'Job', metadata: { name: 'by-hand', namespace }, spec });
    return namespace;
  }

  function rendered(namespace: string, others: Partial<ResourceQuotaProps>): readonly Manifest[] {
    const app = new StewardApp({ coherence: false });
    const scope = new Environment(app, 'test', {
      profile: { dns: { cidrs: ['10.96.0.10/32'] }, apiServer: [{ cidrs: ['10.96.0.1/32'], ports: [443] }] },
    });
    new PriorityClass(scope, 'class', { name: priorityClassName, value: 1000, preemptionPolicy: 'Never' });
    const { workload } = new CleanupCronJob(scope, 'cleanup', {
      runtime: new StewardRuntime(scope, 'runtime', { namespace }),
      name: 'cleanup',
      policy: {
        name: 'team',
        rules: [
          { name: 'pods', apiVersion: 'v1', kind: 'Pod', namespaces: [namespace], keep: { Failed: { for: '1d' } } },
        ],
      },
      priorityClassName,
      suspend: true,
    });
    new ResourceQuota(scope, 'share', {
      name: 'cleanup',
      namespace,
      workloads: [workload],
      headroom: '0%',
      ...scopedBy('In'),
    });
    new ResourceQuota(scope, 'quota', { name: 'team', namespace, hard: { pods: 1 }, ...others });
    return [...app.render()].flatMap(([path, text]) => readYaml(text, path).manifests.map(({ manifest }) => manifest));
  }
});
