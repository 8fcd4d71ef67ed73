import { readFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { parse } from 'yaml';
import type { Access } from './client';

interface Kubeconfig {
  readonly 'current-context': string;
  readonly contexts: readonly { readonly name: string; readonly context: { readonly cluster: string; user: string } }[];
  readonly clusters: readonly { readonly name: string; readonly cluster: Readonly<Record<string, string>> }[];
  readonly users: readonly { readonly name: string; readonly user: Readonly<Record<string, string>> }[];
}

/**
 * The server and bearer token of a kubeconfig's current context.
 *
 * @throws Error when the context is incomplete, or its user has no token: the test control planes give tokens to all.
 */
export function readKubeconfig(file: string): Access {
  const config: Kubeconfig = parse(readFileSync(file, 'utf8'));
  const context = config.contexts.find(({ name }) => name === config['current-context'])?.context;
  const cluster = config.clusters.find(({ name }) => name === context?.cluster)?.cluster;
  const user = config.users.find(({ name }) => name === context?.user)?.user;
  const token = user?.token ?? (user?.tokenFile && readFileSync(resolve(dirname(file), user.tokenFile), 'utf8').trim());
  if (!cluster?.server || !token) throw new Error(`${file}: no server or no token in the current context`);
  const ca = cluster['certificate-authority-data'];
  const caFile = cluster['certificate-authority'];
  if (!ca && !caFile) throw new Error(`${file}: no certificate authority`);
  return {
    server: cluster.server,
    ca: ca ? Buffer.from(ca, 'base64').toString() : readFileSync(resolve(dirname(file), caFile!), 'utf8'),
    token,
  };
}
