import type { LiveObject } from '../../../model/manifests/live-object';
import type { Standing } from '../../../model/policy/standing';

/** Why something could not be kept, in words for whoever must mend it. What it was asked for must then stay. */
export class NotKept extends Error {
  override readonly name = 'NotKept';
}

/** Work that a pod was part of, and how it ended. */
export interface Work {
  readonly object: LiveObject;
  readonly standing: Standing;
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

  /** Whether a pod tells anything that is kept, by its phase and the work that it was part of. */
  wantsPod(pod: LiveObject, work?: Work): boolean;

  /**
   * Keeps what a pod tells that is about to go: its logs beside the work that it was part of, what it died of if it failed.
   *
   * @param work undefined for a pod that goes alone
   * @throws NotKept
   */
  keepPod(pod: LiveObject, work?: Work): Promise<void>;
}
