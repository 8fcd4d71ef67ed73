import { parse } from 'yaml';
import type { Manifest } from '../../../../src/model/manifests/manifest';
import type { LiveObject } from '../../api/client';
import { Bench, rendered } from '../../bench/bench';

const namespaces = ['agent-platform', 'argo', 'taskmaster', 'agents'];
const config = rendered('dev/argo/config-map-workflow-controller-configmap.yaml') as Manifest & {
  data: Record<string, string>;
};

/** The whole rendered cluster of dev, with Argo's real controller on the rendered ConfigMap. */
describe("Argo Workflows with the platform's settings", () => {
  const bench = Bench.shared();

  beforeAll(async () => {
    for (const name of namespaces) {
      await bench.client.apply(rendered(`dev/_cluster/namespace-${name}.yaml`));
      await bench.client.apply(rendered(`dev/${name}/resource-quota-${name}-quota.yaml`));
      await bench.client.apply(rendered(`dev/${name}/limit-range-${name}-limits.yaml`));
    }
  });
  afterAll(() => bench.close());

  const live = (namespace: string, name: string) => ({
    apiVersion: 'argoproj.io/v1alpha1',
    kind: 'Workflow',
    namespace,
    name,
  });
  const ended = ({ status }: LiveObject) => ['Succeeded', 'Failed', 'Error'].includes(status?.phase ?? '');

  it.each(namespaces)(
    "completes a workflow in %s, at that namespace's Pod Security level and within its quota",
    async (namespace) => {
      const { metadata } = await bench.client.create(workflow(namespace, `hello-${Date.now()}`));
      const done = await bench.untilObject(live(namespace, metadata.name), 'ends', ended, 60);
      expect(done.status).toMatchObject({ phase: 'Succeeded' });
    },
  );

  it('gives a workflow every default of the rendered document', async () => {
    const { metadata } = await bench.client.create(workflow('agent-platform', `defaults-${Date.now()}`));
    const done = await bench.untilObject(live('agent-platform', metadata.name), 'ends', ended, 60);
    const { spec } = parse(config.data['workflowDefaults'] ?? '');
    expect(done.spec).toMatchObject(spec);
  });

  it("runs Argo's own containers as restricted, with the rendered resources", async () => {
    const { metadata } = await bench.client.create(workflow('taskmaster', `pods-${Date.now()}`, { outcome: 'run' }));
    const [pod] = await bench.until('has a pod', async () => {
      const pods = await bench.list('v1', 'Pod', 'taskmaster', `workflows.argoproj.io/workflow=${metadata.name}`);
      return pods.length > 0 ? pods : undefined;
    });
    const { resources, securityContext } = parse(config.data['executor'] ?? '');
    for (const container of [
      pod?.spec.initContainers[0],
      pod?.spec.containers.find((one: { name: string }) => one.name === 'wait'),
    ]) {
      expect(container).toMatchObject({ resources, securityContext });
    }
    await bench.client.delete(`/apis/argoproj.io/v1alpha1/namespaces/taskmaster/workflows/${metadata.name}`);
  });

  it('deletes pods a minute after they end, and not at once', async () => {
    const { metadata } = await bench.client.create(workflow('agents', `podgc-${Date.now()}`));
    await bench.untilObject(live('agents', metadata.name), 'ends', ended, 60);
    const selector = `workflows.argoproj.io/workflow=${metadata.name}`;
    expect(await bench.list('v1', 'Pod', 'agents', selector)).toHaveLength(1);
    await bench.until(
      'its pod is deleted',
      async () => (await bench.list('v1', 'Pod', 'agents', selector)).length === 0,
      90,
    );
  });

  it('deletes a workflow when its TTL is over', async () => {
    // Its own fields win one by one: without secondsAfterSuccess the default's would count.
    const own = { ttlStrategy: { secondsAfterCompletion: 2, secondsAfterSuccess: 2, secondsAfterFailure: 2 } };
    const { metadata } = await bench.client.create(workflow('agents', `ttl-${Date.now()}`, { spec: own }));
    await bench.untilObject(live('agents', metadata.name), 'ends', ended, 60);
    await bench.until(
      'it is deleted',
      async () => !(await bench.find('argoproj.io/v1alpha1', 'Workflow', 'agents', metadata.name)),
      60,
    );
  });

  it('holds back the eighth workflow of a namespace', async () => {
    const names = Array.from({ length: 8 }, (_, index) => `parallel-${Date.now()}-${index}`);
    for (const name of names) await bench.client.create(workflow('taskmaster', name, { outcome: 'run' }));
    const phases = async () => {
      const workflows = await Promise.all(
        names.map((name) => bench.get('argoproj.io/v1alpha1', 'Workflow', 'taskmaster', name)),
      );
      return workflows.map(({ status }) => ({ phase: status?.phase, message: status?.message }));
    };
    const seen = await bench.until('seven run', async () => {
      const all = await phases();
      return all.filter(({ phase }) => phase === 'Running').length === 7 && all.some(({ phase }) => phase === 'Pending')
        ? all
        : undefined;
    });
    expect(seen.filter(({ phase }) => phase === 'Pending')).toEqual([
      { phase: 'Pending', message: expect.stringContaining('too many workflows are already running') },
    ]);
    for (const name of names)
      await bench.client.delete(`/apis/argoproj.io/v1alpha1/namespaces/taskmaster/workflows/${name}`);
  });
});

function workflow(namespace: string, name: string, options: { outcome?: string; spec?: object } = {}): Manifest {
  return {
    apiVersion: 'argoproj.io/v1alpha1',
    kind: 'Workflow',
    metadata: { name, namespace },
    spec: {
      entrypoint: 'main',
      podMetadata: { annotations: { 'testbed/outcome': options.outcome ?? 'succeed', 'testbed/after': '200ms' } },
      ...options.spec,
      templates: [
        {
          name: 'main',
          container: {
            image: 'steward.test/none',
            command: ['true'],
            resources: { requests: { cpu: '10m', memory: '16Mi' }, limits: { cpu: '10m', memory: '16Mi' } },
          },
        },
      ],
    },
  };
}
