import { ContainerCredentials } from './container-credentials';
import { type CredentialSource, type Credentials, CredentialsError, type Environment } from './credentials';
import { CredentialsFolder } from './credentials-folder';
import { EnvironmentCredentials } from './environment-credentials';
import { SharedCredentialsFile } from './shared-credentials-file';
import { WebIdentityCredentials } from './web-identity';

/** The first of several sources that gives credentials. */
export class CredentialChain implements CredentialSource {
  constructor(private readonly sources: readonly CredentialSource[]) {}

  /** All sources of an environment: what is said most plainly first. */
  static of(environment: Environment, region?: string): CredentialChain {
    return new CredentialChain([
      new CredentialsFolder(environment),
      new EnvironmentCredentials(environment),
      new WebIdentityCredentials(environment, region),
      new ContainerCredentials(environment),
      new SharedCredentialsFile(environment),
    ]);
  }

  get lookedFor(): string {
    return this.sources.map(({ lookedFor }) => lookedFor).join('; ');
  }

  /** @throws CredentialsError when none is set, too */
  async load(): Promise<Credentials> {
    for (const source of this.sources) {
      const credentials = await source.load();
      if (credentials) return credentials;
    }
    throw new CredentialsError(`no credentials; looked for ${this.lookedFor}`);
  }

  forget(): void {
    for (const source of this.sources) source.forget();
  }
}
