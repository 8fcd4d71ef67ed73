/**
 * What kept an object from being archived: its nodes cannot be had (`hydration`), the store refused or failed (`store`), or
 * what the store holds afterwards is not what was written (`missing`, `mismatch`).
 */
export type ArchiveFailure = 'hydration' | 'store' | 'missing' | 'mismatch';

/** An object is not in the archive, or nobody can say that it is: it must be kept. */
export class ArchiveFailed extends Error {
  constructor(
    readonly reason: ArchiveFailure,
    message: string,
  ) {
    super(message);
    this.name = 'ArchiveFailed';
  }
}
