import { createHash } from 'node:crypto';
import { AwsV4Signer } from 'aws4fetch';
import { StoreError } from '../store-error';
import { type CredentialSource, type Credentials, CredentialsError } from './credentials/credentials';
import { exchange, type HttpAnswer } from './exchange';
import { defaultRetryLimits, type RetryLimits, retry, retryAfter, Transient } from './retry';
import type { S3Address } from './s3-address';
import { refusal } from './s3-refusal';
import { reasonOf } from './unreachable';
import { textIn } from './xml';

export interface S3Request {
  readonly method: 'GET' | 'HEAD' | 'PUT';
  /** Empty for the bucket itself. */
  readonly key: string;
  readonly query?: Readonly<Record<string, string>>;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: Buffer;
  /** Statuses that are answers too, beside 200. */
  readonly accept?: readonly number[];
}

export type S3Answer = HttpAnswer;

export interface S3ClientOptions {
  readonly retries?: RetryLimits;
  /** Milliseconds for one attempt, its body included. @default 60,000 */
  readonly timeout?: number;
}

/** One that comes after a while: what S3 calls SlowDown, and failures of its own. */
const transientStatuses = [429, 500, 502, 503, 504];
const transientCodes = ['SlowDown', 'RequestTimeout', 'RequestLimitExceeded', 'OperationAborted', 'InternalError'];
const expiredCodes = ['ExpiredToken', 'ExpiredTokenException', 'TokenRefreshRequired'];

/** Signed requests to a bucket, made again while the failure may pass. */
export class S3Client {
  // Private in the language's sense: no inspection shows them.
  readonly #credentials: CredentialSource;
  /** The signing keys of days, which are made from the secret. */
  readonly #signingKeys = new Map<string, ArrayBuffer>();
  readonly #retries: RetryLimits;
  readonly #timeout: number;

  constructor(
    readonly address: S3Address,
    credentials: CredentialSource,
    { retries = defaultRetryLimits, timeout = 60_000 }: S3ClientOptions = {},
  ) {
    this.#credentials = credentials;
    this.#retries = retries;
    this.#timeout = timeout;
  }

  /**
   * @param read what the answer must give; throws `Transient` for one that is cut
   * @throws StoreError
   */
  send<T>(request: S3Request, read: (answer: S3Answer) => T): Promise<T> {
    let mayRenew = true;
    return retry(this.#retries, async () => {
      const credentials = await this.#load();
      const answer = await this.#attempt(request, credentials);
      if (answer.status === 200 || request.accept?.includes(answer.status)) return read(answer);
      const text = answer.body.toString();
      const [code = '', message = ''] = [textIn(text, 'Code'), textIn(text, 'Message')].map((part) => part?.trim());
      const error = refusal(
        this.address,
        request,
        { ...answer, code, message: credentials.scrub(message) },
        credentials,
      );
      if (expiredCodes.includes(code) && mayRenew) {
        mayRenew = false;
        this.#credentials.forget();
        throw new Transient(error, 0);
      }
      const isTransient = transientStatuses.includes(answer.status) || transientCodes.includes(code);
      if (!isTransient) throw error;
      throw new Transient(error, retryAfter(answer.headers.get('retry-after'), Date.now()));
    });
  }

  /** @throws Transient without answer */
  async #attempt(request: S3Request, credentials: Credentials): Promise<S3Answer> {
    const { method, key, body } = request;
    const { url, headers } = await this.#sign(request, credentials);
    // What is stored is what is wanted; it is not signed, for some proxies change it.
    headers.set('accept-encoding', 'identity');
    try {
      // A redirect would carry the object to somebody else: it is an answer, and none that is accepted.
      return await exchange({ url, method, headers, body, timeout: this.#timeout });
    } catch (error) {
      const place = key === '' ? `${this.address}` : `${key} in ${this.address}`;
      const why = credentials.scrub(`${method} ${place}: the server ${reasonOf(error)}`);
      throw new Transient(new StoreError('Unreachable', why));
    }
  }

  #sign({ method, key, query, headers, body }: S3Request, credentials: Credentials) {
    const { accessKeyId, secretAccessKey, sessionToken } = credentials;
    const hash = createHash('sha256')
      .update(body ?? '')
      .digest('hex');
    return new AwsV4Signer({
      method,
      url: this.address.url(key, query),
      headers: { ...headers, 'x-amz-content-sha256': hash, 'user-agent': 'cdk8s-steward' },
      accessKeyId,
      secretAccessKey,
      sessionToken,
      service: 's3',
      region: this.address.region,
      cache: this.#signingKeys,
    }).sign();
  }

  /** @throws StoreError */
  async #load(): Promise<Credentials> {
    try {
      const credentials = await this.#credentials.load();
      if (credentials) return credentials;
    } catch (error) {
      if (!(error instanceof CredentialsError)) throw error;
      const failure = new StoreError('NoCredentials', `${this.address}: ${error.message}`);
      throw error.isTransient ? new Transient(failure) : failure;
    }
    const { lookedFor } = this.#credentials;
    throw new StoreError('NoCredentials', `${this.address}: no credentials; looked for ${lookedFor}`);
  }
}
