import { standingOf } from '../../../model/policy/standing';
import type { Archive } from '../archive/archive';
import { ArchiveUnreadable } from '../archive/archive-reader';
import type { Archived } from '../archive/verified-put';
import type { Capsule } from './capsule';

const kind = 'Capsule';

function isCapsule(found: Partial<Capsule>): found is Capsule {
  return Array.isArray(found.status?.containers) && Array.isArray(found.events) && found.logs !== undefined;
}

/** Failure capsules in the archive, at `<prefix>/<namespace>/Capsule/…`, as lasting as what else is there. */
export class CapsuleArchive {
  constructor(private readonly archive: Archive) {}

  /** @throws ArchiveFailed */
  save(capsule: Capsule): Promise<Archived> {
    return this.archive.write(capsule, standingOf(capsule));
  }

  /**
   * The last capsule of a pod.
   *
   * @throws ArchiveUnreadable
   */
  async find(pod: {
    readonly namespace: string;
    readonly name: string;
    readonly uid?: string;
  }): Promise<Capsule | undefined> {
    const entry = await this.archive.find({ ...pod, kind });
    if (!entry) return undefined;
    const found = (await this.archive.show(entry.key)) as Partial<Capsule>;
    if (isCapsule(found)) return found;
    throw new ArchiveUnreadable(`${entry.key} is no failure capsule: something else was written there`);
  }
}
