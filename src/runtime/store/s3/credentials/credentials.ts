import { inspect } from 'node:util';
import { Failure } from '../../../failure';

export interface CredentialValues {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string;
  /** Milliseconds since 1970. @default - they do not expire */
  readonly expiration?: number;
}

/** Keys to an S3 server. No inspection, no JSON and no spreading shows them: they are never logged by mistake. */
export class Credentials {
  readonly #values: CredentialValues;

  /**
   * @param source where they are from, as messages name it
   * @throws CredentialsError for what no header may hold; whoever sends it would be told, with the secret in the message
   */
  constructor(
    values: CredentialValues,
    readonly source: string,
  ) {
    for (const [name, value] of Object.entries(values)) {
      if (typeof value !== 'string' || /^[\x21-\x7e]*$/.test(value)) continue;
      throw new CredentialsError(`the ${name} from ${source} has a line break or another character that no key has`);
    }
    this.#values = values;
  }

  get accessKeyId(): string {
    return this.#values.accessKeyId;
  }

  get secretAccessKey(): string {
    return this.#values.secretAccessKey;
  }

  get sessionToken(): string | undefined {
    return this.#values.sessionToken;
  }

  get expiration(): number | undefined {
    return this.#values.expiration;
  }

  /** A text of others, without these secrets in it. */
  scrub(text: string): string {
    return scrub(text, [this.secretAccessKey, this.sessionToken]);
  }

  toString(): string {
    return `credentials from ${this.source}`;
  }

  toJSON(): string {
    return this.toString();
  }

  [inspect.custom](): string {
    return this.toString();
  }
}

/** Where credentials come from. */
export interface CredentialSource {
  /** What is looked for, as messages name it: `AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY in the environment`. */
  readonly lookedFor: string;
  /**
   * Undefined where nothing of this source is set.
   *
   * @throws CredentialsError when something is, but gives no credentials: another source would hide the mistake.
   */
  load(): Promise<Credentials | undefined>;
  /** Lets go of what is kept, because a server has refused it. */
  forget(): void;
}

/** Why there are no credentials. The message holds no secret. */
export class CredentialsError extends Failure {
  /** @param isTransient whether a later try may give some */
  constructor(
    message: string,
    readonly isTransient = false,
  ) {
    super(message);
    this.name = 'CredentialsError';
  }
}

/** A text with secrets masked, in plain form and as URLs have them. */
export function scrub(text: string, secrets: readonly (string | undefined)[]): string {
  return secrets
    .filter((secret) => secret !== undefined && secret !== '')
    .flatMap((secret) => [secret!, encodeURIComponent(secret!)])
    .reduce((scrubbed, secret) => scrubbed.replaceAll(secret, '***'), text);
}

/** The variables of an environment; what is empty is not set. */
export type Environment = Readonly<Record<string, string | undefined>>;

export function variable(environment: Environment, name: string): string | undefined {
  const value = environment[name]?.trim();
  return value === '' ? undefined : value;
}
