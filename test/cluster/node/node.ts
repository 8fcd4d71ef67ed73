import { cpus, totalmem } from 'node:os';
import { type ApiClient, ApiError } from '../api/client';
import type { Condition } from './core';
import type { Settings } from './options';
import { kubeletPort } from './server';
import { microTimestamp, sleep, timestamp } from './time';

/** Keeps other pods away: only those that tolerate it, or name the node, are meant to run as real processes. */
const taint = { key: 'steward.test/process-node', effect: 'NoSchedule' };

const leaseSeconds = 40;

/** What the node offers its pods. */
export function capacityOf({ cpu, memory }: Settings): Readonly<Record<string, string>> {
  return { cpu: cpu ?? String(cpus().length), memory: memory ?? `${Math.floor(totalmem() / 1024)}Ki`, pods: '200' };
}

/** The node's object and lease. */
export class Node {
  private readonly path: string;
  private readonly readySince = timestamp();

  constructor(
    private readonly api: ApiClient,
    private readonly name: string,
    private readonly machine: string,
    private readonly capacity: Readonly<Record<string, string>>,
  ) {
    this.path = `/api/v1/nodes/${name}`;
  }

  /** Creates or takes over the object, and reports the node ready. */
  async register(): Promise<void> {
    const labels = {
      'kubernetes.io/hostname': this.name,
      'kubernetes.io/os': 'linux',
      'kubernetes.io/arch': process.arch === 'x64' ? 'amd64' : process.arch,
      'steward.test/node': 'process',
    };
    const node = { apiVersion: 'v1', kind: 'Node', metadata: { name: this.name, labels }, spec: { taints: [taint] } };
    try {
      await this.api.call('POST', '/api/v1/nodes', node);
    } catch (error) {
      if (!(error instanceof ApiError) || error.code !== 409) throw error;
      const { contentType } = { contentType: 'application/strategic-merge-patch+json' };
      await this.api.call('PATCH', this.path, { metadata: { labels }, spec: { taints: [taint] } }, { contentType });
    }
    await this.renew();
    await this.report();
  }

  /** Renews the lease every 10 s and the status every minute, as the node controller expects. */
  async heartbeat(signal: AbortSignal): Promise<void> {
    for (let beat = 1; ; beat += 1) {
      await sleep((leaseSeconds / 4) * 1000, signal);
      if (signal.aborted) return;
      try {
        await this.renew();
        if (beat % 6 === 0) await this.report();
      } catch (error) {
        console.error(`node: ${(error as Error).message}`);
      }
    }
  }

  private async report(): Promise<void> {
    const { machine, capacity } = this;
    const status = {
      capacity,
      allocatable: capacity,
      // No Hostname: the API server prefers it for logs, and nothing resolves it.
      addresses: [{ type: 'InternalIP', address: machine }],
      daemonEndpoints: { kubeletEndpoint: { Port: kubeletPort } },
      conditions: [
        this.condition('Ready', 'True', 'KubeletReady', 'runs pods as local processes'),
        this.condition('MemoryPressure', 'False', 'KubeletHasSufficientMemory', ''),
        this.condition('DiskPressure', 'False', 'KubeletHasNoDiskPressure', ''),
        this.condition('PIDPressure', 'False', 'KubeletHasSufficientPID', ''),
      ],
      nodeInfo: {
        architecture: process.arch === 'x64' ? 'amd64' : process.arch,
        operatingSystem: 'linux',
        kubeletVersion: 'process-node',
        containerRuntimeVersion: 'process://1',
        osImage: 'host',
      },
    };
    await this.api.call(
      'PATCH',
      `${this.path}/status`,
      { status },
      {
        contentType: 'application/strategic-merge-patch+json',
      },
    );
  }

  private condition(type: string, status: Condition['status'], reason: string, message: string): object {
    const times = { lastHeartbeatTime: timestamp(), lastTransitionTime: this.readySince };
    return { type, status, reason, message, ...times };
  }

  private async renew(): Promise<void> {
    const leases = '/apis/coordination.k8s.io/v1/namespaces/kube-node-lease/leases';
    const spec = { holderIdentity: this.name, leaseDurationSeconds: leaseSeconds, renewTime: microTimestamp() };
    try {
      await this.api.mergePatch(`${leases}/${this.name}`, { spec });
    } catch (error) {
      if (!(error instanceof ApiError) || error.code !== 404) throw error;
      const metadata = { name: this.name, namespace: 'kube-node-lease' };
      await this.api.call('POST', leases, { apiVersion: 'coordination.k8s.io/v1', kind: 'Lease', metadata, spec });
    }
  }
}
