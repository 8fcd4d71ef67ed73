import { createHash } from 'node:crypto';
import type { S3Location } from '../../../../src/model/policy/retention-policy';
import {
  type CredentialSource,
  Credentials,
  CredentialsError,
} from '../../../../src/runtime/store/s3/credentials/credentials';
import { retryAfter } from '../../../../src/runtime/store/s3/retry';
import { S3Store } from '../../../../src/runtime/store/s3/s3-store';
import type { PutOptions } from '../../../../src/runtime/store/store';
import { StoreError } from '../../../../src/runtime/store/store-error';
import { type Answer, type FakeServer, s3Error, withServer } from '../fake-server';
import { all, sha256 } from '../objects';

/*
 * Faults, and what goes over the wire. That a real server accepts all this, signatures included, is shown in the cluster
 * suite.
 */

const body = Buffer.from('content');
const options: PutOptions = { contentType: 'application/gzip', sha256: sha256(body) };
const secrets = { accessKeyId: 'the-id', secretAccessKey: 'the-secret', sessionToken: 'the-session' };
const retries = { attempts: 3, firstPause: 1, longestPause: 5 };

class Source implements CredentialSource {
  readonly lookedFor = 'a test';
  forgotten = 0;
  constructor(private readonly credentials: Credentials | undefined = new Credentials(secrets, 'a test')) {}
  async load() {
    return this.credentials;
  }
  forget() {
    this.forgotten += 1;
  }
}

function withStore<T>(
  answer: Answer,
  use: (store: S3Store, server: FakeServer, source: Source) => Promise<T>,
  location: Partial<S3Location> = {},
  timeout = 5_000,
): Promise<T> {
  return withServer(answer, (server) => {
    const source = new Source();
    const store = new S3Store({ bucket: 'b', endpoint: server.url, ...location }, source, { retries, timeout });
    return use(store, server, source);
  });
}

/** The error of an attempt that must fail; no secret is in it. */
async function failure(attempt: Promise<unknown>): Promise<StoreError> {
  const error = await attempt.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  expect(error).toBeInstanceOf(StoreError);
  expect(`${(error as Error).stack}${JSON.stringify(error)}`).not.toMatch(/the-secret|the-session/);
  return error as StoreError;
}

describe('over the wire', () => {
  const ok: Answer = () => ({});

  test('a put says what it is, for whom it is tagged, how it is encrypted and how long it stays', async () => {
    await withStore(
      ok,
      async (store, { seen }) => {
        const lock = { mode: 'COMPLIANCE', until: Date.UTC(2027, 0, 1) } as const;
        await store.put('a/b c', body, {
          ...options,
          metadata: { phase: 'Failed', note: 'ä  %' },
          tags: { 'expire-after': '2027-01-01', team: 'c' },
          retention: { lock, legalHold: true },
        });
        expect(seen).toHaveLength(1);
        expect(seen[0]).toMatchObject({
          method: 'PUT',
          url: '/b/a/b%20c',
          body,
          headers: {
            'content-type': 'application/gzip',
            'content-length': '7',
            'accept-encoding': 'identity',
            'x-amz-content-sha256': sha256(body),
            'x-amz-checksum-sha256': createHash('sha256').update(body).digest('base64'),
            'x-amz-sdk-checksum-algorithm': 'SHA256',
            'x-amz-meta-phase': 'Failed',
            'x-amz-meta-note': '%C3%A4%20%20%25',
            'x-amz-tagging': 'owner=a%20b&team=c&expire-after=2027-01-01',
            'x-amz-server-side-encryption': 'aws:kms',
            'x-amz-server-side-encryption-aws-kms-key-id': 'key-1',
            'x-amz-object-lock-mode': 'COMPLIANCE',
            'x-amz-object-lock-retain-until-date': '2027-01-01T00:00:00.000Z',
            'x-amz-object-lock-legal-hold': 'ON',
            'x-amz-security-token': 'the-session',
          },
        });
        const signed =
          /^AWS4-HMAC-SHA256 Credential=the-id\/\d{8}\/eu-west-1\/s3\/aws4_request, SignedHeaders=(\S+), /.exec(
            seen[0]?.headers.authorization ?? '',
          );
        for (const name of ['host', 'x-amz-meta-phase', 'x-amz-tagging', 'x-amz-content-sha256']) {
          expect(signed?.[1]?.split(';')).toContain(name);
        }
        expect(signed?.[1]?.split(';')).not.toContain('accept-encoding');
      },
      {
        region: 'eu-west-1',
        tags: { owner: 'a b', team: 'b' },
        encryption: { algorithm: 'aws:kms', kmsKeyId: 'key-1' },
      },
    );
  });

  test('with checksum none, no header names one; a lock, which asks for one, brings MD5', async () => {
    await withStore(
      ok,
      async (store, { seen }) => {
        await store.put('a', body, options);
        await store.put('a', body, { ...options, retention: { legalHold: true } });
        await store.head('a');
        const names = seen.map(({ headers }) => Object.keys(headers));
        expect(names.flat().filter((name) => /checksum/.test(name))).toEqual([]);
        expect(names[0]).not.toContain('content-md5');
        expect(seen[1]?.headers['content-md5']).toBe(createHash('md5').update(body).digest('base64'));
      },
      { checksum: 'none' },
    );
  });

  const base64 = createHash('sha256').update(body).digest('base64');
  const md5 = createHash('md5').update(body).digest('hex');
  test.each([
    ['its checksum', { 'x-amz-checksum-sha256': base64 }, { sha256: sha256(body) }],
    ['the checksum of parts, which is none of the bytes', { 'x-amz-checksum-sha256': `${base64}-3` }, {}],
    ['a tag that is an MD5', { etag: `"${md5}"` }, { md5 }],
    ['a tag of parts', { etag: `"${md5}-3"` }, {}],
    ['a tag of what KMS encrypts', { etag: `"${md5}"`, 'x-amz-server-side-encryption': 'aws:kms' }, {}],
    [
      'a tag of what the customer encrypts',
      { etag: `"${md5}"`, 'x-amz-server-side-encryption-customer-algorithm': 'AES256' },
      {},
    ],
    [
      'metadata',
      { 'x-amz-meta-note': '%C3%A4%20%25', 'x-amz-meta-odd': '%zz' },
      { metadata: { note: 'ä %', odd: '%zz' } },
    ],
  ])('a HEAD tells %s', async (_, headers: Record<string, string>, told) => {
    await withStore(
      () => ({ headers: { 'content-length': '7', ...headers } }),
      async (store) => {
        expect(await store.head('a')).toEqual({ key: 'a', size: 7, metadata: {}, ...told });
      },
    );
  });

  test('with checksum none, what the server tells is not believed', async () => {
    await withStore(
      () => ({ headers: { 'content-length': '7', etag: `"${md5}"`, 'x-amz-checksum-sha256': base64 } }),
      async (store) => expect(await store.head('a')).toEqual({ key: 'a', size: 7, metadata: {} }),
      { checksum: 'none' },
    );
  });

  test('bytes come as they are stored, also where a server says that they are encoded', async () => {
    await withStore(
      () => ({ body: Buffer.from([0x1f, 0x8b, 1, 2]), headers: { 'content-type': 'application/gzip' } }),
      async (store) => expect(await store.get('a')).toEqual(Buffer.from([0x1f, 0x8b, 1, 2])),
    );
  });
});

test('one connection serves one request after the other, HEAD too', async () => {
  await withStore(
    ({ method }) => (method === 'HEAD' ? { headers: { 'content-length': '7' } } : {}),
    async (store, server) => {
      for (let time = 0; time < 3; time += 1) {
        await store.head('a');
        await store.put('a', body, options);
        await store.get('a');
      }
      expect(server.seen).toHaveLength(9);
      expect(server.connections).toBe(1);
    },
  );
});

describe('what passes is waited out', () => {
  test.each([
    ['500', s3Error(500, 'InternalError', 'We encountered an internal error')],
    ['503 SlowDown', s3Error(503, 'SlowDown', 'Please reduce your request rate.')],
    ['429', { status: 429 }],
    ['502 of a proxy', { status: 502, body: '<html>Bad Gateway</html>' }],
    ['400 RequestTimeout', s3Error(400, 'RequestTimeout', 'Your socket connection to the server was not read from')],
    ['409 OperationAborted', s3Error(409, 'OperationAborted', 'A conflicting operation is in progress')],
  ])('%s', async (_, refusal) => {
    await withStore(
      () => refusal,
      async (store, server) => {
        server.answer = () => (server.seen.length < 3 ? refusal : {});
        await store.put('a', body, options);
        expect(server.seen).toHaveLength(3);
        // Each attempt carries the whole body.
        expect(server.seen.map((request) => request.body.toString())).toEqual(['content', 'content', 'content']);
        server.answer = () => refusal;
        const error = await failure(store.put('a', body, options));
        expect(error.message).toMatch(/ \(3 attempts\)$/);
        expect(server.seen).toHaveLength(6);
      },
    );
  });

  test('a connection that is closed, before and within the answer', async () => {
    await withStore(
      () => ({}),
      async (store, server) => {
        server.answer = (_, response) => {
          if (server.seen.length === 1) response.destroy();
          else if (server.seen.length === 2) {
            response.writeHead(200, { 'content-length': '7' });
            response.write('con', () => response.destroy());
          } else return { body };
          return undefined;
        };
        expect(await store.get('a')).toEqual(body);
        expect(server.seen).toHaveLength(3);
        server.answer = (_, response) => void response.destroy();
        expect((await failure(store.get('a'))).message).toBe(
          `GET a in bucket b at ${server.url}: the server closed the connection (3 attempts)`,
        );
      },
    );
  });

  test('a server that does not answer in time', async () => {
    await withStore(
      () => undefined,
      async (store, server) => {
        expect((await failure(store.head('a'))).message).toBe(
          `HEAD a in bucket b at ${server.url}: the server did not answer in time (3 attempts)`,
        );
        expect(server.seen).toHaveLength(3);
      },
      {},
      50,
    );
  });

  test('a body that does not come in time', async () => {
    await withStore(
      (_, response) => {
        response.writeHead(200, { 'content-length': '7' }).write('con');
        return undefined;
      },
      async (store) => expect((await failure(store.get('a'))).message).toContain('did not answer in time'),
      {},
      50,
    );
  });

  test('a listing that is cut is asked for again, and one that leads in a circle is an error', async () => {
    const page = (content: string) => ({ body: `<ListBucketResult>${content}</ListBucketResult>` });
    const object = (key: string) => `<Contents><Key>${key}</Key><Size>1</Size></Contents>`;
    const more = '<IsTruncated>true</IsTruncated><NextContinuationToken>t 1</NextContinuationToken>';
    await withStore(
      () => ({}),
      async (store, server) => {
        server.answer = ({ url }) => {
          if (server.seen.length === 1) return { body: page(object('a')).body.slice(0, 40) };
          return url.includes('continuation-token') ? page(object('b')) : page(more + object('a'));
        };
        expect((await all(store.list('p/'))).map(({ key }) => key)).toEqual(['a', 'b']);
        expect(server.seen.map(({ url }) => url)).toEqual([
          '/b/?list-type=2&prefix=p%2F&max-keys=1000',
          '/b/?list-type=2&prefix=p%2F&max-keys=1000',
          '/b/?list-type=2&prefix=p%2F&max-keys=1000&continuation-token=t%201',
        ]);
        server.answer = () => page(more + object('a'));
        const error = await failure(all(store.list('')));
        expect(error.message).toBe(`GET bucket b at ${server.url}: the server sent a listing that is cut (3 attempts)`);
      },
    );
  });

  test('as long as a server asks for, within bounds', async () => {
    expect(retryAfter('7', 0)).toBe(7_000);
    expect(retryAfter('Sat, 28 Nov 2026 04:00:10 GMT', Date.UTC(2026, 10, 28, 4))).toBe(10_000);
    expect(retryAfter('Sat, 28 Nov 2026 04:00:00 GMT', Date.UTC(2026, 10, 28, 5))).toBe(0);
    expect(retryAfter('soon', 0)).toBeUndefined();
    expect(retryAfter(null, 0)).toBeUndefined();
    await withStore(
      () => ({}),
      async (store, server) => {
        // An hour is cut to the longest pause, 5 ms here.
        server.answer = () => (server.seen.length === 1 ? { status: 503, headers: { 'retry-after': '3600' } } : {});
        await store.put('a', body, options);
        expect(server.seen).toHaveLength(2);
      },
    );
  });
});

describe('what does not pass is said at once, with its remedy', () => {
  test.each([
    [
      s3Error(403, 'AccessDenied', 'Access Denied'),
      '403 AccessDenied Access Denied: allow s3:PutObject, s3:GetObject, s3:ListBucket',
    ],
    [
      s3Error(404, 'NoSuchBucket', 'The specified bucket does not exist.'),
      '404 NoSuchBucket The specified bucket does not exist: make the bucket, or correct archive.s3.bucket',
    ],
    [s3Error(403, 'InvalidAccessKeyId', 'No such key'), 'check the keys from a test'],
    [s3Error(403, 'SignatureDoesNotMatch', 'No match'), 'check the keys from a test, and archive.s3.region'],
    [
      s3Error(403, 'RequestTimeTooSkewed', 'Too skewed'),
      'the clocks of this machine and of the server are too far apart',
    ],
    [
      s3Error(400, 'InvalidRequest', 'Bucket is missing ObjectLockConfiguration'),
      'make the bucket with Object Lock, or leave archive.retention.lock',
    ],
    [
      s3Error(403, 'AccessDenied', 'Access Denied because object protected by object lock.'),
      'what stands there is locked and differs',
    ],
    [s3Error(501, 'NotImplemented', 'A header you provided implies functionality'), 'try archive.s3.checksum none'],
    [
      {
        ...s3Error(301, 'PermanentRedirect', 'Elsewhere'),
        headers: { 'x-amz-bucket-region': 'eu-west-1', location: 'http://127.0.0.1:1/' },
      },
      'the bucket is in region eu-west-1: set archive.s3.region to it',
    ],
    [{ status: 307, headers: { location: 'http://127.0.0.1:1/' } }, '307: correct archive.s3.endpoint'],
    [{ status: 507, body: 'full' }, '507: the server has no space left'],
  ])('%j', async (answer, remedy) => {
    await withStore(
      () => answer,
      async (store, server) => {
        const error = await failure(store.put('a', body, options));
        expect(error.message).toContain(`PUT a in bucket b at ${server.url}: the server answered`);
        expect(error.message).toContain(remedy);
        expect(error.status).toBe(answer.status);
        // A redirect is not followed: the object would go to somebody else.
        expect(server.seen).toHaveLength(1);
      },
    );
  });

  test('what is not there is not there; a bucket that is not there is an error', async () => {
    await withStore(
      () => s3Error(404, 'NoSuchKey', 'The specified key does not exist.'),
      async (store, server) => {
        expect(await store.get('a')).toBeUndefined();
        expect(await store.head('a')).toBeUndefined();
        server.answer = () => s3Error(404, 'NoSuchBucket', 'The specified bucket does not exist.');
        expect((await failure(store.get('a'))).code).toBe('NoSuchBucket');
        expect((await failure(all(store.list('')))).code).toBe('NoSuchBucket');
      },
    );
  });

  test('a secret that a server repeats is not shown', async () => {
    await withStore(
      () => s3Error(400, 'Odd', 'the-secret and the-session are wrong'),
      async (store) => expect((await failure(store.get('a'))).message).toContain('400 Odd *** and *** are wrong'),
    );
  });

  test('a server that nobody can reach', async () => {
    const at = (endpoint: string) => new S3Store({ bucket: 'b', endpoint }, new Source(), { retries });
    expect((await failure(at('http://127.0.0.1:9').head('a'))).message).toBe(
      'HEAD a in bucket b at http://127.0.0.1:9: the server refuses connections: check host and port (3 attempts)',
    );
    expect((await failure(at('http://nowhere.invalid').head('a'))).message).toMatch(
      /its name (is not known|cannot be looked up)/,
    );
    await withServer(
      () => ({}),
      async ({ url }) => {
        const error = await failure(at(url.replace('http', 'https')).head('a'));
        expect(error.message).toContain('does not speak TLS: is it http and not https?');
      },
    );
  });

  test('a key that no store can keep', async () => {
    await withStore(
      () => ({}),
      async (store, { seen }) => {
        for (const attempt of [store.put('../a', body, options), store.get('a/../b'), store.head('')]) {
          expect((await failure(attempt)).code).toBe('InvalidKey');
        }
        expect(seen).toEqual([]);
      },
    );
  });
});

describe('credentials', () => {
  test('that have expired are asked for once more', async () => {
    await withStore(
      () => ({}),
      async (store, server, source) => {
        const expired = s3Error(
          400,
          'ExpiredToken',
          'The provided token has expired.',
          '<Token-0>the-session</Token-0>',
        );
        server.answer = () => (server.seen.length === 1 ? expired : {});
        await store.put('a', body, options);
        expect(source.forgotten).toBe(1);
        server.answer = () => expired;
        expect((await failure(store.put('a', body, options))).message).toContain('renew the session from a test');
        expect(source.forgotten).toBe(2);
      },
    );
  });

  test('that are not there are named', async () => {
    const none = new S3Store(
      { bucket: 'b', endpoint: 'http://h' },
      { lookedFor: 'this and that', load: async () => undefined, forget: () => {} },
    );
    expect((await failure(none.head('a'))).message).toBe(
      'bucket b at http://h: no credentials; looked for this and that',
    );
    let asked = 0;
    const broken = (isTransient: boolean): CredentialSource => ({
      lookedFor: '',
      load: async () => {
        asked += 1;
        throw new CredentialsError('the agent is away', isTransient);
      },
      forget: () => {},
    });
    for (const [isTransient, attempts] of [
      [false, 1],
      [true, 3],
    ] as const) {
      asked = 0;
      const store = new S3Store({ bucket: 'b', endpoint: 'http://h' }, broken(isTransient), { retries });
      expect((await failure(store.head('a'))).message).toContain('bucket b at http://h: the agent is away');
      expect(asked).toBe(attempts);
    }
  });
});
