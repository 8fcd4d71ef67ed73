import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CannotBuild } from '../build/build';
import { type ControlPlane, type Part, startControlPlane } from '../control-plane/control-plane';

declare global {
  var stewardCluster: ControlPlane | undefined;
}

/** Starts the control plane that all suites share; each test has namespaces of its own. */
export default async function setup(): Promise<void> {
  const started = Date.now();
  const folder = join(tmpdir(), `steward-test-${process.pid}`);
  try {
    const parts = process.env['STEWARD_PARTS']?.split(',') as readonly Part[] | undefined;
    globalThis.stewardCluster = await startControlPlane({ folder, parts });
  } catch (error) {
    if (!(error instanceof CannotBuild)) throw error;
    process.stderr.write(`${error.message}\n`);
    process.exit(2);
  }
  const { versions } = globalThis.stewardCluster;
  const seconds = ((Date.now() - started) / 1000).toFixed(1);
  process.stderr.write(
    `\nKubernetes ${versions.kubernetes}, Argo Workflows ${versions.argo}: ready after ${seconds} s\n`,
  );
  process.env['STEWARD_CLUSTER'] = folder;
  process.env['STEWARD_KUBECONFIG'] = globalThis.stewardCluster.kubeconfig;
}
