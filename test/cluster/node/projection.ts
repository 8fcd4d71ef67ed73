import type { FileSource, PodObject, Volume, VolumeSources } from './core';
import { fieldValue, type Placement, resourceValue } from './fields';
import type { PayloadFile } from './payload';
import { MissingSource, type Sources } from './sources';

/** The files of a pod's configMap, secret, downwardAPI and projected volumes. */
export class Projection {
  private readonly tokens = new Map<string, { readonly token: string; readonly renewAt: number }>();

  constructor(
    private readonly pod: PodObject,
    private readonly placement: Placement,
    private readonly sources: Sources,
  ) {}

  /** @throws MissingSource for what is absent and not optional. */
  async files(volume: Volume): Promise<PayloadFile[]> {
    const { projected } = volume;
    if (!projected) return this.sourceFiles(volume, 0o644);
    const parts = (projected.sources ?? []).map((source) => this.sourceFiles(source, projected.defaultMode ?? 0o644));
    return (await Promise.all(parts)).flat();
  }

  private async sourceFiles(source: VolumeSources, mode: number): Promise<PayloadFile[]> {
    const { configMap, secret, downwardAPI, serviceAccountToken } = source;
    if (configMap) return this.entryFiles('configmap', configMap.name!, configMap, mode);
    if (secret) return this.entryFiles('secret', (secret.secretName ?? secret.name)!, secret, mode);
    if (downwardAPI) return this.fieldFiles(downwardAPI, mode);
    if (serviceAccountToken) return [await this.tokenFile(serviceAccountToken, mode)];
    throw new Error('a projected source of a kind that the process node does not know');
  }

  private async entryFiles(
    kind: 'configmap' | 'secret',
    name: string,
    { items, optional, defaultMode }: FileSource,
    mode: number,
  ): Promise<PayloadFile[]> {
    const entries = await this.sources.entries(kind, this.pod.metadata.namespace, name, optional);
    if (!entries) return [];
    const wanted = items ?? [...entries.keys()].map((key) => ({ key, path: key, mode: undefined }));
    return wanted.flatMap((item) => {
      const data = entries.get(item.key);
      if (data) return [{ path: item.path, data, mode: item.mode ?? defaultMode ?? mode }];
      if (optional) return [];
      throw new MissingSource(`references non-existent ${kind} key: ${item.key}`);
    });
  }

  private fieldFiles({ items, defaultMode }: NonNullable<VolumeSources['downwardAPI']>, mode: number): PayloadFile[] {
    const { pod, placement } = this;
    return (items ?? []).map(({ path, fieldRef, resourceFieldRef, mode: own }) => {
      const container = pod.spec.containers.find(({ name }) => name === resourceFieldRef?.containerName);
      const value = fieldRef
        ? fieldValue(fieldRef.fieldPath, pod, placement)
        : resourceValue(resourceFieldRef!, container, placement);
      return { path, data: Buffer.from(value), mode: own ?? defaultMode ?? mode };
    });
  }

  private async tokenFile(
    { path, audience, expirationSeconds = 3600 }: NonNullable<VolumeSources['serviceAccountToken']>,
    mode: number,
  ): Promise<PayloadFile> {
    const key = `${audience} ${expirationSeconds}`;
    let held = this.tokens.get(key);
    if (!held || Date.now() >= held.renewAt) {
      const { metadata, spec } = this.pod;
      const now = Date.now();
      const account = spec.serviceAccountName ?? 'default';
      const { token, expires } = await this.sources.token(metadata, account, audience, expirationSeconds);
      held = { token, renewAt: now + 0.8 * (expires.getTime() - now) };
      this.tokens.set(key, held);
    }
    const data = Buffer.from(held.token);
    // As the kubelet decides: private to the one user of all containers, or to the fsGroup, if there is such.
    if (this.pod.spec.securityContext?.fsGroup !== undefined) return { path, data, mode: 0o600 };
    const uid = onlyUser(this.pod);
    return uid === undefined ? { path, data, mode } : { path, data, mode: 0o600, uid };
  }
}

/** The user that all containers of a pod are told to run as, if it is one. */
function onlyUser({ spec }: PodObject): number | undefined {
  const containers = [...(spec.initContainers ?? []), ...spec.containers];
  const users = new Set(
    containers.map(({ securityContext }) => securityContext?.runAsUser ?? spec.securityContext?.runAsUser),
  );
  return users.size === 1 ? [...users][0] : undefined;
}
