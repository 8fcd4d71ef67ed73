import { type ApiClient, ApiError } from '../api/client';
import type { PodStatus } from './core';
import { sleep } from './time';

/** Writes a pod's status whenever it has changed, one write at a time, always the latest. */
export class StatusWriter {
  private isDirty = false;
  private hasEnded = false;
  private last = '';
  private writing: Promise<void> | undefined;

  constructor(
    private readonly api: ApiClient,
    private readonly pod: { readonly namespace: string; readonly name: string; readonly uid: string },
    private readonly status: () => PodStatus,
  ) {}

  request(): void {
    this.isDirty = true;
    this.writing ??= this.write().finally(() => {
      this.writing = undefined;
    });
  }

  /** Resolves when the latest status is written, or will never be. */
  async flush(): Promise<void> {
    this.request();
    await this.writing;
  }

  /** Writes nothing any more: the pod is gone, or the node goes. */
  close(): void {
    this.hasEnded = true;
  }

  get isClosed(): boolean {
    return this.hasEnded;
  }

  private async write(): Promise<void> {
    // The changes of one moment become one write.
    await sleep(0);
    while (this.isDirty && !this.hasEnded) {
      this.isDirty = false;
      const status = this.status();
      const text = JSON.stringify(status);
      if (text === this.last) continue;
      try {
        await this.patch(status);
        this.last = text;
      } catch (error) {
        // Not found, or another pod of the same name.
        if (error instanceof ApiError && [404, 409].includes(error.code)) return this.close();
        this.isDirty = true;
        await sleep(1000);
      }
    }
  }

  private patch(status: PodStatus): Promise<unknown> {
    const { namespace, name, uid } = this.pod;
    const path = `/api/v1/namespaces/${namespace}/pods/${name}/status`;
    const body = { metadata: { uid }, status };
    return this.api.call('PATCH', path, body, { contentType: 'application/strategic-merge-patch+json' });
  }
}
