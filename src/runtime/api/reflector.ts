import type { ApiClient, Stream } from './api-client';
import { isRefusal } from './api-error';
import { type MetadataItem, metadataPages } from './pages';

/** Who is told what a collection holds. */
export interface Reflection {
  /** Forgets everything: a list of all that is there follows. */
  clear(): void;
  put(item: MetadataItem): void;
  remove(item: MetadataItem): void;
}

interface WatchEvent {
  readonly type: 'ADDED' | 'MODIFIED' | 'DELETED' | 'BOOKMARK' | 'ERROR';
  readonly object: MetadataItem & { readonly code?: number; readonly message?: string };
}

const metadataOnly = 'application/json;as=PartialObjectMetadata;g=meta.k8s.io;v=v1';
/** The server sends a bookmark each minute: after so long without a byte the connection is dead. */
const silence = 90_000;

/**
 * Keeps somebody up to date about the metadata of a collection: lists it, watches it from there, goes on where a broken
 * watch ended, and lists again when the server no longer knows that place. A kind that is not installed is empty.
 */
export class Reflector {
  private place: string | undefined;
  private stream: Stream | undefined;
  private isStopped = false;
  private current = false;
  private waiting: (() => void)[] = [];

  constructor(
    private readonly client: ApiClient,
    private readonly path: string,
    private readonly reflection: Reflection,
  ) {}

  /** Begins, and goes on until it is stopped. */
  start(): void {
    void this.run();
  }

  stop(): void {
    this.isStopped = true;
    this.stream?.close();
    this.setCurrent(false);
  }

  /** Whether what was told is what there is, but for what is on its way. */
  get isCurrent(): boolean {
    return this.current;
  }

  /** Resolves with true when what was told is what there is, and with false after a time in which it was not. */
  async whenCurrent(milliseconds: number): Promise<boolean> {
    const end = performance.now() + milliseconds;
    while (!this.current && !this.isStopped && performance.now() < end) {
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, end - performance.now());
        this.waiting.push(() => {
          clearTimeout(timer);
          resolve();
        });
      });
    }
    return this.current;
  }

  private async run(): Promise<void> {
    for (let failures = 0; !this.isStopped; ) {
      try {
        if (this.place === undefined) await this.list();
        await this.watch();
        failures = 0;
      } catch (error) {
        if (isRefusal(error, 404)) {
          // The kind is not installed: there is nothing, and nothing to watch.
          this.setCurrent(true);
          return;
        }
        if (isRefusal(error, 410)) this.place = undefined;
        failures += 1;
        await new Promise((resolve) => setTimeout(resolve, Math.min(5_000, 50 * 2 ** failures)));
      } finally {
        if (!this.current || this.stream) this.setCurrent(false);
        this.stream = undefined;
      }
    }
  }

  private async list(): Promise<void> {
    this.reflection.clear();
    let place: string | undefined;
    for await (const { items, resourceVersion } of metadataPages(this.client, this.path)) {
      // The first page's version: what changes while the others are read, the watch tells.
      place ??= resourceVersion;
      for (const item of items) this.reflection.put(item);
    }
    this.place = place;
  }

  private async watch(): Promise<void> {
    const query = {
      watch: true,
      resourceVersion: this.place,
      allowWatchBookmarks: true,
      timeoutSeconds: 240 + Math.floor(Math.random() * 60),
    };
    this.stream = await this.client.stream(this.path, { query, accept: metadataOnly, timeout: silence });
    if (this.isStopped) this.stream.close();
    this.setCurrent(true);
    let rest = '';
    for await (const chunk of this.stream.chunks) {
      const lines = (rest + chunk).split('\n');
      rest = lines.pop() ?? '';
      for (const line of lines) if (line !== '' && !this.take(JSON.parse(line) as WatchEvent)) return;
    }
  }

  /** @returns whether the watch goes on */
  private take({ type, object }: WatchEvent): boolean {
    if (type === 'ERROR') {
      // 410 as a rule; whatever it is, a new list puts it right.
      this.place = undefined;
      return false;
    }
    this.place = object.metadata.resourceVersion;
    if (type === 'DELETED') this.reflection.remove(object);
    else if (type !== 'BOOKMARK') this.reflection.put(object);
    return true;
  }

  private setCurrent(isCurrent: boolean): void {
    this.current = isCurrent;
    const waiting = this.waiting.splice(0);
    for (const resolve of waiting) resolve();
  }
}
