import type { Archive } from '../../runtime/store/archive/archive';
import { UsageError } from '../usage-error';

/**
 * The key of what somebody means: a key as `steward archive list` prints it, or `namespace/kind/name`, which means the one of
 * that name that ended last.
 *
 * @throws UsageError when there is none
 */
export async function keyOf(archive: Archive, named: string): Promise<string> {
  if (named.endsWith('.gz')) return named;
  const [namespace, kind, name, ...more] = named.split('/');
  if (!namespace || !kind || !name || more.length > 0) {
    throw new UsageError([
      `${JSON.stringify(named)} is no key and no namespace/kind/name: steward archive list shows what is there`,
    ]);
  }
  const entry = await archive.find({ namespace, kind, name });
  if (!entry)
    throw new UsageError([`${named} is not in ${archive.store.description}: steward archive list shows what is there`]);
  return entry.key;
}
