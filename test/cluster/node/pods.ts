import { type ApiClient, ApiError } from '../api/client';
import type { PodObject } from './core';
import type { Kubelet } from './kubelet';
import { Pod } from './pod';
import { sleep } from './time';

/** The pods that are bound to the node. */
export class Pods {
  private readonly pods = new Map<string, Pod>();
  private readonly stopping = new AbortController();

  constructor(private readonly kubelet: Kubelet) {}

  get all(): readonly Pod[] {
    return [...this.pods.values()];
  }

  find(namespace: string, name: string): Pod | undefined {
    return this.all.findLast(
      ({ manifest: { metadata } }) => metadata.namespace === namespace && metadata.name === name,
    );
  }

  /** Follows the API until the node is stopped. */
  async follow(): Promise<void> {
    while (!this.stopping.signal.aborted) {
      try {
        await this.listAndWatch(this.kubelet.api);
      } catch (error) {
        if (!this.stopping.signal.aborted) console.error(`pods: ${(error as Error).message}`);
        await sleep(1000, this.stopping.signal);
      }
    }
  }

  /** Ends all pods' processes. */
  async stop(): Promise<void> {
    this.stopping.abort();
    await Promise.all(this.all.map((pod) => pod.abandon(0)));
  }

  private async listAndWatch(api: ApiClient): Promise<void> {
    const query = { fieldSelector: `spec.nodeName=${this.kubelet.settings.name}` };
    const list = await api.call<{ metadata: { resourceVersion: string }; items: PodObject[] }>(
      'GET',
      '/api/v1/pods',
      undefined,
      { query },
    );
    const listed = new Set(list.items.map(({ metadata }) => metadata.uid));
    for (const uid of this.pods.keys()) if (!listed.has(uid)) this.gone(uid);
    for (const pod of list.items) this.seen(pod);
    let { resourceVersion } = list.metadata;
    let failure: ApiError | undefined;
    while (!this.stopping.signal.aborted && !failure) {
      // One for each request: the stream's listeners stay on its signal.
      const end = new AbortController();
      this.stopping.signal.addEventListener('abort', () => end.abort(), { once: true, signal: end.signal });
      const options = { ...query, resourceVersion, allowWatchBookmarks: true };
      await api.watch(
        '/api/v1/pods',
        options,
        ({ type, object }) => {
          if (type === 'ERROR') {
            failure = new ApiError(object.code, object.reason, object.message);
            return;
          }
          resourceVersion = object.metadata.resourceVersion;
          if (type === 'DELETED') this.gone(object.metadata.uid);
          else if (type !== 'BOOKMARK') this.seen(object as PodObject);
        },
        end.signal,
      );
      end.abort();
    }
  }

  private seen(manifest: PodObject): void {
    const { uid } = manifest.metadata;
    const known = this.pods.get(uid);
    if (known) {
      known.update(manifest);
      return;
    }
    this.pods.set(uid, new Pod(this.kubelet, manifest));
  }

  /** The object is gone: with it the logs, and by force what still runs. */
  private async gone(uid: string): Promise<void> {
    await this.pods.get(uid)?.abandon(1);
    this.pods.delete(uid);
  }
}
