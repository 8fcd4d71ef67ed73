import type { LiveObject } from '../../../model/manifests/live-object';
import type { ArchiveSettings } from '../../../model/policy/retention-policy';
import type { Standing } from '../../../model/policy/standing';
import { Duration, type DurationLike } from '../../../model/values/duration';
import { canonicalJson } from '../canonical-json';
import { gzip, gzipChunks } from '../gzip';
import type { PutOptions, Store } from '../store';
import { type ArchiveKey, archiveKey, logKey } from './archive-key';
import { type ArchiveEntry, type ArchiveFilter, ArchiveReader } from './archive-reader';
import { hydrate } from './hydrate';
import { type Checked, integrityOf } from './integrity';
import { cutAfter, type LogContent } from './log-chunks';
import { type Archived, putVerified } from './verified-put';

export type ArchiveOptions = Pick<ArchiveSettings, 'prefix' | 'retention'>;

/** Raw bytes of a log that are kept; the kubelet keeps 10 MiB of one by default. */
const longestLog = 64 * 2 ** 20;

/** Objects that were deleted, or are about to be. What `write` returns is there; what it throws leaves the object to stay. */
export class Archive {
  readonly prefix: string;
  private readonly reader: ArchiveReader;
  /** Writes that go on, by key. */
  private readonly writes = new Map<string, Promise<void>>();

  /** @param now milliseconds since 1970 */
  constructor(
    readonly store: Store,
    private readonly options: ArchiveOptions = {},
    private readonly now: () => number = Date.now,
  ) {
    this.prefix = options.prefix ?? 'archive';
    this.reader = new ArchiveReader(store, this.prefix);
  }

  /**
   * Writes an object, with its nodes if it is a workflow, and proves that it is there. Once more, it writes nothing.
   *
   * @throws ArchiveFailed
   */
  async write(object: LiveObject, standing: Standing): Promise<Archived> {
    const { managedFields: _, ...metadata } = object.metadata;
    const body = gzip(canonicalJson({ ...hydrate(object), metadata }));
    return this.put(this.keyOf(object, standing), body, this.described(object, standing));
  }

  /**
   * Writes the log of a container beside the object that it ran for, as it came. Very long ones are cut at their end.
   *
   * @throws ArchiveFailed, and whatever the content throws
   */
  async writeLog(
    object: LiveObject,
    standing: Standing,
    log: NonNullable<ArchiveKey['log']>,
    content: LogContent,
  ): Promise<Archived> {
    const chunks = cutAfter(longestLog, content);
    const body = await gzipChunks(chunks);
    const described = this.described(object, standing);
    const metadata = {
      ...described.metadata,
      container: log.container,
      ...(log.pod !== undefined && { pod: log.pod }),
    };
    return this.put(logKey(this.keyOf(object, standing), log), body, { ...described, metadata });
  }

  /** Where an object lies, or would. */
  keyOf(object: LiveObject, standing: Standing): string {
    return archiveKey(this.prefix, object, standing);
  }

  /** The objects that fit, by namespace, kind and day. */
  list(filter: ArchiveFilter = {}): AsyncIterable<ArchiveEntry> {
    return this.reader.list(filter);
  }

  /** Of the objects that fit, the one that ended last. */
  find(filter: ArchiveFilter): Promise<ArchiveEntry | undefined> {
    return this.reader.find(filter);
  }

  /** @throws ArchiveUnreadable when it is not there, or is no object */
  show(key: string): Promise<LiveObject> {
    return this.reader.show(key);
  }

  /** The logs beside an object. */
  logs(key: string): AsyncIterable<ArchiveEntry> {
    return this.reader.logs(key);
  }

  /** @throws ArchiveUnreadable when it is not there, or is no log */
  showLog(key: string): Promise<string> {
    return this.reader.showLog(key);
  }

  /** Reads everything whose key begins with `under`, and tells of each what is wrong with it. */
  integrity(under = `${this.prefix}/`): AsyncIterable<Checked> {
    return integrityOf(this.store, this.prefix, under);
  }

  /**
   * One after the other where they have the same key, as an object that goes by itself and along with its owner: else what
   * one has proven to be there the other might overwrite, and not prove.
   */
  private put(key: string, body: Buffer, options: Omit<PutOptions, 'sha256'>): Promise<Archived> {
    const put = (this.writes.get(key) ?? Promise.resolve()).then(() => putVerified(this.store, key, body, options));
    const settled = put
      .catch(() => {})
      .then(() => {
        if (this.writes.get(key) === settled) this.writes.delete(key);
      });
    this.writes.set(key, settled);
    return put;
  }

  private described({ kind, metadata }: LiveObject, { outcome }: Standing): Omit<PutOptions, 'sha256'> {
    const now = this.now();
    const { expireAfter, lock, legalHold } = this.options.retention ?? {};
    return {
      contentType: 'application/gzip',
      metadata: {
        'workflow-name': metadata.name,
        ...(metadata.namespace !== undefined && { namespace: metadata.namespace }),
        'archive-date': archiveDate(now),
        phase: outcome,
        kind,
        uid: metadata.uid,
      },
      ...(expireAfter !== undefined && { tags: expiry(now, expireAfter) }),
      retention: {
        ...(lock && { lock: { mode: lock.mode, until: now + Duration.parse(lock.for).millis } }),
        ...(legalHold && { legalHold }),
      },
    };
  }
}

/** `20261128_020000` in UTC, as the archive of the requirements has it. */
function archiveDate(time: number): string {
  return new Date(time).toISOString().slice(0, 19).replace(/[-:]/g, '').replace('T', '_');
}

const day = 86_400_000;

/** The days for a lifecycle rule, which compares a tag's value and counts by itself; for people, the first day after them. */
function expiry(now: number, time: DurationLike): Record<string, string> {
  const { millis } = Duration.parse(time);
  const date = new Date(now + millis + day - 1).toISOString().slice(0, 10);
  return { 'expire-after': date, 'expire-after-days': String(Math.ceil(millis / day)) };
}
