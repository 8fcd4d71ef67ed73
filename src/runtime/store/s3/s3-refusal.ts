import { StoreError } from '../store-error';
import type { Credentials } from './credentials/credentials';
import type { S3Address } from './s3-address';

export interface Refusal {
  readonly status: number;
  readonly headers: Headers;
  /** The server's own words; both empty where it sends no body, as to HEAD. */
  readonly code: string;
  readonly message: string;
}

/** What a server says, where, and what to do about it. */
export function refusal(
  address: S3Address,
  { method, key }: { readonly method: string; readonly key: string },
  answer: Refusal,
  credentials: Pick<Credentials, 'source'>,
): StoreError {
  const { status, code, message } = answer;
  const place = key === '' ? `${address}` : `${key} in ${address}`;
  const words = [String(status), code, message.replace(/\.$/, '')].filter((part) => part !== '').join(' ');
  const remedy = remedyFor(address, answer, credentials.source);
  return new StoreError(
    code === '' ? `HTTP${status}` : code,
    `${method} ${place}: the server answered ${words}${remedy === undefined ? '' : `: ${remedy}`}`,
    status,
  );
}

function remedyFor(address: S3Address, answer: Refusal, source: string): string | undefined {
  const { status, headers, code, message } = answer;
  const region = headers.get('x-amz-bucket-region');
  if (region !== null && region !== address.region)
    return `the bucket is in region ${region}: set archive.s3.region to it`;
  if (/lock/i.test(message) && (status === 400 || status === 409)) {
    return 'make the bucket with Object Lock, or leave archive.retention.lock and legalHold out';
  }
  if (/object lock/i.test(message) && status === 403) {
    return 'what stands there is locked and differs: turn the versions of the bucket on, or wait until the lock has ended';
  }
  return remedies(source)[code] ?? byStatus(source)[status];
}

function remedies(source: string): Readonly<Record<string, string>> {
  const keys = `check the keys from ${source}`;
  return {
    NoSuchBucket: 'make the bucket, or correct archive.s3.bucket',
    InvalidBucketName: 'correct archive.s3.bucket',
    InvalidAccessKeyId: keys,
    XAdminUserNotFound: keys,
    SignatureDoesNotMatch: `${keys}, and archive.s3.region`,
    AuthorizationHeaderMalformed: 'correct archive.s3.region',
    ExpiredToken: `renew the session from ${source}`,
    RequestTimeTooSkewed: 'the clocks of this machine and of the server are too far apart',
    SlowDown: 'it asks for fewer requests: lower --workers',
    BadDigest: 'the bytes changed on their way',
    XAmzContentSHA256Mismatch: 'the bytes changed on their way',
    NotImplemented: 'it knows less than AWS: try archive.s3.checksum none, and leave tags, encryption and lock out',
    EntityTooLarge: 'it takes no objects of this size',
    QuotaExceeded: 'free space in the bucket, or raise its quota',
    XMinioStorageFull: 'the server has no space left',
  };
}

function byStatus(source: string): Readonly<Record<number, string>> {
  const right = `s3:PutObject, s3:GetObject, s3:ListBucket`;
  const more = 's3:PutObjectTagging, s3:PutObjectRetention and s3:PutObjectLegalHold where the policy uses them';
  return {
    301: 'correct archive.s3.region, archive.s3.endpoint or archive.s3.pathStyle',
    307: 'correct archive.s3.endpoint',
    401: `check the keys from ${source}`,
    403: `allow ${right} on the bucket and its objects (${more}) to the keys from ${source}`,
    404: 'make the bucket, or correct archive.s3.bucket and archive.s3.endpoint',
    411: 'something between here and the server changes requests',
    507: 'the server has no space left',
  };
}
