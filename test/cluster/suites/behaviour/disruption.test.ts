import { Bench, inNamespace, rendered } from '../../bench/bench';

describe('the rendered disruption budgets', () => {
  const bench = Bench.shared();
  afterAll(() => bench.close());

  /** Runs a Deployment's pods under a budget, and evicts until the API server refuses. */
  async function evictable(file: string, app: string, replicas: number): Promise<number> {
    const budget = rendered(file);
    const namespace = await bench.namespace('disruption');
    await bench.client.apply(inNamespace(namespace, budget));
    const here = await bench.node(`node-${namespace}`, { cpu: '10', memory: '16Gi' });
    await bench.client.create(deployment(namespace, app, replicas, here));
    const key = { apiVersion: 'policy/v1', kind: 'PodDisruptionBudget', namespace, name: budget.metadata.name };
    const { status } = await bench.untilObject(
      key,
      'counts all pods',
      (live) => live.status?.currentHealthy === replicas,
    );
    const pods = await bench.list('v1', 'Pod', namespace, `app=${app}`);
    // Replacements must not become ready meanwhile, or the budget would allow one more for each.
    await bench.client.mergePatch(`/api/v1/nodes/node-${namespace}`, { spec: { unschedulable: true } });
    const answers = await Promise.all(
      pods.map(({ metadata }) =>
        bench.client
          .call('POST', `/api/v1/namespaces/${namespace}/pods/${metadata.name}/eviction`, {
            apiVersion: 'policy/v1',
            kind: 'Eviction',
            metadata: { name: metadata.name, namespace },
          })
          .then(
            () => 201,
            (error) => error.code,
          ),
      ),
    );
    const allowed = answers.filter((code) => code === 201).length;
    expect(answers.filter((code) => code === 429)).toHaveLength(replicas - allowed);
    expect(status.disruptionsAllowed).toBe(allowed);
    return allowed;
  }

  const coderun = 'prod/agent-platform/pod-disruption-budget-coderun-controller-pdb.yaml';
  const argo = 'prod/argo/pod-disruption-budget-argo-workflows-pdb.yaml';

  it.each([
    [coderun, 'coderun-controller', 1, 0],
    [coderun, 'coderun-controller', 2, 1],
    [coderun, 'coderun-controller', 10, 9],
    [argo, 'argo-workflows-server', 2, 1],
    [argo, 'argo-workflows-server', 3, 1],
    [argo, 'argo-workflows-server', 8, 4],
  ])('%s: of %s × %i pods %i may be evicted at once', async (file, app, replicas, allowed) => {
    expect(await evictable(file, app, replicas)).toBe(allowed);
  });
});

function deployment(namespace: string, app: string, replicas: number, here: object): object {
  return {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name: app, namespace },
    spec: {
      replicas,
      selector: { matchLabels: { app } },
      template: {
        metadata: { labels: { app } },
        spec: { ...here, containers: [{ name: 'main', image: 'steward.test/none' }] },
      },
    },
  };
}
