import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { repository } from '../build/build';
import type { Setup } from './control-plane';
import { applyFakeNode } from './fake-node';

/** Every write: who created, changed or deleted what. */
const auditPolicy = {
  apiVersion: 'audit.k8s.io/v1',
  kind: 'Policy',
  omitStages: ['RequestReceived'],
  rules: [
    { level: 'None', users: ['system:apiserver', 'steward:kwok'] },
    {
      level: 'None',
      resources: [
        { group: '', resources: ['events'] },
        { group: 'coordination.k8s.io', resources: ['leases'] },
      ],
    },
    { level: 'Metadata' },
  ],
};

/** etcd and the API server; enough to prove admission. */
export async function startCore({ binaries, processes, ports, addresses, pki, folder, client }: Setup): Promise<void> {
  const etcd = `http://127.0.0.1:${ports.etcd}`;
  const peer = `http://127.0.0.1:${ports.etcdPeer}`;
  processes.start('etcd', binaries.path('etcd'), [
    '--name=steward',
    `--data-dir=${join(folder, 'etcd')}`,
    // The state is thrown away, so it need not survive a power cut.
    '--unsafe-no-fsync',
    '--log-level=warn',
    `--listen-client-urls=${etcd}`,
    `--advertise-client-urls=${etcd}`,
    `--listen-peer-urls=${peer}`,
    `--initial-advertise-peer-urls=${peer}`,
    `--initial-cluster=steward=${peer}`,
  ]);
  writeFileSync(join(folder, 'audit-policy.yaml'), JSON.stringify(auditPolicy));
  processes.start('kube-apiserver', binaries.path('kube-apiserver'), [
    `--etcd-servers=${etcd}`,
    '--bind-address=127.0.0.1',
    '--advertise-address=127.0.0.1',
    `--secure-port=${addresses.api}`,
    '--endpoint-reconciler-type=none',
    `--tls-cert-file=${pki.file('api.crt')}`,
    `--tls-private-key-file=${pki.file('api.key')}`,
    '--service-cluster-ip-range=10.96.0.0/16',
    '--authorization-mode=Node,RBAC',
    '--anonymous-auth=false',
    `--token-auth-file=${pki.file('tokens.csv')}`,
    '--service-account-issuer=https://kubernetes.default.svc',
    `--service-account-key-file=${pki.file('sa.pub')}`,
    `--service-account-signing-key-file=${pki.file('sa.key')}`,
    '--allow-privileged=true',
    '--profiling=false',
    '--max-requests-inflight=800',
    '--max-mutating-requests-inflight=400',
    '--shutdown-delay-duration=0s',
    `--audit-policy-file=${join(folder, 'audit-policy.yaml')}`,
    `--audit-log-path=${join(folder, 'audit.log')}`,
    // The aggregation layer, for the metrics API.
    `--requestheader-client-ca-file=${pki.file('front-ca.crt')}`,
    '--requestheader-allowed-names=front-proxy',
    '--requestheader-extra-headers-prefix=X-Remote-Extra-',
    '--requestheader-group-headers=X-Remote-Group',
    '--requestheader-username-headers=X-Remote-User',
    `--proxy-client-cert-file=${pki.file('front.crt')}`,
    `--proxy-client-key-file=${pki.file('front.key')}`,
  ]);
  await processes.ready('kube-apiserver', () => client.call('GET', '/readyz'), 90);
}

/** The controllers, the scheduler and the fake nodes' driver. */
export async function startController({
  binaries,
  processes,
  kubeconfig,
  pki,
  folder,
  addresses,
}: Setup): Promise<void> {
  processes.start('kube-controller-manager', binaries.path('kube-controller-manager'), [
    `--kubeconfig=${kubeconfig('system:kube-controller-manager')}`,
    '--leader-elect=false',
    '--secure-port=0',
    '--profiling=false',
    `--service-account-private-key-file=${pki.file('sa.key')}`,
    `--root-ca-file=${pki.file('ca.crt')}`,
    '--use-service-account-credentials=true',
    '--controllers=*,-bootstrap-signer-controller,-token-cleaner-controller,-node-ipam-controller,-node-route-controller,-service-lb-controller',
    '--kube-api-qps=500',
    '--kube-api-burst=1000',
    '--concurrent-gc-syncs=20',
    '--concurrent-ttl-after-finished-syncs=20',
    // Minutes of waiting would prove nothing more.
    '--horizontal-pod-autoscaler-sync-period=2s',
    '--horizontal-pod-autoscaler-initial-readiness-delay=1s',
    '--horizontal-pod-autoscaler-cpu-initialization-period=1s',
  ]);
  const schedulerConfig = join(folder, 'scheduler.yaml');
  const scheduler = {
    apiVersion: 'kubescheduler.config.k8s.io/v1',
    kind: 'KubeSchedulerConfiguration',
    leaderElection: { leaderElect: false },
    clientConnection: { kubeconfig: kubeconfig('system:kube-scheduler'), qps: 1_000, burst: 2_000 },
  };
  writeFileSync(schedulerConfig, JSON.stringify(scheduler));
  processes.start('kube-scheduler', binaries.path('kube-scheduler'), [
    `--config=${schedulerConfig}`,
    '--secure-port=0',
  ]);
  processes.start('kwok', binaries.path('kwok'), [
    `--kubeconfig=${kubeconfig('steward:kwok')}`,
    '--manage-all-nodes=false',
    '--manage-nodes-with-annotation-selector=kwok.x-k8s.io/node=fake',
    `--config=${join(repository(), 'test/cluster/conf/stages.yaml')}`,
    '--node-lease-duration-seconds=200',
    '--cidr=10.128.0.0/9',
    `--config=${join(repository(), 'test/cluster/conf/usage.yaml')}`,
    // It stands in for the kubelets' servers, which metrics-server asks.
    `--server-address=127.0.0.1:${addresses.kwok}`,
    '--node-ip=127.0.0.1',
    `--node-port=${addresses.kwok}`,
    `--tls-cert-file=${pki.file('api.crt')}`,
    `--tls-private-key-file=${pki.file('api.key')}`,
  ]);
}

/** Fake nodes of the reference profile's size, and what every namespace needs. */
export async function startNodes({ client, processes, addresses }: Setup): Promise<void> {
  const size = { cpu: '15500m', memory: '60Gi' };
  for (const name of ['node-0', 'node-1', 'node-2']) await applyFakeNode(client, { name, size, port: addresses.kwok });
  await processes.ready('kwok', async () => {
    const nodes = await client.list('/api/v1/nodes');
    const waiting = nodes.filter(
      ({ status }) =>
        !status?.conditions?.some(
          (one: { type: string; status: string }) => one.type === 'Ready' && one.status === 'True',
        ),
    );
    if (waiting.length > 0) throw new Error(`${waiting.map(({ metadata }) => metadata.name)} are not ready`);
  });
  await processes.ready('kube-controller-manager', () =>
    client.get('/api/v1/namespaces/default/serviceaccounts/default'),
  );
}
