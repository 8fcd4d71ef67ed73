import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { repository } from '../build/build';
import type { Setup } from './control-plane';

/** Images that the process node runs, as programs of this machine. */
const images = {
  'gcr.io/distroless/nodejs24-debian12': {
    entrypoint: ['/nodejs/bin/node'],
    user: '65532:65532',
    mounts: { '/nodejs/bin/node': process.execPath },
  },
  alpine: { args: ['/bin/sh'] },
};

/** The one node that really runs what is assigned to it. It needs root. */
export async function startProcessNode({ processes, kubeconfig, folder, client }: Setup): Promise<void> {
  const file = join(folder, 'images.json');
  writeFileSync(file, JSON.stringify(images));
  processes.start(
    'process-node',
    process.execPath,
    [
      join(repository(), '.cache/cluster/test/cluster/node/main.js'),
      `--kubeconfig=${kubeconfig('steward:node')}`,
      '--name=process-node',
      `--root=${join(folder, 'process-node')}`,
      `--images=${file}`,
      // Minutes of waiting would prove nothing more.
      '--backoff=500',
      '--sync-period=2000',
    ],
    {},
    // It has network namespaces and mounts to give back.
    'TERM',
  );
  await processes.ready('process-node', async () => {
    const { status } = await client.get('/api/v1/nodes/process-node');
    const ready = status?.conditions?.find((one: { type: string }) => one.type === 'Ready');
    if (ready?.status !== 'True') throw new Error('the node is not ready');
  });
}
