import { createHash } from 'node:crypto';
import type { S3Location } from '../../../model/policy/retention-policy';
import type { PutOptions, Store, Stored } from '../store';
import { StoreError } from '../store-error';
import { checkKey } from '../store-key';
import type { CredentialSource } from './credentials/credentials';
import { Transient } from './retry';
import { encodeQuery, S3Address } from './s3-address';
import { type S3Answer, S3Client, type S3ClientOptions } from './s3-client';
import { listedIn } from './s3-listing';

/** A bucket of S3, or of a server that speaks its protocol. */
export class S3Store implements Store {
  readonly #client: S3Client;
  private readonly address: S3Address;

  constructor(
    private readonly location: S3Location,
    credentials: CredentialSource,
    options: S3ClientOptions = {},
  ) {
    this.address = new S3Address(location);
    this.#client = new S3Client(this.address, credentials, options);
  }

  get description(): string {
    return this.address.toString();
  }

  async put(key: string, body: Buffer, options: PutOptions): Promise<void> {
    checkKey(key);
    const headers = { ...this.describing(options), ...this.encrypting(), ...this.keeping(body, options) };
    await this.#client.send({ method: 'PUT', key, headers, body }, () => undefined);
  }

  async head(key: string): Promise<Stored | undefined> {
    checkKey(key);
    const headers = this.checksum === 'sha256' ? { 'x-amz-checksum-mode': 'ENABLED' } : undefined;
    return this.#client.send({ method: 'HEAD', key, headers, accept: [404] }, (answer) =>
      answer.status === 404 ? undefined : this.stored(key, answer),
    );
  }

  async get(key: string): Promise<Buffer | undefined> {
    checkKey(key);
    try {
      return await this.#client.send({ method: 'GET', key }, ({ body }) => body);
    } catch (error) {
      if (error instanceof StoreError && error.code === 'NoSuchKey') return undefined;
      throw error;
    }
  }

  async *list(prefix: string): AsyncGenerator<Stored> {
    for (let token: string | undefined, isFirst = true; isFirst || token !== undefined; isFirst = false) {
      const query: Record<string, string> = { 'list-type': '2', prefix, 'max-keys': '1000' };
      if (token !== undefined) query['continuation-token'] = token;
      const page = await this.#client.send({ method: 'GET', key: '', query }, ({ body }) => {
        const listed = listedIn(body.toString());
        if (listed !== undefined && (listed.next === undefined || listed.next !== token)) return listed;
        throw new Transient(new StoreError('BadListing', `GET ${this.address}: the server sent a listing that is cut`));
      });
      yield* page.objects;
      token = page.next;
    }
  }

  private get checksum(): 'sha256' | 'none' {
    return this.location.checksum ?? 'sha256';
  }

  private describing({ contentType, metadata = {}, tags = {} }: PutOptions): Record<string, string> {
    const all = { ...this.location.tags, ...tags };
    return {
      'content-type': contentType,
      ...(Object.keys(all).length > 0 && { 'x-amz-tagging': encodeQuery(all) }),
      ...Object.fromEntries(Object.entries(metadata).map(([name, text]) => [`x-amz-meta-${name}`, headerText(text)])),
    };
  }

  private encrypting(): Record<string, string> {
    const { encryption } = this.location;
    if (!encryption) return {};
    return {
      'x-amz-server-side-encryption': encryption.algorithm,
      ...(encryption.kmsKeyId && { 'x-amz-server-side-encryption-aws-kms-key-id': encryption.kmsKeyId }),
    };
  }

  private keeping(body: Buffer, { sha256, retention }: PutOptions): Record<string, string> {
    const { lock, legalHold = false } = retention ?? {};
    const isLocked = lock !== undefined || legalHold;
    return {
      ...(this.checksum === 'sha256' && {
        'x-amz-sdk-checksum-algorithm': 'SHA256',
        'x-amz-checksum-sha256': Buffer.from(sha256, 'hex').toString('base64'),
      }),
      // Object Lock asks for a checksum of some kind.
      ...(this.checksum === 'none' && isLocked && { 'content-md5': createHash('md5').update(body).digest('base64') }),
      ...(lock && {
        'x-amz-object-lock-mode': lock.mode,
        'x-amz-object-lock-retain-until-date': new Date(lock.until).toISOString(),
      }),
      ...(legalHold && { 'x-amz-object-lock-legal-hold': 'ON' }),
    };
  }

  private stored(key: string, { headers }: S3Answer): Stored {
    const sum = this.checksum === 'sha256' ? sha256In(headers.get('x-amz-checksum-sha256')) : undefined;
    const md5 = this.checksum === 'sha256' ? md5In(headers) : undefined;
    const names = [...headers.keys()].filter((name) => name.startsWith('x-amz-meta-'));
    return {
      key,
      size: Number(headers.get('content-length') ?? Number.NaN),
      ...(sum && { sha256: sum }),
      ...(md5 && { md5 }),
      metadata: Object.fromEntries(names.map((name) => [name.slice(11), plainText(headers.get(name) ?? '')])),
    };
  }
}

/** That of an upload in parts is a hash of hashes, `…-3`. */
function sha256In(header: string | null): string | undefined {
  return header !== null && /^[A-Za-z0-9+/]{43}=$/.test(header)
    ? Buffer.from(header, 'base64').toString('hex')
    : undefined;
}

/** The tag is the bytes' MD5 unless they are encrypted with keys that the server does not own. */
function md5In(headers: Headers): string | undefined {
  const tag = headers.get('etag')?.replaceAll('"', '') ?? '';
  const algorithm = headers.get('x-amz-server-side-encryption') ?? 'AES256';
  const isCustomers = headers.has('x-amz-server-side-encryption-customer-algorithm');
  return algorithm === 'AES256' && !isCustomers && /^[0-9a-f]{32}$/.test(tag) ? tag : undefined;
}

/** Headers hold printable ASCII, and lose spaces. */
function headerText(text: string): string {
  return text.replace(/[^\x21-\x24\x26-\x7e]+/g, encodeURIComponent);
}

function plainText(header: string): string {
  try {
    return decodeURIComponent(header);
  } catch {
    return header;
  }
}
