import { join } from 'node:path';
import type { Setup } from './control-plane';

/**
 * metrics-server behind the aggregation layer, fed with what KWOK says its pods use, and the recommender of the vertical
 * autoscaler. The API server reaches metrics-server through a Service that is only another name for localhost.
 */
export async function startAutoscaling({
  binaries,
  processes,
  kubeconfig,
  client,
  ports,
  pki,
  folder,
}: Setup): Promise<void> {
  const [, port = 0, recommender = 0] = ports.spare;
  const config = kubeconfig('steward:metrics-server');
  processes.start('metrics-server', binaries.path('metrics-server'), [
    `--kubeconfig=${config}`,
    `--authentication-kubeconfig=${config}`,
    `--authorization-kubeconfig=${config}`,
    '--bind-address=127.0.0.1',
    `--secure-port=${port}`,
    `--cert-dir=${join(folder, 'metrics-server')}`,
    '--kubelet-insecure-tls',
    '--kubelet-preferred-address-types=InternalIP',
    '--kubelet-use-node-status-port',
    // The shortest that it takes.
    '--metric-resolution=10s',
    '--kubelet-request-timeout=5s',
    `--requestheader-client-ca-file=${pki.file('front-ca.crt')}`,
    '--requestheader-allowed-names=front-proxy',
  ]);
  const service = { name: 'metrics-server', namespace: 'kube-system' };
  await client.apply({
    apiVersion: 'v1',
    kind: 'Service',
    metadata: service,
    spec: { type: 'ExternalName', externalName: 'localhost' },
  });
  await client.apply({
    apiVersion: 'apiregistration.k8s.io/v1',
    kind: 'APIService',
    metadata: { name: 'v1beta1.metrics.k8s.io' },
    spec: {
      group: 'metrics.k8s.io',
      version: 'v1beta1',
      groupPriorityMinimum: 100,
      versionPriority: 100,
      insecureSkipTLSVerify: true,
      service: { ...service, port },
    },
  });
  processes.start('vpa-recommender', binaries.path('vpa-recommender'), [
    `--kubeconfig=${kubeconfig('steward:vpa')}`,
    `--address=127.0.0.1:${recommender}`,
    '--recommender-interval=5s',
    '--leader-elect=false',
  ]);
  await processes.ready('metrics-server', () => client.call('GET', '/apis/metrics.k8s.io/v1beta1/nodes'));
}
