import { createHash } from 'node:crypto';
import { type StoreAnswer, s3 } from '../../api/s3';
import { Bench } from '../../bench/bench';
import { storeCredentials } from '../../control-plane/object-store';

const sha256 = (text: string) => createHash('sha256').update(text).digest('base64');

describe('what we believe about S3 servers', () => {
  const bench = Bench.shared();
  const call = (method: string, path: string, body?: string, headers?: Record<string, string>): Promise<StoreAnswer> =>
    s3({ port: bench.addresses['objectStore'] ?? 0, ...storeCredentials }, method, path, body, headers);

  beforeAll(async () => {
    expect(await call('PUT', '/facts')).toMatchObject({ status: 200 });
  });
  afterAll(() => bench.close());

  it('a PUT with If-None-Match: * writes once, and is refused with 412 afterwards', async () => {
    const once = { 'if-none-match': '*' };
    expect(await call('PUT', '/facts/once', 'first', once)).toMatchObject({ status: 200 });
    expect(await call('PUT', '/facts/once', 'second', once)).toMatchObject({ status: 412 });
    expect(await call('GET', '/facts/once')).toMatchObject({ status: 200, body: 'first' });
  });

  it('a SHA-256 checksum is verified, stored and told', async () => {
    const checksum = (text: string) => ({
      'x-amz-checksum-sha256': sha256(text),
      'x-amz-sdk-checksum-algorithm': 'SHA256',
    });
    expect(await call('PUT', '/facts/summed', 'content', checksum('content'))).toMatchObject({ status: 200 });
    expect(await call('HEAD', '/facts/summed', '', { 'x-amz-checksum-mode': 'ENABLED' })).toMatchObject({
      status: 200,
      headers: { 'x-amz-checksum-sha256': sha256('content'), 'content-length': '7' },
    });
    expect(await call('PUT', '/facts/forged', 'content', checksum('other'))).toMatchObject({ status: 400 });
    expect(await call('HEAD', '/facts/forged')).toMatchObject({ status: 404 });
  });
});
