import type { S3Location } from './retention-policy';

/** The port at which the server of an archive listens; of AWS, where the policy names none. */
export function archivePort({ endpoint = 'https://s3.amazonaws.com' }: S3Location): number {
  const { port, protocol } = new URL(endpoint);
  return port === '' ? (protocol === 'http:' ? 80 : 443) : Number(port);
}
