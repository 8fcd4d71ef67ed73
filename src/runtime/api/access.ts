import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Failure } from '../failure';

/** How to reach an API server, and as whom. */
export interface Access {
  /** `https://10.96.0.1:443`, with a path where a proxy needs one. */
  readonly server: string;
  /** PEM of the certificate authority. @default - those that Node knows */
  readonly ca?: string;
  /** PEM of a client certificate and its key. @default - none */
  readonly certificate?: { readonly cert: string; readonly key: string };
  /** Whether a server is trusted that cannot show who it is. @default false */
  readonly insecure?: boolean;
  /** The name in the server's certificate. @default - that of the URL */
  readonly serverName?: string;
  /** In whose name the calls are made. @default - in that of the credentials */
  readonly impersonate?: string;
  /** The bearer token as it is now; undefined where the certificate says who it is. */
  token(): Promise<string | undefined>;
}

const serviceAccount = '/var/run/secrets/kubernetes.io/serviceaccount';
/** The kubelet replaces a token long before it expires: https://kubernetes.io/docs/concepts/storage/projected-volumes/ */
const tokenLifetime = 60_000;

/**
 * The access that a pod is given by its service account. The token is read again each minute, since it is replaced.
 *
 * @throws Failure outside of a cluster
 */
export function inClusterAccess(environment: NodeJS.ProcessEnv = process.env, folder = serviceAccount): Access {
  const { KUBERNETES_SERVICE_HOST: host, KUBERNETES_SERVICE_PORT: port = '443' } = environment;
  if (!host) throw new Failure('KUBERNETES_SERVICE_HOST is not set: this is no pod of a cluster');
  const tokenFile = join(folder, 'token');
  let token = read(tokenFile).trim();
  let readAt = Date.now();
  return {
    server: `https://${host.includes(':') ? `[${host}]` : host}:${port}`,
    ca: read(join(folder, 'ca.crt')),
    async token() {
      if (Date.now() - readAt > tokenLifetime) {
        token = read(tokenFile).trim();
        readAt = Date.now();
      }
      return token;
    },
  };
}

/** The namespace that a pod is in; undefined outside of a cluster. */
export function ownNamespace(folder = serviceAccount): string | undefined {
  try {
    return read(join(folder, 'namespace')).trim();
  } catch {
    return undefined;
  }
}

function read(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    throw new Failure(`${file} cannot be read: ${(error as Error).message}; is automountServiceAccountToken set?`);
  }
}
