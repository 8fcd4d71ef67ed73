import { createHash, randomBytes } from 'node:crypto';
import fc from 'fast-check';
import type { S3Location } from '../../../../src/model/policy/retention-policy';
import { Archive } from '../../../../src/runtime/store/archive/archive';
import { ArchiveFailed } from '../../../../src/runtime/store/archive/archive-failed';
import { CapsuleArchive } from '../../../../src/runtime/store/capsules/capsule-archive';
import { capsuleOf } from '../../../../src/runtime/store/capsules/capsule-of';
import { openStore } from '../../../../src/runtime/store/open-store';
import { elementsIn, textIn } from '../../../../src/runtime/store/s3/xml';
import type { PutOptions } from '../../../../src/runtime/store/store';
import { StoreError } from '../../../../src/runtime/store/store-error';
import { checkKey } from '../../../../src/runtime/store/store-key';
import { all, sha256, standing, workflow, workflowKey } from '../../../runtime/store/objects';
import { s3 } from '../../api/s3';
import { Bench } from '../../bench/bench';
import { storeCredentials } from '../../control-plane/object-store';

describe('the archive in a real S3 server', () => {
  const bench = Bench.shared();
  const port = bench.addresses['objectStore'] ?? 0;
  const endpoint = `http://127.0.0.1:${port}`;
  const bucket = `store-${process.pid}`;
  const locked = `${bucket}-locked`;
  const environment = {
    AWS_ACCESS_KEY_ID: storeCredentials.accessKey,
    AWS_SECRET_ACCESS_KEY: storeCredentials.secretKey,
    HOME: '/nonexistent',
  };
  const raw = (method: string, path: string, headers: Record<string, string> = {}) =>
    s3({ port, ...storeCredentials }, method, path, '', headers);
  const store = (more: Partial<S3Location> = {}, variables: Record<string, string> = {}) =>
    openStore(
      { s3: { bucket, endpoint, ...more } },
      { ...environment, ...variables },
      { retries: { attempts: 2, firstPause: 10, longestPause: 10 } },
    );
  const options = (body: Buffer, more: Partial<PutOptions> = {}): PutOptions => ({
    contentType: 'application/gzip',
    sha256: sha256(body),
    ...more,
  });
  const failure = async (attempt: Promise<unknown>): Promise<StoreError> => {
    const error = await attempt.catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(StoreError);
    return error as StoreError;
  };

  beforeAll(async () => {
    expect(await raw('PUT', `/${bucket}`)).toMatchObject({ status: 200 });
    expect(await raw('PUT', `/${locked}`, { 'x-amz-bucket-object-lock-enabled': 'true' })).toMatchObject({
      status: 200,
    });
  });
  afterAll(() => bench.close());

  it('keeps bytes, and tells their size, their hashes and what was said of them', async () => {
    const body = Buffer.from('content');
    const metadata = { phase: 'Failed', note: 'ä  b%' };
    await store().put('plain', body, options(body, { metadata }));
    expect(await store().get('plain')).toEqual(body);
    expect(await store().head('plain')).toEqual({
      key: 'plain',
      size: 7,
      sha256: sha256(body),
      md5: createHash('md5').update(body).digest('hex'),
      metadata,
    });
    expect(await raw('HEAD', `/${bucket}/plain`)).toMatchObject({
      headers: { 'content-type': 'application/gzip', 'x-amz-meta-phase': 'Failed' },
    });
    expect(await store().head('none')).toBeUndefined();
    expect(await store().get('none')).toBeUndefined();
  });

  it('keeps nothing whose checksum is not that of the bytes', async () => {
    const body = Buffer.from('content');
    const error = await failure(store().put('forged', body, { ...options(body), sha256: sha256('other') }));
    expect(error.message).toMatch(/400 BadDigest .*: the bytes changed on their way$/);
    expect(await store().head('forged')).toBeUndefined();
  });

  it('keeps what has no checksum, too; then only the bytes themselves tell', async () => {
    const body = Buffer.from('no checksum');
    const plain = store({ checksum: 'none' });
    await plain.put('unsummed', body, options(body));
    expect(await plain.head('unsummed')).toEqual({ key: 'unsummed', size: 11, metadata: {} });
    expect((await raw('HEAD', `/${bucket}/unsummed`, { 'x-amz-checksum-mode': 'ENABLED' })).headers).not.toHaveProperty(
      'x-amz-checksum-sha256',
    );
  });

  it('tags what it keeps: of the policy, and of each object', async () => {
    const body = Buffer.from('tagged');
    await store({ tags: { 'cost center': 'a+b/c=d' } }).put(
      'tagged',
      body,
      options(body, { tags: { 'expire-after': '2027-02-28' } }),
    );
    const { body: told } = await raw('GET', `/${bucket}/tagged?tagging`);
    const tags = elementsIn(told, 'Tag').map((tag) => [textIn(tag, 'Key'), textIn(tag, 'Value')]);
    expect(Object.fromEntries(tags)).toEqual({ 'cost center': 'a+b/c=d', 'expire-after': '2027-02-28' });
  });

  it('keeps any key as it is, and lists it so', async () => {
    const segment = fc.oneof(
      fc.string({ unit: 'grapheme', minLength: 1, maxLength: 8 }),
      fc.constantFrom("a+b!'()*~:@,;=&$?#", 'a b', 'a%2Fb', '%', '+', '日本語', '😀', '...', 'A', '<&>"', '\\'),
    );
    const seen = new Set<string>();
    await fc.assert(
      fc.asyncProperty(fc.array(segment, { minLength: 1, maxLength: 3 }), async (segments) => {
        // The file system below the server cannot keep both a and a/b.
        const key = ['keys', ...segments.map((part, index) => `${segments.length}${index}${part}`)].join('/');
        fc.pre(isKey(key) && Buffer.byteLength(key) < 200);
        const body = Buffer.from(key);
        await store().put(key, body, options(body));
        seen.add(key);
        expect((await store().get(key))?.toString()).toBe(key);
        expect(await store().head(key)).toMatchObject({ sha256: sha256(body) });
      }),
      { numRuns: 150 },
    );
    const listed = (await all(store().list('keys/'))).map(({ key }) => key);
    expect(new Set(listed)).toEqual(seen);
  });

  it('lists more than one page holds, in order, by any prefix', async () => {
    const body = Buffer.from('x');
    const keys = Array.from({ length: 2_345 }, (_, index) => `pages/p${String(index).padStart(5, '0')}`);
    await inParallel(16, keys, (key) => store().put(key, body, options(body)));
    expect((await all(store().list('pages/'))).map(({ key }) => key)).toEqual(keys);
    expect(await all(store().list('pages/p0001'))).toHaveLength(10);
    expect(await all(store().list('pages/none'))).toEqual([]);
  });

  it('keeps 5 MB, many at once', async () => {
    const bodies = Array.from({ length: 8 }, () => randomBytes(5_000_000));
    await inParallel(4, bodies, async (body) => {
      const key = `large/${sha256(body)}`;
      await store().put(key, body, options(body));
      expect(await store().head(key)).toMatchObject({ size: 5_000_000, sha256: sha256(body) });
      expect((await store().get(key))?.equals(body)).toBe(true);
    });
  });

  it.each<[string, Partial<S3Location>, Record<string, string>, RegExp]>([
    [
      'a wrong secret',
      {},
      { AWS_SECRET_ACCESS_KEY: 'wrong' },
      /403 SignatureDoesNotMatch .*check the keys from the environment/,
    ],
    [
      'an unknown key id',
      {},
      { AWS_ACCESS_KEY_ID: 'nobody' },
      /No user exists .*: check the keys from the environment/,
    ],
    [
      'no bucket',
      { bucket: 'no-such-bucket' },
      {},
      /404 NoSuchBucket .*: make the bucket, or correct archive\.s3\.bucket$/,
    ],
    [
      'another region',
      { region: 'eu-west-1' },
      {},
      /the region "eu-west-1" is wrong; expecting "us-east-1": correct archive\.s3\.region$/,
    ],
    ['no server', { endpoint: 'http://127.0.0.1:49' }, {}, /refuses connections: check host and port \(2 attempts\)$/],
    ['TLS where there is none', { endpoint: `https://127.0.0.1:${port}` }, {}, /does not speak TLS/],
    [
      'no credentials',
      {},
      { AWS_ACCESS_KEY_ID: '', AWS_SECRET_ACCESS_KEY: '' },
      /no credentials; looked for .*AWS_ACCESS_KEY_ID/,
    ],
  ])('says what is wrong with %s, and shows no secret', async (_, location, variables, message) => {
    const body = Buffer.from('x');
    const wrong = store(location, variables);
    for (const attempt of [
      () => wrong.put('k', body, options(body)),
      () => wrong.get('k'),
      () => all(wrong.list('')),
    ]) {
      const error = await failure(attempt());
      expect(error.message).toMatch(message);
      expect(error.message).toContain(`bucket ${location.bucket ?? bucket} at ${location.endpoint ?? endpoint}`);
      expect(error.message).not.toContain(storeCredentials.secretKey);
    }
  });

  it('locks what the policy says, and the server then lets nobody delete it', async () => {
    const until = Date.now() + 3_600_000;
    const body = Buffer.from('locked');
    const inLocked = store({ bucket: locked });
    await inLocked.put(
      'kept',
      body,
      options(body, { retention: { lock: { mode: 'COMPLIANCE', until }, legalHold: true } }),
    );
    expect(await raw('HEAD', `/${locked}/kept`)).toMatchObject({
      headers: { 'x-amz-object-lock-mode': 'COMPLIANCE', 'x-amz-object-lock-legal-hold': 'ON' },
    });
    expect(await raw('DELETE', `/${locked}/kept`)).toMatchObject({ status: 403 });
    // Without a checksum of ours, Object Lock takes MD5.
    await store({ bucket: locked, checksum: 'none' }).put(
      'kept-too',
      body,
      options(body, { retention: { legalHold: true } }),
    );
    expect(await raw('DELETE', `/${locked}/kept-too`)).toMatchObject({ status: 403 });
    const error = await failure(store().put('x', body, options(body, { retention: { legalHold: true } })));
    expect(error.message).toMatch(/400 InvalidRequest .*: make the bucket with Object Lock/);
  });

  it('archives a workflow once, finds it, shows it, and finds nothing wrong with it', async () => {
    const archive = new Archive(store(), { prefix: 'a/b', retention: { expireAfter: '90d' } });
    const first = await archive.write(workflow(), standing(workflow()));
    expect(first).toMatchObject({ key: workflowKey.replace('archive', 'a/b'), wasThere: false });
    expect(await archive.write(workflow(), standing(workflow()))).toEqual({ ...first, wasThere: true });
    await archive.writeLog(workflow(), standing(workflow()), { pod: 'p', container: 'main' }, 'line\n');
    const { managedFields: _, ...metadata } = workflow().metadata;
    expect(await archive.show(first.key)).toEqual({ ...workflow(), metadata });
    expect(await archive.find({ namespace: 'agents', name: 'nightly-x2b7q' })).toMatchObject({ key: first.key });
    expect(await all(archive.logs(first.key))).toMatchObject([{ log: { pod: 'p', container: 'main' } }]);
    expect((await all(archive.integrity())).map(({ problems }) => problems)).toEqual([[], []]);
    expect((await raw('HEAD', `/${bucket}/${first.key}`)).headers).toMatchObject({
      'x-amz-meta-workflow-name': 'nightly-x2b7q',
      'x-amz-meta-namespace': 'agents',
      'x-amz-meta-archive-date': expect.stringMatching(/^\d{8}_\d{6}$/),
      'x-amz-meta-phase': 'Failed',
      'x-amz-meta-sha256': first.sha256,
      // When it may go, for the bucket's lifecycle and for people.
      'x-amz-tagging-count': '2',
    });
  });

  it('archives without checksums by reading back, and into a locked bucket', async () => {
    const unsummed = new Archive(store({ checksum: 'none' }), { prefix: 'read-back' });
    expect((await unsummed.write(workflow(), standing(workflow()))).wasThere).toBe(false);
    expect((await unsummed.write(workflow(), standing(workflow()))).wasThere).toBe(true);
    const lock = { mode: 'GOVERNANCE', for: '1h' } as const;
    const keeping = new Archive(store({ bucket: locked }), { retention: { lock } });
    const { key } = await keeping.write(workflow(), standing(workflow()));
    expect((await keeping.write(workflow(), standing(workflow()))).wasThere).toBe(true);
    expect(await raw('DELETE', `/${locked}/${key}`)).toMatchObject({ status: 403 });
  });

  it('finds what was tampered with behind its back', async () => {
    const archive = new Archive(store(), { prefix: 'tampered' });
    const { key } = await archive.write(workflow(), standing(workflow()));
    const body = (await store().get(key))!;
    body[body.length - 1]! ^= 1;
    const metadata = (await store().head(key))!.metadata;
    await store().put(key, body, options(body, { metadata }));
    expect((await all(archive.integrity())).flatMap(({ problems }) => problems)).toEqual([
      expect.stringMatching(/^has SHA-256 \w+, and was put with \w+$/),
      expect.stringMatching(/^is no whole gzip: /),
    ]);
    // The next run puts it right.
    expect((await archive.write(workflow(), standing(workflow()))).wasThere).toBe(false);
    expect((await all(archive.integrity())).flatMap(({ problems }) => problems)).toEqual([]);
  });

  it('keeps an object that cannot be archived', async () => {
    const nowhere = new Archive(store({ bucket: 'no-such-bucket' }));
    const error = await nowhere.write(workflow(), standing(workflow())).catch((thrown) => thrown);
    expect(error).toBeInstanceOf(ArchiveFailed);
    expect(error).toMatchObject({ reason: 'store', message: expect.stringContaining('404 NoSuchBucket') });
  });

  it('keeps what a failed pod told', async () => {
    const { managedFields: _, ...metadata } = workflow({ name: 'pod-1' }).metadata;
    const pod = { apiVersion: 'v1', kind: 'Pod', metadata, status: { phase: 'Failed', message: 'token=abc' } };
    const capsules = new CapsuleArchive(new Archive(store(), { prefix: 'capsules' }));
    await capsules.save(capsuleOf(pod, [], new Map([['main', 'password: hunter2\nlast words']]), Date.now()));
    const found = await capsules.find({ namespace: 'agents', name: 'pod-1' });
    expect(found?.status.message).toBe('token=***');
    expect(found?.logs['main']?.lines).toEqual(['password: ***', 'last words']);
  });
});

function isKey(key: string): boolean {
  try {
    checkKey(key);
    return true;
  } catch {
    return false;
  }
}

async function inParallel<T>(workers: number, items: readonly T[], work: (item: T) => Promise<unknown>): Promise<void> {
  const rest = [...items];
  await Promise.all(
    Array.from({ length: workers }, async () => {
      for (let item = rest.shift(); item !== undefined; item = rest.shift()) await work(item);
    }),
  );
}
