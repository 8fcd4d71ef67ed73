import type { LiveObject } from '../../../model/manifests/live-object';
import { Failure } from '../../failure';
import { gunzip } from '../gzip';
import type { Store } from '../store';
import { type ArchiveKey, encodePart, logsOf, parseArchiveKey } from './archive-key';

/** Something in the archive, by its key. */
export interface ArchiveEntry extends ArchiveKey {
  readonly key: string;
  /** In the store, in bytes. */
  readonly size: number;
}

/** Which objects of the archive are meant. */
export interface ArchiveFilter {
  readonly namespace?: string;
  readonly kind?: string;
  readonly name?: string;
  readonly uid?: string;
  /** When it ended, from this moment on; milliseconds since 1970. What had not ended counts by the day of its creation. */
  readonly since?: number;
  /** When it ended, before this moment. */
  readonly until?: number;
}

/** Something in the archive is not there, or cannot be read. */
export class ArchiveUnreadable extends Failure {
  override readonly name = 'ArchiveUnreadable';
}

/** Finds and reads what is in an archive, by its keys. */
export class ArchiveReader {
  constructor(
    private readonly store: Store,
    private readonly prefix: string,
  ) {}

  async *list(filter: ArchiveFilter): AsyncGenerator<ArchiveEntry> {
    for await (const { key, size } of this.store.list(this.begin(filter))) {
      const parsed = parseArchiveKey(this.prefix, key);
      if (parsed && !parsed.log && fits(parsed, filter)) yield { ...parsed, key, size };
    }
  }

  async find(filter: ArchiveFilter): Promise<ArchiveEntry | undefined> {
    let last: ArchiveEntry | undefined;
    for await (const entry of this.list(filter)) {
      if (last === undefined || timeOf(entry) >= timeOf(last)) last = entry;
    }
    return last;
  }

  async show(key: string): Promise<LiveObject> {
    return objectIn(await this.content(key), key);
  }

  async *logs(objectKey: string): AsyncGenerator<ArchiveEntry> {
    for await (const { key, size } of this.store.list(logsOf(objectKey))) {
      const parsed = parseArchiveKey(this.prefix, key);
      if (parsed?.log) yield { ...parsed, key, size };
    }
  }

  async showLog(key: string): Promise<string> {
    return unpacked(await this.content(key), key).toString();
  }

  private async content(key: string): Promise<Buffer> {
    const content = await this.store.get(key);
    if (!content)
      throw new ArchiveUnreadable(`${key} is not in ${this.store.description}: steward archive list shows what is`);
    return content;
  }

  /** What the keys of everything that fits begin with: days that begin alike are read together. */
  private begin({ namespace, kind, since, until }: ArchiveFilter): string {
    const parts = [this.prefix];
    if (namespace !== undefined) parts.push(encodePart(namespace));
    if (namespace !== undefined && kind !== undefined) parts.push(encodePart(kind));
    const folder = `${parts.join('/')}/`;
    if (parts.length < 3 || since === undefined || until === undefined) return folder;
    const [first, last] = [since, until].map((time) => new Date(time).toISOString().slice(0, 10).replaceAll('-', '/'));
    let same = 0;
    while (same < 10 && first![same] === last![same]) same++;
    return `${folder}${first!.slice(0, same)}`;
  }
}

/**
 * The object that bytes of the archive hold.
 *
 * @throws ArchiveUnreadable
 */
export function objectIn(content: Buffer, key: string): LiveObject {
  const text = unpacked(content, key).toString();
  try {
    const object = JSON.parse(text) as LiveObject | null;
    const isNamed = typeof object?.kind === 'string' && typeof object.metadata?.name === 'string';
    if (isNamed && typeof object.apiVersion === 'string') return object;
  } catch {
    // Said below.
  }
  throw new ArchiveUnreadable(`${key} is no object of Kubernetes in JSON`);
}

/** @throws ArchiveUnreadable */
export function unpacked(content: Buffer, key: string): Buffer {
  try {
    return gunzip(content);
  } catch (error) {
    throw new ArchiveUnreadable(`${key} is no whole gzip: ${(error as Error).message}`);
  }
}

function timeOf({ finishedAt, day }: ArchiveKey): number {
  return finishedAt ?? day;
}

function fits(entry: ArchiveKey, { namespace, kind, name, uid, since, until }: ArchiveFilter): boolean {
  const is = (wanted: string | undefined, found: string | undefined) => wanted === undefined || wanted === found;
  const time = timeOf(entry);
  return (
    is(namespace, entry.namespace) &&
    is(kind, entry.kind) &&
    is(name, entry.name) &&
    is(uid, entry.uid) &&
    (since === undefined || time >= since) &&
    (until === undefined || time < until)
  );
}
