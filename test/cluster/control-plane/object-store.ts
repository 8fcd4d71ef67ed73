import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Setup } from './control-plane';

/** Credentials of the object store of a test run; they guard nothing. */
export const storeCredentials = { accessKey: 'steward', secretKey: 'steward-secret' } as const;

/** A real S3 server on a folder. */
export async function startObjectStore({ binaries, processes, addresses, folder }: Setup): Promise<void> {
  const data = join(folder, 'object-store');
  mkdirSync(data);
  processes.start('versitygw', binaries.path('versitygw'), [
    `--access=${storeCredentials.accessKey}`,
    `--secret=${storeCredentials.secretKey}`,
    `--port=127.0.0.1:${addresses.objectStore}`,
    '--quiet',
    'posix',
    data,
  ]);
  // Without a signature it refuses, which is an answer.
  await processes.ready('versitygw', () => fetch(`http://127.0.0.1:${addresses.objectStore}/`));
}
