import { type ApiClient, ApiError, type LiveObject } from '../api/client';

/** A reference of a pod that cannot be resolved yet; the kubelet waits for it. */
export class MissingSource extends Error {}

/** ConfigMaps, Secrets and tokens, asked for when they are needed: a pod start must see what was applied just before. */
export class Sources {
  constructor(private readonly api: ApiClient) {}

  /** The entries of a ConfigMap or Secret; undefined when it is absent and may be. @throws MissingSource */
  async entries(
    kind: 'configmap' | 'secret',
    namespace: string,
    name: string,
    optional = false,
  ): Promise<ReadonlyMap<string, Buffer> | undefined> {
    const object = await this.find(`/api/v1/namespaces/${namespace}/${kind}s/${name}`);
    if (!object && optional) return undefined;
    if (!object) throw new MissingSource(`${kind} "${name}" not found`);
    const texts = kind === 'configmap' ? (object.data ?? {}) : {};
    const binaries = kind === 'configmap' ? (object.binaryData ?? {}) : (object.data ?? {});
    return new Map([
      ...Object.entries<string>(texts).map(([key, text]) => [key, Buffer.from(text)] as const),
      ...Object.entries<string>(binaries).map(([key, text]) => [key, Buffer.from(text, 'base64')] as const),
    ]);
  }

  /** A token of a pod's ServiceAccount, bound to the pod. */
  async token(
    pod: { readonly namespace: string; readonly name: string; readonly uid: string },
    account: string,
    audience: string | undefined,
    expirationSeconds: number,
  ): Promise<{ readonly token: string; readonly expires: Date }> {
    const { namespace, name, uid } = pod;
    const path = `/api/v1/namespaces/${namespace}/serviceaccounts/${account}/token`;
    const { status } = await this.api.call('POST', path, {
      apiVersion: 'authentication.k8s.io/v1',
      kind: 'TokenRequest',
      spec: {
        audiences: audience === undefined ? undefined : [audience],
        expirationSeconds,
        boundObjectRef: { apiVersion: 'v1', kind: 'Pod', name, uid },
      },
    });
    return { token: status.token, expires: new Date(status.expirationTimestamp) };
  }

  private async find(path: string): Promise<LiveObject | undefined> {
    try {
      return await this.api.get(path);
    } catch (error) {
      if (error instanceof ApiError && error.code === 404) return undefined;
      throw error;
    }
  }
}
