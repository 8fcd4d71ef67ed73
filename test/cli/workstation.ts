import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { LocalCluster } from '../runtime/local-cluster';
import { selfSigned } from './certificate';
import { built, kubeconfigFor } from './child';
import type { Outcome } from './run-case';

/** A cluster with TLS, a kubeconfig that leads there, and a folder: all that a person at a terminal has. */
export class Workstation {
  private constructor(
    readonly cluster: LocalCluster,
    readonly folder: string,
  ) {}

  static async start(): Promise<Workstation> {
    const identity = selfSigned();
    const cluster = await LocalCluster.start(identity);
    const folder = mkdtempSync(join(tmpdir(), 'steward-workstation-'));
    writeFileSync(join(folder, 'kubeconfig'), kubeconfigFor(cluster.server.url, identity.cert));
    return new Workstation(cluster, folder);
  }

  close(): void {
    this.cluster.server.close();
    rmSync(this.folder, { recursive: true });
  }

  /** Runs the program that is built against the cluster. */
  steward(...args: readonly string[]): Promise<Outcome> {
    return built([...args, '--kubeconfig', join(this.folder, 'kubeconfig')]);
  }
}
