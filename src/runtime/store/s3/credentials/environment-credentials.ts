import { type CredentialSource, Credentials, CredentialsError, type Environment, variable } from './credentials';

const key = 'AWS_ACCESS_KEY_ID';
const secret = 'AWS_SECRET_ACCESS_KEY';

/** `AWS_ACCESS_KEY_ID`, `AWS_SECRET_ACCESS_KEY` and, if there is one, `AWS_SESSION_TOKEN`. */
export class EnvironmentCredentials implements CredentialSource {
  readonly lookedFor = `${key} and ${secret} in the environment`;
  readonly #environment: Environment;

  constructor(environment: Environment) {
    this.#environment = environment;
  }

  async load(): Promise<Credentials | undefined> {
    const accessKeyId = variable(this.#environment, key);
    const secretAccessKey = variable(this.#environment, secret);
    if (accessKeyId === undefined && secretAccessKey === undefined) return undefined;
    if (accessKeyId === undefined || secretAccessKey === undefined) {
      const [set, missing] = accessKeyId === undefined ? [secret, key] : [key, secret];
      throw new CredentialsError(`${set} is set in the environment, but ${missing} is not: set both or neither`);
    }
    const sessionToken = variable(this.#environment, 'AWS_SESSION_TOKEN');
    return new Credentials({ accessKeyId, secretAccessKey, sessionToken }, `the environment (${key})`);
  }

  forget(): void {}
}
