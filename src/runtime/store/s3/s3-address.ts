import type { S3Location } from '../../../model/policy/retention-policy';

/** Where a bucket and its objects are. */
export class S3Address {
  readonly bucket: string;
  readonly region: string;
  /** Origin of the server, without a slash at its end. */
  readonly endpoint: string;
  /** What a key is appended to. */
  private readonly root: string;

  constructor({ bucket, region = 'us-east-1', endpoint, pathStyle }: S3Location) {
    this.bucket = bucket;
    this.region = region;
    const aws = `https://s3.${region}.amazonaws.com${region.startsWith('cn-') ? '.cn' : ''}`;
    this.endpoint = endpoint?.replace(/\/+$/, '') ?? aws;
    // Certificates for *.s3.… do not cover a name with dots.
    const isInPath = pathStyle ?? (endpoint !== undefined || bucket.includes('.'));
    const name = encode(bucket);
    this.root = isInPath ? `${this.endpoint}/${name}` : this.endpoint.replace('://', `://${name}.`);
  }

  url(key: string, query: Readonly<Record<string, string>> = {}): string {
    const path = key.split('/').map(encode).join('/');
    const search = encodeQuery(query);
    return `${this.root}/${path}${search === '' ? '' : `?${search}`}`;
  }

  /** As messages name it: `bucket archive at https://minio.example.com:9000`. */
  toString(): string {
    return `bucket ${this.bucket} at ${this.endpoint}`;
  }
}

/** As S3 signs it: everything but letters, digits and `-._~`, which leaves no two spellings of one text. */
export function encode(text: string): string {
  return encodeURIComponent(text).replace(/[!'()*]/g, (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`);
}

export function encodeQuery(query: Readonly<Record<string, string>>): string {
  return Object.entries(query)
    .map(([name, value]) => `${encode(name)}=${encode(value)}`)
    .join('&');
}
