import { join } from 'node:path';
import { type CredentialSource, Credentials, CredentialsError, type Environment, variable } from './credentials';
import { WatchedFiles } from './watched-files';

const setting = 'STEWARD_S3_CREDENTIALS_DIR';
const names = ['access-key-id', 'secret-access-key', 'session-token'] as const;

/** A mounted Secret: a folder with the files `access-key-id`, `secret-access-key` and, if there is one, `session-token`. */
export class CredentialsFolder implements CredentialSource {
  readonly lookedFor = `a folder with ${names[0]} and ${names[1]}, named by ${setting}`;
  readonly #folder: string | undefined;
  readonly #files: WatchedFiles;

  constructor(environment: Environment) {
    this.#folder = variable(environment, setting);
    const folder = this.#folder ?? '';
    this.#files = new WatchedFiles(names.map((name) => join(folder, name)));
  }

  async load(): Promise<Credentials | undefined> {
    if (this.#folder === undefined) return undefined;
    const [accessKeyId = '', secretAccessKey = '', sessionToken = ''] = (await this.#files.contents()).map((content) =>
      content?.trim(),
    );
    const missing = [accessKeyId === '' ? names[0] : '', secretAccessKey === '' ? names[1] : ''].filter(Boolean);
    if (missing.length > 0) {
      throw new CredentialsError(
        `${setting} is ${this.#folder}, but there ${missing.join(' and ')} ${missing.length > 1 ? 'are' : 'is'} missing or empty: mount a Secret with these keys`,
      );
    }
    return new Credentials(
      { accessKeyId, secretAccessKey, ...(sessionToken !== '' && { sessionToken }) },
      `the folder ${this.#folder}`,
    );
  }

  forget(): void {}
}
