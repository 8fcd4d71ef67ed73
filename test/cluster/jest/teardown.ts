import { rmSync } from 'node:fs';

export default async function teardown(): Promise<void> {
  const cluster = globalThis.stewardCluster;
  if (!cluster) return;
  await cluster.stop();
  rmSync(cluster.folder, { recursive: true, force: true });
}
