import { type AddressInfo, connect, createServer, type Server } from 'node:net';
import { join } from 'node:path';
import { CleanupCronJob, Environment, type RetentionPolicy, StewardApp, StewardRuntime } from '../../../../src';
import type { Manifest } from '../../../../src/model/manifests/manifest';
import { readYaml } from '../../../../src/model/manifests/yaml-reader';
import type { Decision } from '../../../../src/runtime/sweep/decision';
import { filesBelow, root } from '../../../files';
import type { LiveObject } from '../../api/client';
import { s3 } from '../../api/s3';
import { Bench } from '../../bench/bench';
import { storeCredentials } from '../../control-plane/object-store';

/** What the program in the cluster wrote: a decision a line, the summary last. */
interface Told {
  readonly decisions: readonly Decision[];
  // biome-ignore lint/suspicious/noExplicitAny: tests read any of its fields
  readonly summary: any;
}

/**
 * The rendered YAML does what it says: the CronJob's Job runs on a node that really runs it, with the rendered program,
 * flags, policy, account and rights, in a namespace at Pod Security restricted with its quota.
 */
describe('the rendered cleanup', () => {
  const bench = Bench.shared();
  let relay: Server;
  /** The S3 server, as pods reach it. */
  let endpoint: string;
  const bucket = `cleanup-${process.pid}`;
  const store = { port: bench.addresses['objectStore'] ?? 0, ...storeCredentials };

  beforeAll(async () => {
    expect(await s3(store, 'PUT', `/${bucket}`)).toMatchObject({ status: 200 });
    const { status } = await bench.client.call<LiveObject>('GET', '/api/v1/nodes/process-node');
    const machine = status.addresses.find(({ type }: { type: string }) => type === 'InternalIP').address;
    // The server itself is there for this machine alone.
    relay = createServer((socket) => {
      const other = connect(store.port, '127.0.0.1');
      socket.pipe(other).pipe(socket);
      for (const one of [socket, other]) one.on('error', () => [socket, other].map((end) => end.destroy()));
    });
    await new Promise<void>((resolve) => relay.listen(0, machine, resolve));
    endpoint = `http://${machine}:${(relay.address() as AddressInfo).port}`;
  });
  afterAll(() => {
    relay.close();
    bench.close();
  });

  it('of dev reports as it is committed', async () => {
    const served = await bench.namespace('served');
    const system = await bench.namespace('system', { 'pod-security.kubernetes.io/enforce': 'restricted' });
    const rename = (text: string) => text.replaceAll('agent-platform', served).replaceAll('steward-system', system);
    const manifests = [...filesBelow(join(root, 'dist/dev'))]
      .filter(([path]) => path.startsWith('steward-system/') || /^agent-platform\/role/.test(path))
      .filter(([path]) => !/taskmaster|agents-cleanup/.test(path))
      .flatMap(([path, text]) => readYaml(rename(text), path).manifests.map(({ manifest }) => manifest));
    await applyAll(manifests);
    await bench.client.create(bench.pod(served, 'young', {}, 'succeed', { restartPolicy: 'Never' }));
    await bench.client.create({
      ...bench.pod(served, 'preserved', {}, 'succeed', { restartPolicy: 'Never' }),
      metadata: { name: 'preserved', namespace: served, annotations: { 'testbed/outcome': 'succeed', debug: 'true' } },
    });
    await ended(served, 'young', 'preserved');

    const pod = await ranOnce(manifests, system);
    expect(pod.status.phase).toBe('Succeeded');
    const { decisions, summary } = await toldBy(pod);
    const results = Object.fromEntries(decisions.map(({ name, result }) => [name, result]));
    expect(results).toEqual({ young: 'young', preserved: 'exempt' });
    expect(summary).toMatchObject({ policy: served, mode: 'report', exitCode: 0, problems: [] });
  });

  it('in mode delete archives to a real S3 server, and deletes', async () => {
    const served = await bench.namespace('served');
    const system = await bench.namespace('system', { 'pod-security.kubernetes.io/enforce': 'restricted' });
    const policy: RetentionPolicy = {
      name: 'team',
      archive: { s3: { bucket, endpoint } },
      rules: [
        {
          name: 'workflows',
          apiVersion: 'argoproj.io/v1alpha1',
          kind: 'Workflow',
          namespaces: [served],
          keep: { Succeeded: { for: '1s' }, Failed: { for: '1s' } },
        },
      ],
    };
    const manifests = renderedBy(system, policy);
    await applyAll(manifests);
    await bench.client.create({
      apiVersion: 'v1',
      kind: 'Secret',
      metadata: { name: credentialsSecret, namespace: system },
      stringData: { 'access-key-id': storeCredentials.accessKey, 'secret-access-key': storeCredentials.secretKey },
    });
    for (const name of ['done', 'held', 'kept']) await bench.client.create(endedWorkflow(served, name));
    const held = await bench.get('argoproj.io/v1alpha1', 'Workflow', served, 'held');
    const owner = { apiVersion: held.apiVersion, kind: held.kind, name: 'held', uid: held.metadata.uid };
    await bench.client.create({
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata: { name: 'child', namespace: served, ownerReferences: [owner], labels: { preserve: 'true' } },
    });
    await bench.client.mergePatch(`/apis/argoproj.io/v1alpha1/namespaces/${served}/workflows/kept`, {
      metadata: { annotations: { 'taskmaster.io/cleanup-exempt': 'true' } },
    });

    const pod = await ranOnce(manifests, system);
    expect(pod.status.phase).toBe('Succeeded');
    const { decisions, summary } = await toldBy(pod);
    expect(Object.fromEntries(decisions.map(({ name, result }) => [name, result]))).toEqual({
      done: 'deleted',
      held: 'held-by-dependent',
      kept: 'exempt',
    });
    expect(summary).toMatchObject({ mode: 'delete', results: { deleted: 1 }, problems: [], exitCode: 0 });
    const left = await bench.list('argoproj.io/v1alpha1', 'Workflow', served);
    expect(left.map(({ metadata }) => metadata.name).sort()).toEqual(['held', 'kept']);
    const archived = decisions.find(({ name }) => name === 'done')?.archive;
    expect(await s3(store, 'HEAD', `/${bucket}/${archived}`)).toMatchObject({ status: 200 });
  });

  it('in mode report has no right to delete anything', async () => {
    const served = await bench.namespace('served');
    const system = await bench.namespace('system');
    const rule = { name: 'pods', apiVersion: 'v1', kind: 'Pod', namespaces: [served], keep: { Failed: { for: '1s' } } };
    await applyAll(renderedBy(system, { name: 'team', rules: [rule] }, 'report'));
    const client = await bench.as(system, 'cleanup');
    await bench.client.create(bench.pod(served, 'a', {}));
    expect(await client.list(`/api/v1/namespaces/${served}/pods`)).toHaveLength(1);
    expect((await bench.refusal(client.delete(`/api/v1/namespaces/${served}/pods/a`))).code).toBe(403);
    expect((await bench.refusal(client.list(`/api/v1/namespaces/${served}/secrets`))).code).toBe(403);
    client.close();
  });

  async function applyAll(manifests: readonly Manifest[]): Promise<void> {
    const others = manifests.filter(({ kind }) => kind !== 'Namespace' && kind !== 'CronJob');
    for (const manifest of others) await bench.client.apply(manifest);
    for (const manifest of manifests.filter(({ kind }) => kind === 'CronJob')) await bench.client.apply(manifest);
  }

  /** The pod of a Job made from the rendered CronJob, placed on the node that really runs it. */
  async function ranOnce(manifests: readonly Manifest[], system: string): Promise<LiveObject> {
    const cronJob = manifests.find(({ kind }) => kind === 'CronJob') as Manifest & CronJobFields;
    const { spec } = cronJob.spec.jobTemplate;
    const placed = {
      ...spec.template.spec,
      nodeSelector: { 'steward.test/node': 'process' },
      tolerations: [{ key: 'steward.test/process-node', operator: 'Exists' }],
    };
    await bench.client.create({
      apiVersion: 'batch/v1',
      kind: 'Job',
      metadata: { name: 'by-hand', namespace: system },
      spec: { ...spec, template: { ...spec.template, spec: placed } },
    });
    return bench.until(
      'the sweep has ended',
      async () => {
        const [pod] = await bench.list('v1', 'Pod', system, 'job-name=by-hand');
        return pod && ['Succeeded', 'Failed'].includes(pod.status?.phase) ? pod : undefined;
      },
      60,
    );
  }

  async function toldBy({ metadata }: LiveObject): Promise<Told> {
    const path = `/api/v1/namespaces/${metadata.namespace}/pods/${metadata.name}/log`;
    return read(await bench.client.text(path));
  }

  async function ended(namespace: string, ...names: readonly string[]): Promise<void> {
    for (const name of names) {
      const key = { apiVersion: 'v1', kind: 'Pod', namespace, name };
      await bench.untilObject(key, 'has ended', ({ status }) => status?.phase === 'Succeeded');
    }
  }
});

interface CronJobFields {
  readonly spec: {
    readonly jobTemplate: {
      readonly spec: {
        readonly template: { readonly spec: { readonly containers: readonly { readonly args: readonly string[] }[] } };
      };
    };
  };
}

const credentialsSecret = 'archive-credentials';

function renderedBy(
  system: string,
  policy: RetentionPolicy,
  mode: 'report' | 'delete' = 'delete',
): readonly Manifest[] {
  const app = new StewardApp({ coherence: false });
  const environment = new Environment(app, 'test', {
    profile: { dns: { cidrs: ['10.96.0.10/32'] }, apiServer: [{ cidrs: ['10.96.0.1/32'], ports: [443] }] },
  });
  const runtime = new StewardRuntime(environment, 'runtime', { namespace: system });
  const credentials = policy.archive === undefined ? {} : { credentialsSecret };
  new CleanupCronJob(environment, 'cleanup', { runtime, name: 'cleanup', policy, mode, suspend: true, ...credentials });
  return [...app.render()].flatMap(([path, text]) => readYaml(text, path).manifests.map(({ manifest }) => manifest));
}

/** As the controller leaves it; what it looks at again, it finds finished. */
function endedWorkflow(namespace: string, name: string): Manifest {
  const time = new Date(Date.now() - 60_000).toISOString().replace(/\.\d+/, '');
  return {
    apiVersion: 'argoproj.io/v1alpha1',
    kind: 'Workflow',
    metadata: {
      name,
      namespace,
      labels: { 'workflows.argoproj.io/completed': 'true', 'workflows.argoproj.io/phase': 'Succeeded' },
    },
    spec: { entrypoint: 'main', templates: [{ name: 'main', suspend: {} }] },
    status: { phase: 'Succeeded', startedAt: time, finishedAt: time },
  };
}

function read(text: string): Told {
  const lines = text
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));
  return { decisions: lines.slice(0, -1), summary: lines.at(-1).summary };
}
