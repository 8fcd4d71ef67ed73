import { type ArtifactRepository, Problems } from '../../../src';
import { renderArtifactRepository } from '../../../src/constructs/workflows/artifact-repository';

function read(repository: object) {
  const problems = Problems.none();
  const document = renderArtifactRepository(repository as ArtifactRepository, problems);
  return { document, problems: problems.all.map(({ property, message }) => `${property} ${message}`) };
}

it('is a bucket of AWS, read with what the pod is given', () => {
  expect(read({ bucket: 'archives' })).toEqual({
    document: { s3: { bucket: 'archives', endpoint: 's3.amazonaws.com', insecure: false, useSDKCreds: true } },
    problems: [],
  });
});

it('is any other S3 store, read with keys from Secrets', () => {
  const accessKey = { name: 'minio', key: 'user' };
  const secretKey = { name: 'minio', key: 'password' };
  const { document } = read({
    bucket: 'archives',
    endpoint: 'minio.argo:9000',
    region: 'eu-central-1',
    insecure: true,
    keyFormat: '{{workflow.name}}',
    credentials: { accessKey, secretKey },
    archiveLogs: true,
  });
  expect(document).toEqual({
    archiveLogs: true,
    s3: {
      bucket: 'archives',
      endpoint: 'minio.argo:9000',
      region: 'eu-central-1',
      insecure: true,
      keyFormat: '{{workflow.name}}',
      accessKeySecret: accessKey,
      secretKeySecret: secretKey,
    },
  });
});

const bucket = 'archives';
const noBucket = 'is no bucket name: use 3 to 63 of a-z, 0-9, . and -, starting and ending with a letter or digit';
const noHost = 'is no host: write e.g. minio.example.com:9000, without http:// (plain HTTP is `insecure: true`)';

it.each<[object, string[]]>([
  [{}, ['bucket is required: the name of one']],
  [{ bucket: 'My_Bucket' }, [`bucket "My_Bucket" ${noBucket}`]],
  [{ bucket: 'ab' }, [`bucket "ab" ${noBucket}`]],
  [{ bucket, endpoint: 'http://minio:9000' }, [`endpoint "http://minio:9000" ${noHost}`]],
  [{ bucket, endpoint: 'minio/path' }, [`endpoint "minio/path" ${noHost}`]],
  [{ bucket, insecure: 'no' }, ['insecure "no" is neither true nor false']],
  [{ bucket, archiveLogs: 1 }, ['archiveLogs 1 is neither true nor false']],
  [{ bucket, region: '' }, ['region "" is empty']],
  [{ bucket, keyFormat: 5 }, ['keyFormat 5 is not text: write a string']],
  [{ bucket, credentials: 'x' }, ['credentials "x" is not a map: write { … }']],
  [
    { bucket, credentials: { accessKey: { name: 'S3' } } },
    [
      'credentials.accessKey.name "S3" is not a DNS-1123 subdomain: use a-z, 0-9, - and ., each part starting and ending with a letter or digit',
      'credentials.accessKey.key is required: got undefined',
      'credentials.secretKey is required: name and key of a Secret',
    ],
  ],
])('refuses %j', (repository, problems) => {
  expect(read(repository).problems).toEqual(problems);
});
