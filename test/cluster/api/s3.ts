import { createHash, createHmac } from 'node:crypto';
import { request } from 'node:http';

export interface StoreAccess {
  readonly port: number;
  readonly accessKey: string;
  readonly secretKey: string;
}

export interface StoreAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: string;
}

/**
 * One request to an S3 server on this machine, signed with version 4
 * (https://docs.aws.amazon.com/AmazonS3/latest/API/sig-v4-header-based-auth.html).
 *
 * @param path as it is sent; behind a `?` at most one name without value, e.g. `/bucket/key?tagging`
 */
export function s3(
  access: StoreAccess,
  method: string,
  path: string,
  body = '',
  headers: Readonly<Record<string, string>> = {},
): Promise<StoreAnswer> {
  const time = new Date().toISOString().replace(/[-:]|\.\d+/g, '');
  const payload = hash(body);
  const all: Record<string, string> = {
    ...headers,
    host: `127.0.0.1:${access.port}`,
    'x-amz-content-sha256': payload,
    'x-amz-date': time,
  };
  const names = Object.keys(all).sort();
  const signed = names.join(';');
  const [resource, subresource] = path.split('?');
  const query = subresource === undefined ? '' : `${subresource}=`;
  const canonical = [method, resource, query, ...names.map((name) => `${name}:${all[name]}`), '', signed, payload].join(
    '\n',
  );
  const scope = `${time.slice(0, 8)}/us-east-1/s3/aws4_request`;
  const key = scope.split('/').reduce<Buffer | string>((secret, part) => hmac(secret, part), `AWS4${access.secretKey}`);
  const signature = hmac(key, ['AWS4-HMAC-SHA256', time, scope, hash(canonical)].join('\n')).toString('hex');
  const authorization = `AWS4-HMAC-SHA256 Credential=${access.accessKey}/${scope}, SignedHeaders=${signed}, Signature=${signature}`;
  return new Promise((resolve, reject) => {
    const options = { host: '127.0.0.1', port: access.port, method, path, headers: { ...all, authorization } };
    const outgoing = request(options, (response) => {
      let text = '';
      response.setEncoding('utf8');
      response.on('data', (chunk: string) => {
        text += chunk;
      });
      response.on('end', () => resolve({ status: response.statusCode ?? 0, headers: response.headers, body: text }));
    });
    outgoing.on('error', reject);
    outgoing.setHeader('content-length', Buffer.byteLength(body));
    outgoing.end(body);
  });
}

function hash(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

function hmac(key: Buffer | string, text: string): Buffer {
  return createHmac('sha256', key).update(text).digest();
}
