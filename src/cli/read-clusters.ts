import type { ClusterSources } from '../analysis/coherence/check';
import type { Skipped } from '../analysis/findings/report';
import { readManifestFiles } from '../model/manifests/manifest-files';
import type { ClusterInput } from './cluster-input';
import type { Terminal } from './terminal';

/** What the inputs of all clusters held. */
export interface ReadClusters {
  readonly clusters: readonly ClusterSources[];
  /** How many files manifests were found in. */
  readonly files: number;
  readonly skipped: readonly Skipped[];
  /** Why the run cannot be trusted, one line each: input that was asked for, and cannot be read or is not there. */
  readonly failures: readonly string[];
}

/**
 * Reads the manifests of each cluster. What cannot be read is left out and reported; it is a failure when its file was
 * named, or with `strict`. So is a cluster without any object: a check of nothing must not pass.
 */
export async function readClusters(
  inputs: readonly ClusterInput[],
  strict: boolean,
  stdin: Pick<Terminal, 'readStdin'>,
): Promise<ReadClusters> {
  const parts: ReadClusters[] = [];
  for (const input of inputs) parts.push(await readCluster(input, strict, stdin));
  return {
    clusters: parts.flatMap(({ clusters }) => clusters),
    files: parts.reduce((sum, { files }) => sum + files, 0),
    skipped: parts.flatMap(({ skipped }) => skipped),
    failures: parts.flatMap(({ failures }) => failures),
  };
}

async function readCluster(
  { name, paths, profile }: ClusterInput,
  strict: boolean,
  { readStdin }: Pick<Terminal, 'readStdin'>,
): Promise<ReadClusters> {
  const stdin = paths.includes('-') ? await readStdin() : undefined;
  const { files, skipped, errors } = readManifestFiles(paths, { stdin });
  const left: Skipped[] = [...skipped];
  const failures = errors.map(({ path, message }) => `${path} ${message}`);
  if (strict) failures.push(...skipped.filter(isUnreadable).map(({ file, why }) => `${file} ${why}`));
  for (const { problems, namedDirectly } of files) {
    for (const { position, message: why, kind } of problems) {
      const part: Skipped = { file: position.file, line: position.line, why, kind };
      left.push(part);
      if (isUnreadable(part) && (namedDirectly || strict)) failures.push(`${part.file}:${part.line}: ${why}`);
    }
  }
  const manifests = files.flatMap((file) => file.manifests).map(({ manifest, at }) => ({ manifest, locate: at }));
  if (manifests.length + failures.length === 0)
    failures.push(
      `no Kubernetes object in ${paths.map((path) => (path === '-' ? 'the standard input' : path)).join(', ')}: nothing was checked`,
    );
  return {
    clusters: [{ name, manifests, profile }],
    files: files.filter((file) => file.manifests.length > 0).length,
    skipped: left,
    failures,
  };
}

function isUnreadable({ kind }: Pick<Skipped, 'kind'>): boolean {
  return kind === 'unreadable';
}
