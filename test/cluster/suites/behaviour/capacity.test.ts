import type { Manifest } from '../../../../src/model/manifests/manifest';
import { Bench, inNamespace, rendered } from '../../bench/bench';

const quota = rendered('prod/agent-platform/resource-quota-agent-platform-quota.yaml');
const limits = rendered('prod/agent-platform/limit-range-agent-platform-limits.yaml');
/** An implementation agent, and what Argo adds to each of its pods. */
const agent = { requests: { cpu: '2', memory: '8Gi' }, limits: { cpu: '4', memory: '16Gi' } };
const executor = { requests: { cpu: '100m', memory: '64Mi' }, limits: { cpu: '200m', memory: '128Mi' } };

describe('the rendered quota and limits of agent-platform', () => {
  const bench = Bench.shared();
  afterAll(() => bench.close());

  async function budget(purpose: string, ...parts: Manifest[]): Promise<string> {
    const namespace = await bench.namespace(purpose);
    for (const part of parts) await bench.client.apply(inNamespace(namespace, part));
    if (parts.includes(quota)) {
      const key = { apiVersion: 'v1', kind: 'ResourceQuota', namespace, name: quota.metadata.name };
      await bench.untilObject(key, 'is counted', ({ status }) => status?.hard?.pods === '30');
    }
    return namespace;
  }

  /** Creates pods until one is refused; how many were admitted, and the refusal. */
  async function fill(pod: (name: string) => Manifest) {
    for (let admitted = 0; ; admitted += 1) {
      try {
        await bench.client.create(pod(`agent-${admitted}`));
      } catch (error) {
        return { admitted, message: (error as Error).message };
      }
    }
  }

  it('admit ten plain agents, and refuse the eleventh with the arithmetic', async () => {
    const namespace = await budget('quota', quota, limits);
    const { admitted, message } = await fill((name) => bench.pod(namespace, name, agent));
    expect(admitted).toBe(10);
    expect(message).toBe(
      'pods "agent-10" is forbidden: exceeded quota: agent-platform-quota, ' +
        'requested: limits.cpu=4,limits.memory=16Gi,requests.cpu=2,requests.memory=8Gi, ' +
        'used: limits.cpu=40,limits.memory=160Gi,requests.cpu=20,requests.memory=80Gi, ' +
        'limited: limits.cpu=40,limits.memory=160Gi,requests.cpu=20,requests.memory=80Gi',
    );
  });

  it("admit nine agents that carry Argo's containers with the rendered executor resources", async () => {
    const namespace = await budget('executor', quota, limits);
    const { admitted } = await fill((name) => withExecutor(bench.pod(namespace, name, agent), executor));
    expect(admitted).toBe(9);
  });

  it("would admit only six if Argo's containers got the defaults that the requirements ask for", async () => {
    const required = structuredClone(limits) as Manifest & { spec: { limits: Record<string, unknown>[] } };
    required.spec.limits = [
      { type: 'Container', defaultRequest: { cpu: '1', memory: '4Gi' }, default: { cpu: '2', memory: '8Gi' } },
    ];
    const namespace = await budget('tax', quota, required);
    const { admitted, message } = await fill((name) => withExecutor(bench.pod(namespace, name, agent), {}));
    expect(admitted).toBe(6);
    expect(message).toContain('requested: limits.cpu=6,limits.memory=24Gi,requests.cpu=3,requests.memory=12Gi');
  });

  it('give a silent container the default request and limit', async () => {
    const namespace = await budget('defaults', limits);
    const { spec } = await bench.client.create(bench.pod(namespace, 'silent', {}));
    expect(spec.containers[0].resources).toEqual({
      requests: { cpu: '100m', memory: '128Mi' },
      limits: { cpu: '500m', memory: '512Mi' },
    });
  });

  it('refuse a container above the maximum, and a claim above the largest', async () => {
    const namespace = await budget('bounds', limits);
    const large = { requests: { cpu: '5', memory: '1Gi' }, limits: { cpu: '5', memory: '1Gi' } };
    const pod = await bench.refusal(bench.client.create(bench.pod(namespace, 'large', large)));
    expect(pod.message).toContain('maximum cpu usage per Container is 4, but limit is 5');
    const claim = await bench.refusal(
      bench.client.create({
        apiVersion: 'v1',
        kind: 'PersistentVolumeClaim',
        metadata: { name: 'large', namespace },
        spec: { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '101Gi' } } },
      }),
    );
    expect(claim.message).toContain('maximum storage usage per PersistentVolumeClaim is 100Gi, but request is 101Gi');
  });

  it('of taskmaster hold what they were computed from: three agents and four workflow pods', async () => {
    const computed = rendered('prod/taskmaster/resource-quota-taskmaster-quota.yaml');
    const namespace = await bench.namespace('computed');
    await bench.client.apply(inNamespace(namespace, computed));
    const key = { apiVersion: 'v1', kind: 'ResourceQuota', namespace, name: computed.metadata.name };
    await bench.untilObject(key, 'is counted', ({ status }) => status?.hard !== undefined);
    const medium = { requests: { cpu: '1', memory: '4Gi' }, limits: { cpu: '2', memory: '8Gi' } };
    for (const [name, tier] of [
      ['rex', agent],
      ['cleo', medium],
      ['tess', agent],
    ] as const) {
      await bench.client.create(bench.pod(namespace, name, tier));
    }
    for (const index of [1, 2, 3, 4]) {
      await bench.client.create(withExecutor(bench.pod(namespace, `step-${index}`, medium), executor));
    }
    expect(await bench.list('v1', 'Pod', namespace)).toHaveLength(7);
  });
});

function withExecutor(pod: Manifest, resources: object): Manifest {
  const spec = pod['spec'] as { containers: object[] };
  const argo = (name: string) => ({ name, image: 'steward.test/argoexec', resources });
  return { ...pod, spec: { ...spec, initContainers: [argo('init')], containers: [...spec.containers, argo('wait')] } };
}
