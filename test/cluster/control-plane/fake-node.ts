import type { ApiClient } from '../api/client';

export interface FakeNode {
  readonly name: string;
  readonly size: { readonly cpu: string; readonly memory: string };
  readonly labels?: Readonly<Record<string, string>>;
  readonly taints?: readonly object[];
  /** Port of KWOK's server, which stands in for the node's kubelet. */
  readonly port: number;
}

/** A node on which KWOK pretends to run pods; metrics-server finds what they use at a path of its own. */
export async function applyFakeNode(client: ApiClient, { name, size, labels, taints, port }: FakeNode): Promise<void> {
  await client.apply({
    apiVersion: 'v1',
    kind: 'Node',
    metadata: {
      name,
      annotations: {
        'kwok.x-k8s.io/node': 'fake',
        'metrics.k8s.io/resource-metrics-path': `/metrics/nodes/${name}/metrics/resource`,
      },
      labels: { 'kubernetes.io/hostname': name, 'kubernetes.io/os': 'linux', 'kubernetes.io/arch': 'amd64', ...labels },
    },
    spec: { taints },
  });
  const capacity = { ...size, pods: '250' };
  const addresses = [
    { type: 'InternalIP', address: '127.0.0.1' },
    { type: 'Hostname', address: name },
  ];
  const status = { allocatable: capacity, capacity, addresses, daemonEndpoints: { kubeletEndpoint: { Port: port } } };
  await client.mergePatch(`/api/v1/nodes/${name}/status`, { status });
}
