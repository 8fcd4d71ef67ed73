import { statSync } from 'node:fs';
import type { Command } from 'commander';
import type { ArchiveSettings } from '../../model/policy/retention-policy';
import type { Archive } from '../../runtime/store/archive/archive';
import { UsageError } from '../usage-error';

/** Which archive a command means. */
export interface ArchiveFlags {
  readonly policy?: string;
  readonly directory?: string;
  readonly bucket?: string;
  readonly endpoint?: string;
  readonly region?: string;
  readonly prefix?: string;
}

export function addArchiveOptions(command: Command): Command {
  return command
    .option('--policy <file>', 'the archive of this retention policy')
    .option('--directory <folder>', 'the archive in this folder')
    .option('--bucket <name>', 'the archive in this bucket; credentials as for AWS')
    .option('--endpoint <url>', 'of a server that is not AWS')
    .option('--region <name>', 'of the bucket (default: us-east-1)')
    .option('--prefix <path>', 'what keys begin with (default: archive)');
}

/** Whether any archive is meant at all. */
export function namesArchive({ policy, directory, bucket }: ArchiveFlags): boolean {
  return policy !== undefined || directory !== undefined || bucket !== undefined;
}

/** @throws UsageError unless the flags name exactly one */
export function archiveOf(flags: ArchiveFlags): Archive {
  const settings = settingsOf(flags);
  const { openArchive } =
    require('../../runtime/store/archive/open-archive') as typeof import('../../runtime/store/archive/open-archive');
  return openArchive(settings);
}

function settingsOf({ policy, directory, bucket, endpoint, region, prefix }: ArchiveFlags): ArchiveSettings {
  const named = [policy, directory, bucket].filter((name) => name !== undefined);
  if (named.length !== 1) {
    const which = named.length === 0 ? 'no archive is named' : 'several archives are named';
    throw new UsageError([`${which}: use one of --policy, --directory and --bucket`]);
  }
  if (bucket === undefined && (endpoint ?? region) !== undefined) {
    throw new UsageError(['--endpoint and --region say where a --bucket is: there is none']);
  }
  if (policy === undefined) return checked({ directory, bucket, endpoint, region, prefix });
  const { readPolicyFile } =
    require('../../runtime/sweep/policy-source') as typeof import('../../runtime/sweep/policy-source');
  const read = readPolicyFile(policy);
  if (read.policy === undefined) throw new UsageError(read.problems);
  const { archive } = read.policy;
  if (archive === undefined)
    throw new UsageError([`${policy} has no archive: policy ${read.policy.name} keeps nothing`]);
  return prefix === undefined ? archive : { ...archive, prefix };
}

/** The flags' values, as wrong as those of a policy may be. */
function checked({ directory, bucket, endpoint, region, prefix }: Omit<ArchiveFlags, 'policy'>): ArchiveSettings {
  const { archiveProblems } =
    require('../../model/policy/policy-file') as typeof import('../../model/policy/policy-file');
  const written = bucket === undefined ? { directory, prefix } : { s3: { bucket, endpoint, region }, prefix };
  const problems = archiveProblems(written);
  if (problems.length > 0) throw new UsageError(problems.map((problem) => `--${problem.replace(/^s3\./, '')}`));
  if (directory !== undefined && !statSync(directory, { throwIfNoEntry: false })?.isDirectory()) {
    throw new UsageError([`--directory ${JSON.stringify(directory)} is no folder: nothing was archived there`]);
  }
  return written;
}
