import { Cluster } from '../../../../src/analysis/cluster/cluster';
import type { Manifest } from '../../../../src/model/manifests/manifest';
import { Bench } from '../../bench/bench';

/** Every bound that a budget may have, up to more pods than there are. */
const bounds = [
  ...Array.from({ length: 14 }, (_, count) => ({ minAvailable: count })),
  ...Array.from({ length: 14 }, (_, count) => ({ maxUnavailable: count })),
  ...Array.from({ length: 36 }, (_, step) => ({ minAvailable: `${percent(step)}%` })),
  ...Array.from({ length: 36 }, (_, step) => ({ maxUnavailable: `${percent(step)}%` })),
];

describe('the arithmetic of disruption budgets agrees with the controller', () => {
  const bench = Bench.shared();
  afterAll(() => bench.close());

  // 10 sizes × 100 bounds.
  it.each([1, 2, 3, 4, 5, 6, 7, 8, 9, 10])('of %i pods', async (replicas) => {
    const namespace = await bench.namespace('arithmetic');
    const here = await bench.node(`node-${namespace}`, { cpu: '16', memory: '16Gi' });
    const workload = deployment(namespace, replicas, here);
    await bench.client.create(workload);
    // The controller counts a pod that several budgets select only for one of them when the pod changes.
    await bench.untilObject(
      { apiVersion: 'apps/v1', kind: 'Deployment', namespace, name: 'a' },
      'is ready',
      ({ status }) => status?.readyReplicas === replicas,
    );
    const budgets = bounds.map((bound, index) => budget(namespace, `b${index}`, bound));
    await Promise.all(budgets.map((one) => bench.client.create(one)));

    const live = await bench.until(
      'all budgets count all pods',
      async () => {
        const found = await bench.list('policy/v1', 'PodDisruptionBudget', namespace);
        const counted = found.every(({ status, metadata }) => {
          return status?.currentHealthy === replicas && status.observedGeneration === metadata['generation'];
        });
        return counted ? found : undefined;
      },
      30,
    );
    const allowed = new Map(live.map(({ metadata, status }) => [metadata.name, status.disruptionsAllowed]));
    const sources = [workload, ...budgets].map((manifest) => ({ manifest, locate: () => ({ construct: '' }) }));
    const model = new Cluster(sources).namespace(namespace);
    expect(model?.budgets).toHaveLength(bounds.length);
    for (const one of model?.budgets ?? []) {
      const bound = `${one.bound.path.at(-1)} ${one.bound.value}`;
      expect(`${bound}: ${one.allowedAt(replicas)}`).toBe(`${bound}: ${allowed.get(one.object.name)}`);
    }
  });
});

function percent(step: number): number {
  return Math.round((step * 100) / 35);
}

function budget(namespace: string, name: string, bound: object): Manifest {
  return {
    apiVersion: 'policy/v1',
    kind: 'PodDisruptionBudget',
    metadata: { name, namespace },
    spec: { selector: { matchLabels: { app: 'a' } }, ...bound },
  };
}

function deployment(namespace: string, replicas: number, here: object): Manifest {
  return {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name: 'a', namespace },
    spec: {
      replicas,
      selector: { matchLabels: { app: 'a' } },
      template: {
        metadata: { labels: { app: 'a' } },
        spec: { ...here, containers: [{ name: 'main', image: 'steward.test/none' }] },
      },
    },
  };
}
