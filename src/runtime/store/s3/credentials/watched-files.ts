import { readFile, stat } from 'node:fs/promises';
import { CredentialsError } from './credentials';

/** Files that are read again when they have changed, all together. */
export class WatchedFiles {
  readonly #files: readonly string[];
  #signature = '';
  #contents: readonly (string | undefined)[] = [];

  constructor(files: readonly string[]) {
    this.#files = files;
  }

  /**
   * What each holds; undefined for one that is not there.
   *
   * @throws CredentialsError for one that cannot be read
   */
  async contents(): Promise<readonly (string | undefined)[]> {
    let signature = await this.#sign();
    // Kubernetes exchanges a mounted Secret's files at once: those of two versions must not be put together.
    for (let attempt = 0; signature !== this.#signature; attempt++) {
      if (attempt === 5) throw new CredentialsError(`${this.#files.join(', ')} change while they are read`, true);
      const contents = await Promise.all(this.#files.map((file) => unlessMissing(file, () => readFile(file, 'utf8'))));
      const after = await this.#sign();
      if (after === signature) {
        this.#contents = contents;
        this.#signature = signature;
      } else signature = after;
    }
    return this.#contents;
  }

  async #sign(): Promise<string> {
    const stats = await Promise.all(this.#files.map((file) => unlessMissing(file, () => stat(file, { bigint: true }))));
    return stats.map((one) => (one ? `${one.dev} ${one.ino} ${one.mtimeNs} ${one.size}` : 'none')).join('\n');
  }
}

/** @throws CredentialsError for everything but its absence */
export async function unlessMissing<T>(file: string, read: () => Promise<T>): Promise<T | undefined> {
  try {
    return await read();
  } catch (error) {
    const { code = '' } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT' || code === 'ENOTDIR') return undefined;
    const why = { EACCES: 'permission denied', EPERM: 'permission denied', EISDIR: 'it is a folder' }[code] ?? code;
    throw new CredentialsError(`${file} cannot be read: ${why}`);
  }
}
