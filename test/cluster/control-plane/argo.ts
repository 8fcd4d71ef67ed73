import { rendered } from '../bench/bench';
import type { Setup } from './control-plane';

/**
 * The Argo Workflows controller on the rendered settings of dev. They must be there when it starts: 3.7 reads
 * `namespaceParallelism` once. The metrics port is the bench's own field of the same ConfigMap.
 */
export async function startArgo({ binaries, processes, kubeconfig, client, addresses }: Setup): Promise<void> {
  await client.apply(rendered('dev/_cluster/namespace-argo.yaml'));
  const settings = rendered('dev/argo/config-map-workflow-controller-configmap.yaml');
  await client.apply(settings, { fieldManager: 'argocd' });
  const metricsConfig = JSON.stringify({ enabled: true, port: addresses.argo, secure: false });
  await client.apply({ ...settings, data: { metricsConfig } }, { fieldManager: 'bench' });
  processes.start(
    'workflow-controller',
    binaries.path('workflow-controller'),
    [
      `--kubeconfig=${kubeconfig('steward:argo')}`,
      '--namespace=argo',
      '--executor-image=steward.test/argoexec:none',
      '--qps=200',
      '--burst=400',
    ],
    { LEADER_ELECTION_DISABLE: 'true', DEFAULT_REQUEUE_TIME: '1s' },
  );
  await processes.ready('workflow-controller', () => reachable(`http://127.0.0.1:${addresses.argo}/metrics`));
}

/** @throws when the address does not answer with success */
export async function reachable(url: string): Promise<void> {
  const { ok, status } = await fetch(url);
  if (!ok) throw new Error(`${url} answered ${status}`);
}
