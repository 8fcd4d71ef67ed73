import { createHash } from 'node:crypto';
import type { PutOptions, Store, Stored } from '../store';
import { StoreError } from '../store-error';
import { ArchiveFailed, type ArchiveFailure } from './archive-failed';

/** What was put, and is known to be there. */
export interface Archived {
  readonly key: string;
  /** In the store, in bytes. */
  readonly size: number;
  /** Of the bytes in the store, in hex. */
  readonly sha256: string;
  /** Whether the same bytes were there before, and nothing was written. */
  readonly wasThere: boolean;
}

/**
 * Puts bytes into a store, then asks it what it holds, and believes no less than their size and a hash. The hash goes into
 * the metadata too, so that an integrity check needs no other source.
 *
 * @throws ArchiveFailed
 */
export async function putVerified(
  store: Store,
  key: string,
  body: Buffer,
  { metadata, ...options }: Omit<PutOptions, 'sha256'>,
): Promise<Archived> {
  const sha256 = createHash('sha256').update(body).digest('hex');
  const archived = { key, size: body.length, sha256 };
  try {
    const before = await store.head(key);
    if (before && !(await difference(store, before, body, sha256))) return { ...archived, wasThere: true };
    await store.put(key, body, { ...options, sha256, metadata: { ...metadata, sha256 } });
    const failure = await difference(store, await store.head(key), body, sha256);
    if (failure) throw new ArchiveFailed(failure.reason, `${key} in ${store.description} ${failure.why}`);
    return { ...archived, wasThere: false };
  } catch (error) {
    if (!(error instanceof StoreError)) throw error;
    throw new ArchiveFailed('store', error.message);
  }
}

interface Difference {
  readonly reason: ArchiveFailure;
  readonly why: string;
}

/** What is there instead of the bytes; undefined where they are. */
async function difference(
  store: Store,
  stored: Stored | undefined,
  body: Buffer,
  sha256: string,
): Promise<Difference | undefined> {
  if (!stored) return { reason: 'missing', why: 'is not there, though the store took it' };
  const mismatch = (why: string): Difference => ({ reason: 'mismatch', why });
  if (stored.size !== body.length) return mismatch(`has ${stored.size} bytes, and not ${body.length}`);
  if (stored.metadata?.['sha256'] !== sha256) return mismatch('does not have the metadata that it was put with');
  if (stored.sha256 !== undefined) {
    return stored.sha256 === sha256 ? undefined : mismatch(`has SHA-256 ${stored.sha256}, and not ${sha256}`);
  }
  // What does not match may be no MD5 at all: only the bytes tell.
  if (stored.md5 !== undefined && stored.md5 === createHash('md5').update(body).digest('hex')) return undefined;
  const content = await store.get(stored.key);
  if (!content) return { reason: 'missing', why: 'is there, but cannot be read back' };
  return content.equals(body) ? undefined : mismatch('reads back as other bytes');
}
