import type { RequestOptions } from 'node:https';
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

/** In a pod without a kubeconfig, the pod's own account is meant. */
function isPod(): boolean {
  return process.env['KUBERNETES_SERVICE_HOST'] !== undefined && process.env['KUBECONFIG'] === undefined;
}
