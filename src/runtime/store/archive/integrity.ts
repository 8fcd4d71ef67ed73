import { createHash } from 'node:crypto';
import { isEnd, standingOf } from '../../../model/policy/standing';
import { formatTimestamp } from '../../../model/values/timestamp';
import type { Store } from '../store';
import { type ArchiveKey, parseArchiveKey } from './archive-key';
import { ArchiveUnreadable, objectIn, unpacked } from './archive-reader';

/** What an integrity check found of one key. */
export interface Checked {
  readonly key: string;
  readonly size: number;
  /** What is wrong, in words; none for what is as it was put. */
  readonly problems: readonly string[];
}

/** Reads everything below a prefix whole, one by one, and compares it with what its key and its metadata say. */
export async function* integrityOf(store: Store, prefix: string, under: string): AsyncGenerator<Checked> {
  for await (const { key, size } of store.list(under)) {
    const parsed = parseArchiveKey(prefix, key);
    const problems = parsed ? await problemsOf(store, parsed, key, size) : ['is no key of this archive'];
    yield { key, size, problems };
  }
}

async function problemsOf(store: Store, parsed: ArchiveKey, key: string, listed: number): Promise<string[]> {
  const [stored, content] = [await store.head(key), await store.get(key)];
  if (!stored || !content) return ['is listed, but not there'];
  const problems: string[] = [];
  const sha256 = createHash('sha256').update(content).digest('hex');
  if (content.length !== stored.size || content.length !== listed) {
    problems.push(`has ${content.length} bytes, and the store says ${stored.size}, and ${listed} in its listing`);
  }
  const told = stored.metadata?.['sha256'];
  if (told === undefined) problems.push('has no sha256 in its metadata');
  else if (told !== sha256) problems.push(`has SHA-256 ${sha256}, and was put with ${told}`);
  if (stored.sha256 !== undefined && stored.sha256 !== sha256) {
    problems.push(`has SHA-256 ${sha256}, and the store says ${stored.sha256}`);
  }
  try {
    if (parsed.log) unpacked(content, 'it');
    else problems.push(...contradictions(parsed, content));
  } catch (error) {
    if (!(error instanceof ArchiveUnreadable)) throw error;
    problems.push(error.message.replace(/^it /, ''));
  }
  return problems;
}

/** Where a key names another object than it leads to. */
function contradictions(key: ArchiveKey, content: Buffer): string[] {
  const object = objectIn(content, 'it');
  const { namespace, name, uid, resourceVersion } = object.metadata;
  const { outcome, since } = standingOf(object);
  const finishedAt = isEnd(outcome) ? since : undefined;
  const pairs: [string, string | undefined, string | undefined][] = [
    ['kind', key.kind, object.kind],
    ['namespace', key.namespace, namespace],
    ['name', key.name, name],
    ['uid', key.uid, uid],
    ['resourceVersion', key.resourceVersion ?? resourceVersion, resourceVersion],
    // An evicted pod tells its end in managedFields alone, and those are left out.
    ['end', moment(key.finishedAt), moment(finishedAt ?? key.finishedAt)],
  ];
  return pairs
    .filter(([, said, found]) => said !== found)
    .map(([what, said, found]) => `its key says ${what} ${said ?? 'none'}, and it has ${found ?? 'none'}`);
}

function moment(time: number | undefined): string | undefined {
  return time === undefined ? undefined : formatTimestamp(time);
}
