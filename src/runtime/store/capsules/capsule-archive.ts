import { standingOf } from '../../../model/policy/standing';
import type { Archive } from '../archive/archive';
import type { Archived } from '../archive/verified-put';
import type { Capsule } from './capsule';

const kind = 'Capsule';

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
    return entry && ((await this.archive.show(entry.key)) as Capsule);
  }
}
