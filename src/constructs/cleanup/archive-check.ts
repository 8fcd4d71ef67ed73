import type { EffectivePolicy } from '../../model/policy/effective-policy';
import { dnsLabel, dnsSubdomain } from '../../model/values/names';
import type { Problems } from '../../model/values/problems';

/** What is set beside a policy for its archive. */
interface ArchiveProps {
  readonly archiveClaim?: string;
  readonly credentialsSecret?: string;
  readonly objectStore?: string;
}

/** What an archive needs, and what only an archive needs. */
export function checkArchive(
  { archiveClaim, credentialsSecret, objectStore }: ArchiveProps,
  policy: EffectivePolicy | undefined,
  problems: Problems,
): void {
  problems.read('archiveClaim', archiveClaim, dnsSubdomain);
  problems.read('credentialsSecret', credentialsSecret, dnsSubdomain);
  problems.read('objectStore', objectStore, dnsLabel);
  if (!policy) return;
  const { directory, s3 } = policy.archive ?? {};
  if (directory !== undefined && archiveClaim === undefined) {
    problems.report('archiveClaim', `is required: ${directory} would be gone with each pod; name a volume claim`);
  }
  if (directory !== undefined && !isOwnFolder(directory)) {
    problems.invalid('policy.archive.directory', directory, 'is no folder to mount a volume at: write e.g. /archive');
  }
  if (archiveClaim !== undefined && directory === undefined) {
    problems.invalid('archiveClaim', archiveClaim, 'is not used: the policy archives to no directory');
  }
  for (const [property, value] of Object.entries({ credentialsSecret, objectStore })) {
    if (value !== undefined && s3 === undefined) {
      problems.invalid(property, value, 'is not used: the policy archives to no S3');
    }
  }
}

/** Absolute, and none of those that are mounted already. */
function isOwnFolder(directory: string): boolean {
  return /^(\/[\w.-]+)+$/.test(directory) && !/\/\.|^\/(etc|steward|var|proc|sys|dev|nodejs)(\/|$)/.test(directory);
}
