import { readFileSync } from 'node:fs';
import type { RequestOptions } from 'node:https';
import { homedir } from 'node:os';
import { delimiter, join } from 'node:path';
import type { Cluster, User } from '@kubernetes/client-node';
import { parse } from 'yaml';
import { type Access, inClusterAccess } from '../runtime/api/access';
import { reason } from '../runtime/failure';
import { UsageError } from './usage-error';

export interface KubeFlags {
  /** @default - `KUBECONFIG`, else `~/.kube/config`, else the service account of the pod */
  readonly kubeconfig?: string;
  /** @default - the current context */
  readonly context?: string;
}

/** Exec plugins may give out tokens that are good for a few minutes. */
const tokenLifetime = 60_000;

/**
 * The access that a kubeconfig gives, whatever way its user is known: tokens, certificates, exec plugins.
 *
 * @throws UsageError when there is none, or it names a context that it does not have
 */
export async function kubeAccess({ kubeconfig, context }: KubeFlags): Promise<Access> {
  if (kubeconfig === undefined && context === undefined && isPod()) return inClusterAccess();
  // It takes a quarter of a second to load, and is an ES module.
  const { KubeConfig } = await import('@kubernetes/client-node');
  const config = new KubeConfig();
  try {
    if (kubeconfig === undefined) config.loadFromDefault();
    else config.loadFromFile(kubeconfig);
  } catch (error) {
    throw new UsageError([`${kubeconfig ?? 'the kubeconfig'} cannot be read: ${reason(error)}`]);
  }
  if (context !== undefined) {
    const known = config.getContexts().map(({ name }) => name);
    if (!known.includes(context)) {
      throw new UsageError([`--context ${JSON.stringify(context)} is unknown: use one of ${known.join(', ')}`]);
    }
    config.setCurrentContext(context);
  }
  const cluster = config.getCurrentCluster();
  if (!cluster) throw new UsageError(['the kubeconfig has no current cluster: set --context or its current-context']);
  // What the library makes up where it finds none.
  if (kubeconfig === undefined && config.getCurrentContext() === 'loaded-context') {
    throw new UsageError(['there is no kubeconfig: set --kubeconfig or KUBECONFIG, or write ~/.kube/config']);
  }
  const user = config.getCurrentUser();
  const problems = [...serverProblems(cluster), ...userProblems(user, filesOf(kubeconfig))];
  if (problems.length > 0) throw new UsageError(problems);
  const read = async () => {
    const options: RequestOptions = {};
    try {
      await config.applyToHTTPSOptions(options);
    } catch (error) {
      // A command that gives out tokens fails, say, or the server is one without TLS.
      throw new UsageError([`the kubeconfig's access to ${cluster.server} cannot be used: ${reason(error)}`]);
    }
    return options;
  };
  let options = await read();
  let readAt = Date.now();
  const { cert, key } = options;
  return {
    server: cluster.server,
    ...(options.ca !== undefined && { ca: String(options.ca) }),
    ...(cert !== undefined && key !== undefined && { certificate: { cert: String(cert), key: String(key) } }),
    insecure: cluster.skipTLSVerify,
    serverName: cluster.tlsServerName,
    impersonate: user?.impersonateUser || undefined,
    async token() {
      if (Date.now() - readAt > tokenLifetime) {
        options = await read();
        readAt = Date.now();
      }
      const headers = options.headers as Readonly<Record<string, unknown>> | undefined;
      const authorization = String(headers?.['Authorization'] ?? '');
      return authorization.startsWith('Bearer ') ? authorization.slice('Bearer '.length) : undefined;
    },
  };
}

function serverProblems({ server, proxyUrl }: Cluster): string[] {
  if (!URL.canParse(server)) {
    return [`server ${JSON.stringify(server)} of the kubeconfig is no URL: write e.g. https://10.0.0.1:6443`];
  }
  const { username, password } = new URL(server);
  return [
    ...(username + password === ''
      ? []
      : ['server of the kubeconfig has a password in its URL: use a token or a certificate']),
    ...(!proxyUrl ? [] : ['proxy-url of the kubeconfig is not supported: connect to the server itself']),
  ];
}

/** Without what says who is meant, something would be deleted in somebody else's name. */
function userProblems(user: User | null, files: readonly string[]): string[] {
  if (!user) return [];
  const written = files.flatMap((file) => usersIn(file)).find(({ name }) => name === user.name)?.user ?? {};
  const fields = written as Readonly<Record<string, unknown>>;
  const used = ['username', 'password', 'as-groups', 'as-uid', 'as-user-extra'].filter((field) => isSet(fields[field]));
  const named = user.impersonateUser ?? '';
  if (/[^\x20-\x7e]/.test(named))
    return [`as ${JSON.stringify(named)} of user ${user.name} in the kubeconfig is no name that a header may have`];
  return used.map((field) => {
    const instead = field === 'username' || field === 'password' ? 'use a token or a certificate' : 'use another user';
    return `${field} of user ${user.name} in the kubeconfig is not supported: ${instead}`;
  });
}

function isSet(value: unknown): boolean {
  return value !== null && typeof value === 'object' ? Object.keys(value).length > 0 : Boolean(value);
}

interface NamedUser {
  readonly name?: unknown;
  readonly user?: object | null;
}

/** The library drops some of what it reads. What cannot be read here it has refused before. */
function usersIn(file: string): readonly NamedUser[] {
  try {
    const { users } = (parse(readFileSync(file, 'utf8')) ?? {}) as { readonly users?: readonly NamedUser[] | null };
    return users ?? [];
  } catch {
    return [];
  }
}

function filesOf(kubeconfig: string | undefined): string[] {
  if (kubeconfig !== undefined) return [kubeconfig];
  return (
    process.env['KUBECONFIG']?.split(delimiter).filter((file) => file !== '') ?? [join(homedir(), '.kube', 'config')]
  );
}

/** In a pod without a kubeconfig, the pod's own account is meant. */
function isPod(): boolean {
  return process.env['KUBERNETES_SERVICE_HOST'] !== undefined && process.env['KUBECONFIG'] === undefined;
}
