import { dnsSubdomain } from '../../model/values/names';
import { InvalidValue, type Problems } from '../../model/values/problems';
import { flag, mapOf, readRequired, required, someText } from '../synth/input';

/** A key of a Secret in the workflow's namespace. */
export interface SecretKey {
  readonly name: string;
  readonly key: string;
}

/** Where workflows store artifacts and, if wanted, logs: a bucket of an S3 store. */
export interface ArtifactRepository {
  readonly bucket: string;
  /** Host, with a port if need be, without a scheme. @default 's3.amazonaws.com' */
  readonly endpoint?: string;
  readonly region?: string;
  /** Whether it speaks plain HTTP. @default false */
  readonly insecure?: boolean;
  /** Path of an artifact, in Argo's variables. @default - Argo's, `{{workflow.name}}/{{pod.name}}` */
  readonly keyFormat?: string;
  /** Static credentials. @default - those of the pod's environment, e.g. its service account's role */
  readonly credentials?: { readonly accessKey: SecretKey; readonly secretKey: SecretKey };
  /** Whether the log of each step is stored. @default false */
  readonly archiveLogs?: boolean;
}

/** The document under the controller's key `artifactRepository`. */
export function renderArtifactRepository(
  repository: ArtifactRepository,
  problems: Problems,
): Readonly<Record<string, unknown>> {
  const credentials = mapOf(repository.credentials, 'credentials', problems);
  const secrets = problems.at('credentials');
  return {
    archiveLogs: problems.read('archiveLogs', repository.archiveLogs, flag),
    s3: {
      bucket: readRequired('bucket', repository.bucket, problems, bucketName, 'the name of one'),
      endpoint: problems.read('endpoint', repository.endpoint, hostName) ?? 's3.amazonaws.com',
      region: problems.read('region', repository.region, someText),
      insecure: problems.read('insecure', repository.insecure, flag) ?? false,
      keyFormat: problems.read('keyFormat', repository.keyFormat, someText),
      ...(credentials
        ? {
            accessKeySecret: readSecretKey('accessKey', credentials.accessKey, secrets),
            secretKeySecret: readSecretKey('secretKey', credentials.secretKey, secrets),
          }
        : { useSDKCreds: true }),
    },
  };
}

/** A reference to a Secret, which both of its parts make. */
export function readSecretKey(property: string, secret: SecretKey, problems: Problems): Partial<SecretKey> | undefined {
  const given = mapOf(required(secret, property, problems, 'name and key of a Secret'), property, problems);
  if (!given) return undefined;
  const at = problems.at(property);
  return {
    name: readRequired('name', given.name, at, dnsSubdomain),
    key: readRequired('key', given.key, at, someText),
  };
}

function bucketName(value: string): string {
  if (typeof value === 'string' && /^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/.test(value)) return value;
  throw new InvalidValue(
    value,
    'is no bucket name: use 3 to 63 of a-z, 0-9, . and -, starting and ending with a letter or digit',
  );
}

function hostName(value: string): string {
  if (typeof value === 'string' && /^[A-Za-z0-9.-]+(:\d+)?$/.test(value)) return value;
  throw new InvalidValue(
    value,
    'is no host: write e.g. minio.example.com:9000, without http:// (plain HTTP is `insecure: true`)',
  );
}
