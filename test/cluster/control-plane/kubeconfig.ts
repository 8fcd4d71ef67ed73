import { readFileSync, writeFileSync } from 'node:fs';
import { parse } from 'yaml';
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

/** Reads a file that `writeKubeconfig` wrote. */
export function readKubeconfig(file: string): Access {
  const config = parse(readFileSync(file, 'utf8'));
  const { server, 'certificate-authority-data': ca } = config.clusters[0].cluster;
  return { server, ca: Buffer.from(ca, 'base64').toString(), token: config.users[0].user.token };
}
