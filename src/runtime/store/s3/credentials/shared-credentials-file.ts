import { homedir } from 'node:os';
import { join } from 'node:path';
import { type CredentialSource, Credentials, CredentialsError, type Environment, variable } from './credentials';
import { WatchedFiles } from './watched-files';

/** The file that AWS' own tools share: `AWS_SHARED_CREDENTIALS_FILE`, or `~/.aws/credentials`; profile `AWS_PROFILE`. */
export class SharedCredentialsFile implements CredentialSource {
  readonly lookedFor: string;
  readonly #file: string;
  readonly #profile: string;
  /** Whether somebody has said that it is there. */
  readonly #isNamed: boolean;
  readonly #files: WatchedFiles;

  constructor(environment: Environment) {
    const file = variable(environment, 'AWS_SHARED_CREDENTIALS_FILE');
    const profile = variable(environment, 'AWS_PROFILE');
    this.#file = file ?? join(variable(environment, 'HOME') ?? homedir(), '.aws', 'credentials');
    this.#profile = profile ?? 'default';
    this.#isNamed = file !== undefined || profile !== undefined;
    this.#files = new WatchedFiles([this.#file]);
    this.lookedFor = `profile ${this.#profile} in ${this.#file} (AWS_PROFILE, AWS_SHARED_CREDENTIALS_FILE)`;
  }

  async load(): Promise<Credentials | undefined> {
    const [text] = await this.#files.contents();
    const profile = text === undefined ? undefined : profileIn(text, this.#profile);
    const accessKeyId = profile?.get('aws_access_key_id');
    const secretAccessKey = profile?.get('aws_secret_access_key');
    if (accessKeyId && secretAccessKey) {
      const sessionToken = profile?.get('aws_session_token');
      const source = `profile ${this.#profile} in ${this.#file}`;
      return new Credentials({ accessKeyId, secretAccessKey, ...(sessionToken && { sessionToken }) }, source);
    }
    if (!this.#isNamed) return undefined;
    if (text === undefined) throw new CredentialsError(`${this.#file} does not exist`);
    if (!profile) throw new CredentialsError(`${this.#file} has no profile [${this.#profile}]`);
    throw new CredentialsError(
      `profile [${this.#profile}] in ${this.#file} has no aws_access_key_id with aws_secret_access_key: others than such are not known here`,
    );
  }

  forget(): void {}
}

/** The settings of one section; of several with its name, what the later ones say. */
function profileIn(text: string, name: string): ReadonlyMap<string, string> | undefined {
  let current = '';
  let found: Map<string, string> | undefined;
  for (const line of text.replace(/^\ufeff/, '').split(/\r?\n/)) {
    const section = /^\s*\[\s*([^\]]+?)\s*\]/.exec(line);
    if (section) {
      current = section[1]!;
      if (current === name) found ??= new Map();
      continue;
    }
    const setting = /^\s*([^#;=\s][^=]*?)\s*=\s*(.*?)\s*$/.exec(line);
    if (setting && current === name) found?.set(setting[1]!.toLowerCase(), setting[2]!);
  }
  return found;
}
