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
/** How long a watch lives, in seconds; many do not end at once. */
const longestLife = 300;
/** The server sends a bookmark each minute: after so long without a byte a connection is dead. */
const longestSilence = 90_000;

/** What was told may be so much behind what there is, in milliseconds: a shorter gap between two watches is let pass. */
const lag = 500;

export interface ReflectorOptions {
  /**
   * Milliseconds for which a dead connection may be taken for a quiet one: what is told is never older. Watches are begun
   * anew so much more often.
   *
   * @default 90,000
   */
  readonly silence?: number;
}

/**
 * Keeps somebody up to date about the metadata of a collection: lists it, watches it from there, goes on where a broken
 * watch ended, and lists again when the server no longer knows that place. A kind that is not installed is empty.
 */
export class Reflector {
  private place: string | undefined;
  /** Until when everything was told, by the steady clock. */
  private toldUntil = Number.NEGATIVE_INFINITY;
  private stream: Stream | undefined;
  private isStopped = false;
  /** Whether the watch has been on for so long that all from before it has come. */
  private isSettled = false;
  private current = false;
  private turn: NodeJS.Timeout | undefined;
  private waiting: (() => void)[] = [];
  private readonly silence: number;

  constructor(
    private readonly client: ApiClient,
    private readonly path: string,
    private readonly reflection: Reflection,
    { silence = longestSilence }: ReflectorOptions = {},
  ) {
    this.silence = silence;
  }

  /** Begins, and goes on until it is stopped. */
  start(): void {
    void this.run();
  }

  stop(): void {
    this.isStopped = true;
    this.stream?.close();
    this.setCurrent(false);
  }

  /** Whether what was told is what there was half a second ago. */
  get isCurrent(): boolean {
    return this.current;
  }

  /** Resolves with true when it is so, and with false after a time in which it was not. */
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
      }
    }
  }

  private async list(): Promise<void> {
    this.setCurrent(false);
    this.reflection.clear();
    this.toldUntil = performance.now();
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
      timeoutSeconds: this.life(),
    };
    // One that goes on is waited for by whoever deletes: it does not wait for its turn itself.
    const options = { query, accept: metadataOnly, timeout: this.silence, isFree: true };
    this.stream = await this.client.stream(this.path, options);
    // What happened since the last one comes now, and nothing says when all of it has come.
    const settled = setTimeout(() => {
      this.isSettled = true;
      this.toldUntil = performance.now();
      this.setCurrent(true);
    }, lag);
    if (this.gap < lag) this.setCurrent(true);
    try {
      if (this.isStopped) this.stream.close();
      await this.follow(this.stream);
      if (this.isSettled) this.toldUntil = performance.now();
    } finally {
      clearTimeout(settled);
      this.stream = undefined;
      this.isSettled = false;
      this.setCurrent(false, lag - this.gap);
    }
  }

  private async follow({ chunks }: Stream): Promise<void> {
    let rest = '';
    for await (const chunk of chunks) {
      const lines = (rest + chunk).split('\n');
      rest = lines.pop() ?? '';
      for (const line of lines) if (line !== '' && !this.take(JSON.parse(line) as WatchEvent)) return;
      if (this.isSettled) this.toldUntil = performance.now();
    }
  }

  /** Milliseconds of which nothing was told. */
  private get gap(): number {
    return performance.now() - this.toldUntil;
  }

  /** In seconds. Where bookmarks come too late, a watch that is alive comes to its end in time. */
  private life(): number {
    const most = this.silence >= longestSilence ? longestLife : this.silence / 1_000 - 2;
    return Math.max(1, Math.floor(most * (0.8 + Math.random() / 5)));
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

  /** @param after milliseconds, unless something else is said before */
  private setCurrent(isCurrent: boolean, after = 0): void {
    clearTimeout(this.turn);
    if (after > 0 && !this.isStopped) {
      this.turn = setTimeout(() => this.setCurrent(isCurrent), after);
      return;
    }
    this.current = isCurrent && !this.isStopped;
    const waiting = this.waiting.splice(0);
    for (const resolve of waiting) resolve();
  }
}
