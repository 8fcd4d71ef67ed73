import type { ArchiveSettings } from '../../../model/policy/retention-policy';
import { openStore } from '../open-store';
import type { Environment } from '../s3/credentials/credentials';
import { Archive } from './archive';

/** The archive that a policy's settings name; nothing is reached yet. Credentials come from the environment, never from settings. */
export function openArchive(settings: ArchiveSettings, environment: Environment = process.env): Archive {
  return new Archive(openStore(settings, environment), settings);
}
