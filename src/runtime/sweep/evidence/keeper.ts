import type { LiveObject } from '../../../model/manifests/live-object';
import type { Standing } from '../../../model/policy/standing';

/** Why something could not be kept, in words for whoever must mend it. What it was asked for must then stay. */
export class NotKept extends Error {
  override readonly name = 'NotKept';
}

/** Keeps what an object tells before it is deleted. */
export interface Keeper {
  /**
   * Writes an object to the archive and makes sure that it is there.
   *
   * @returns where
   * @throws NotKept
   */
  keepObject(object: LiveObject, standing: Standing): Promise<string>;

  /**
   * Keeps what pods tell that are about to go: logs of a workflow's pods beside the workflow, what failed pods died of.
   *
   * @param owner the workflow that they go along with; undefined for a pod that goes alone
   * @throws NotKept
   */
  keepPods(
    pods: readonly LiveObject[],
    owner?: { readonly object: LiveObject; readonly standing: Standing },
  ): Promise<void>;
}
