import { writeFileSync } from 'node:fs';
import { writeYaml } from '../../../src/model/manifests/yaml-writer';
import type { Access } from '../api/client';

/** Writes how to reach a server into a file that kubectl and the control plane's parts read. */
export function writeKubeconfig(file: string, { server, ca, token }: Access, user: string): string {
  const config = {
    apiVersion: 'v1',
    kind: 'Config',
    clusters: [
      { name: 'steward', cluster: { server, 'certificate-authority-data': Buffer.from(ca).toString('base64') } },
    ],
    users: [{ name: user, user: { token } }],
    contexts: [{ name: 'steward', context: { cluster: 'steward', user } }],
    'current-context': 'steward',
  };
  writeFileSync(file, writeYaml(config), { mode: 0o600 });
  return file;
}
