import type { ArchiveRetention } from '../../model/policy/retention-policy';

/** What a store tells of something that it holds. */
export interface Stored {
  readonly key: string;
  /** In bytes. */
  readonly size: number;
  /** Of the bytes, in hex. Undefined where the store does not tell it. */
  readonly sha256?: string;
  /** Of the bytes, in hex. Undefined where the store does not tell it. */
  readonly md5?: string;
  /** What it was put with. Listings do not tell it. */
  readonly metadata?: Readonly<Record<string, string>>;
}

/** How long something must stay, whoever asks for its deletion. */
export interface StoreRetention {
  readonly lock?: {
    readonly mode: NonNullable<ArchiveRetention['lock']>['mode'];
    /** Milliseconds since 1970. */
    readonly until: number;
  };
  readonly legalHold?: boolean;
}

export interface PutOptions {
  readonly contentType: string;
  /** Of the body, in hex. */
  readonly sha256: string;
  /** Keys in lower case. @default - none */
  readonly metadata?: Readonly<Record<string, string>>;
  /** @default - none */
  readonly tags?: Readonly<Record<string, string>>;
  /** @default - none */
  readonly retention?: StoreRetention;
}

/**
 * Where bytes are kept by a key. What is there is whole: a put that fails, or is interrupted at any moment, leaves what was
 * there before.
 *
 * All methods throw `StoreError`.
 */
export interface Store {
  /** As messages name it: `bucket archive at https://minio.example.com:9000`. */
  readonly description: string;
  put(key: string, body: Buffer, options: PutOptions): Promise<void>;
  head(key: string): Promise<Stored | undefined>;
  get(key: string): Promise<Buffer | undefined>;
  /** Everything whose key begins with the prefix, in the order of the keys' bytes. */
  list(prefix: string): AsyncIterable<Stored>;
}
