import type { LiveObject } from '../../api/client';

import type { Bench } from '../../bench/bench';
import { apiVersionOf } from './policy';
import { kinds } from './world';

/**
 * Waits until garbage collection has nothing left to do in a namespace: nothing is being deleted, and nothing is without all
 * of its owners. @returns the uids of what is there
 */
export function settled(bench: Bench, namespace: string): Promise<ReadonlySet<string>> {
  return bench.until(
    `garbage collection in ${namespace} has done its work`,
    async () => {
      const lists = await Promise.all(kinds.map((kind) => bench.list(apiVersionOf(kind), kind, namespace)));
      const objects = lists.flat();
      const uids = new Set(objects.map(({ metadata }) => metadata.uid));
      return objects.some((object) => isLeaving(object, uids)) ? undefined : uids;
    },
    60,
  );
}

function isLeaving({ metadata }: LiveObject, uids: ReadonlySet<string>): boolean {
  const owners = (metadata['ownerReferences'] ?? []) as readonly { readonly uid: string }[];
  return metadata['deletionTimestamp'] !== undefined || (owners.length > 0 && !owners.some(({ uid }) => uids.has(uid)));
}
