import { createHash } from 'node:crypto';
import type { Dirent } from 'node:fs';
import { readdir, readFile, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import type { PutOptions, Store, Stored } from '../store';
import { StoreError } from '../store-error';
import { checkKey } from '../store-key';
import { decodeName, encodeName, pathOf } from './directory-path';
import { writeDurably } from './durable-file';

/**
 * A folder: what a key names is a file that other tools can read, and beside it lies a hidden one with what was said of
 * it. That one bears the hash of the bytes that it tells of, and is written first: a process that is killed leaves the old
 * pair or the new one. What tells of bytes that were replaced stays, for another process may be about to put them back.
 */
export class DirectoryStore implements Store {
  readonly description: string;

  constructor(private readonly folder: string) {
    this.description = `folder ${folder}`;
  }

  async put(key: string, body: Buffer, { contentType, metadata = {}, tags = {}, sha256, retention }: PutOptions) {
    checkKey(key);
    if (retention?.lock || retention?.legalHold) {
      throw new StoreError('NoObjectLock', `${this.description} cannot lock what it holds: use S3, or lock nothing`);
    }
    const file = pathOf(this.folder, key);
    const actual = hash(body);
    if (actual !== sha256) throw new StoreError('BadDigest', `${key}: SHA-256 is ${actual}, and not ${sha256}`);
    const notes = notesFile(file, sha256);
    await this.attempt('written', key, async () => {
      await writeDurably(notes, JSON.stringify({ key, contentType, metadata, tags, sha256 }));
      await writeDurably(file, body);
    });
  }

  /** The hash is that of the bytes as they are now. */
  async head(key: string): Promise<Stored | undefined> {
    const body = await this.get(key);
    if (body === undefined) return undefined;
    const sha256 = hash(body);
    const notes = await this.attempt('read', key, () => readFile(notesFile(pathOf(this.folder, key), sha256), 'utf8'));
    return { key, size: body.length, sha256, metadata: notes === undefined ? {} : metadataIn(notes) };
  }

  async get(key: string): Promise<Buffer | undefined> {
    checkKey(key);
    return this.attempt('read', key, () => readFile(pathOf(this.folder, key)));
  }

  async *list(prefix: string): AsyncGenerator<Stored> {
    yield* this.below([], prefix);
  }

  private async *below(parents: readonly string[], prefix: string): AsyncGenerator<Stored> {
    const path = parents.map((segment) => `${segment}/`).join('');
    const folder = join(this.folder, ...parents.map(encodeName));
    const entries = await this.attempt('read', path, () => readdir(folder, { withFileTypes: true }));
    for (const { name, isFolder } of sorted(entries ?? [])) {
      const key = `${path}${name}`;
      if (isFolder) {
        const own = `${key}/`;
        if (own.startsWith(prefix) || prefix.startsWith(own)) yield* this.below([...parents, name], prefix);
      } else if (key.startsWith(prefix)) {
        const stats = await this.attempt('read', key, () => stat(pathOf(this.folder, key)));
        if (stats?.isFile()) yield { key, size: stats.size };
      }
    }
  }

  /** @throws StoreError for everything but absence */
  private async attempt<T>(what: string, key: string, run: () => Promise<T>): Promise<T | undefined> {
    try {
      return await run();
    } catch (error) {
      const { code = 'Error', message } = error as NodeJS.ErrnoException;
      if (what === 'read' && ['ENOENT', 'ENOTDIR', 'EISDIR'].includes(code)) return undefined;
      throw new StoreError(code, `${key} cannot be ${what} in ${this.description}: ${remedies[code] ?? message}`);
    }
  }
}

const remedies: Readonly<Record<string, string>> = {
  EACCES: 'permission denied',
  EPERM: 'permission denied',
  EROFS: 'the file system is read-only: mount a volume there',
  ENOSPC: 'no space is left',
  EDQUOT: 'no space is left to this user',
  ENAMETOOLONG: 'a part of it is too long for the name of a file',
  EEXIST: 'a part of it is a file already',
  ENOTDIR: 'a part of it is a file already',
  EISDIR: 'it is a folder already',
};

function sorted(entries: readonly Dirent[]): { readonly name: string; readonly isFolder: boolean }[] {
  return entries
    .map((entry) => ({ name: decodeName(entry.name), isFolder: entry.isDirectory() }))
    .filter((entry): entry is { name: string; isFolder: boolean } => entry.name !== undefined)
    .map((entry) => ({ ...entry, order: Buffer.from(entry.isFolder ? `${entry.name}/` : entry.name) }))
    .sort((a, b) => Buffer.compare(a.order, b.order));
}

function notesFile(file: string, sha256: string): string {
  return join(dirname(file), `.${basename(file)}.${sha256.slice(0, 16)}.meta`);
}

function metadataIn(notes: string): Readonly<Record<string, string>> {
  try {
    return (JSON.parse(notes) as { readonly metadata?: Readonly<Record<string, string>> }).metadata ?? {};
  } catch {
    // Somebody else has written there: the bytes are judged without.
    return {};
  }
}

function hash(body: Buffer): string {
  return createHash('sha256').update(body).digest('hex');
}
