import type { ArchiveSettings } from '../../model/policy/retention-policy';
import { DirectoryStore } from './folder/directory-store';
import { CredentialChain } from './s3/credentials/credential-chain';
import type { Environment } from './s3/credentials/credentials';
import type { S3ClientOptions } from './s3/s3-client';
import { S3Store } from './s3/s3-store';
import type { Store } from './store';
import { StoreError } from './store-error';

/**
 * The store of a policy. Nothing is asked of it yet; credentials are looked for when they are needed.
 *
 * @throws StoreError for settings that no store can keep
 */
export function openStore(
  { s3, directory, retention }: ArchiveSettings,
  environment: Environment,
  options: S3ClientOptions = {},
): Store {
  if (s3) return new S3Store(s3, CredentialChain.of(environment, s3.region), options);
  if (directory === undefined)
    throw new StoreError('NoStore', 'archive names no store: set archive.s3 or archive.directory');
  if (retention?.lock || retention?.legalHold) {
    throw new StoreError(
      'NoObjectLock',
      'archive.directory cannot lock what it holds: use archive.s3, or leave archive.retention.lock and legalHold out',
    );
  }
  return new DirectoryStore(directory);
}
