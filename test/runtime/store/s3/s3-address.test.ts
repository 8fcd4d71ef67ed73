import fc from 'fast-check';
import { S3Address } from '../../../../src/runtime/store/s3/s3-address';

test.each([
  [{ bucket: 'b' }, 'https://b.s3.us-east-1.amazonaws.com/k'],
  [{ bucket: 'b', region: 'eu-central-1' }, 'https://b.s3.eu-central-1.amazonaws.com/k'],
  [{ bucket: 'b', region: 'cn-north-1' }, 'https://b.s3.cn-north-1.amazonaws.com.cn/k'],
  [{ bucket: 'b', pathStyle: true }, 'https://s3.us-east-1.amazonaws.com/b/k'],
  // The certificate is for one name before s3.
  [{ bucket: 'b.example', region: 'eu-west-1' }, 'https://s3.eu-west-1.amazonaws.com/b.example/k'],
  [{ bucket: 'b', endpoint: 'https://minio.example.com:9000' }, 'https://minio.example.com:9000/b/k'],
  [{ bucket: 'b', endpoint: 'http://minio:9000/' }, 'http://minio:9000/b/k'],
  [{ bucket: 'b', endpoint: 'https://s3.example.com', pathStyle: false }, 'https://b.s3.example.com/k'],
])('%j is at %s', (location, url) => {
  expect(new S3Address(location).url('k')).toBe(url);
});

test('the bucket itself, with a query in one spelling', () => {
  const address = new S3Address({ bucket: 'b', endpoint: 'http://h' });
  expect(address.url('', { prefix: 'a b/ü+*', 'list-type': '2' })).toBe(
    'http://h/b/?prefix=a%20b%2F%C3%BC%2B%2A&list-type=2',
  );
  expect(String(address)).toBe('bucket b at http://h');
});

test('a key is in the path letter for letter, and nothing takes a part of it for something else', () => {
  const address = new S3Address({ bucket: 'b', endpoint: 'http://h' });
  const segment = fc
    .oneof(
      fc.string({ unit: 'grapheme', minLength: 1 }),
      fc.constantFrom('a+b', 'a%2Fb', '?x=1', '#', '\\', "!'()*", '...'),
    )
    .filter((text) => text !== '.' && text !== '..' && !text.includes('/'));
  fc.assert(
    fc.property(fc.array(segment, { minLength: 1 }), (segments) => {
      const { pathname, search, hash } = new URL(address.url(segments.join('/')));
      expect(pathname.split('/').slice(2).map(decodeURIComponent)).toEqual(segments);
      expect(pathname).toMatch(/^[A-Za-z0-9/._~%-]*$/);
      expect(search + hash).toBe('');
    }),
  );
});
