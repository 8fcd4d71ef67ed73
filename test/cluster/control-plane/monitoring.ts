import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { reachable } from './argo';
import type { Setup } from './control-plane';

/** kube-state-metrics, and a Prometheus that scrapes all parts every two seconds. */
export async function startMonitoring(setup: Setup): Promise<void> {
  const { binaries, processes, kubeconfig, addresses, ports, pki, folder } = setup;
  processes.start('kube-state-metrics', binaries.path('kube-state-metrics'), [
    `--kubeconfig=${kubeconfig('steward:kube-state-metrics')}`,
    '--host=127.0.0.1',
    `--port=${addresses.kubeStateMetrics}`,
    '--telemetry-host=127.0.0.1',
    `--telemetry-port=${ports.spare[0]}`,
    '--metric-annotations-allowlist=namespaces=[cdk8s-steward.dev/pause]',
  ]);
  mkdirSync(join(folder, 'rules'));
  const job = (name: string, port: number, more: object = {}) => ({
    job_name: name,
    static_configs: [{ targets: [`127.0.0.1:${port}`] }],
    ...more,
  });
  const config = {
    global: { scrape_interval: '2s', evaluation_interval: '2s' },
    rule_files: [join(folder, 'rules', '*.yaml')],
    scrape_configs: [
      job('kube-state-metrics', addresses.kubeStateMetrics, { honor_labels: true }),
      ...(setup.has('argo') ? [job('workflow-controller', addresses.argo)] : []),
      job('apiserver', addresses.api, {
        scheme: 'https',
        tls_config: { ca_file: pki.file('ca.crt') },
        authorization: { credentials: pki.token('steward:prometheus') },
      }),
    ],
  };
  const file = join(folder, 'prometheus.yml');
  writeFileSync(file, JSON.stringify(config));
  processes.start('prometheus', binaries.path('prometheus'), [
    `--config.file=${file}`,
    `--storage.tsdb.path=${join(folder, 'prometheus')}`,
    `--web.listen-address=127.0.0.1:${addresses.prometheus}`,
    '--web.enable-lifecycle',
    '--log.level=warn',
  ]);
  await processes.ready('kube-state-metrics', () =>
    reachable(`http://127.0.0.1:${addresses.kubeStateMetrics}/metrics`),
  );
  await processes.ready('prometheus', () => reachable(`http://127.0.0.1:${addresses.prometheus}/-/ready`));
}
