import { type CredentialSource, type Credentials, CredentialsError } from './credentials';

/** How long before their end new credentials are asked for. */
const margin = 5 * 60_000;

/** Credentials that a service gives for a time: kept until shortly before they expire, and asked for once at a time. */
export abstract class ExpiringCredentials implements CredentialSource {
  abstract readonly lookedFor: string;
  #kept: Credentials | undefined;
  #asked: Promise<Credentials> | undefined;

  /** @param now milliseconds since 1970 */
  constructor(private readonly now: () => number = Date.now) {}

  async load(): Promise<Credentials | undefined> {
    if (!this.isSet()) return undefined;
    const kept = this.#kept;
    if (kept && this.#remaining(kept) > margin) return kept;
    this.#asked ??= this.ask().finally(() => {
      this.#asked = undefined;
    });
    try {
      this.#kept = await this.#asked;
    } catch (error) {
      // They hold for some minutes yet, and the next call asks again.
      const isUsable = kept && this.#kept === kept && this.#remaining(kept) > 0;
      if (!(error instanceof CredentialsError && isUsable)) throw error;
    }
    return this.#kept;
  }

  forget(): void {
    this.#kept = undefined;
  }

  /** Whether the environment names the service. */
  protected abstract isSet(): boolean;
  /** @throws CredentialsError */
  protected abstract ask(): Promise<Credentials>;

  #remaining({ expiration = Number.POSITIVE_INFINITY }: Credentials): number {
    return expiration - this.now();
  }
}
