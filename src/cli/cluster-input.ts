import { existsSync } from 'node:fs';
import { basename, dirname, isAbsolute, join, relative, resolve, sep } from 'node:path';
import type { ClusterProfile, DeclaredEnvironments } from '../model/profile/cluster-profile';

/** Where one cluster's manifests are. */
export interface ClusterInput {
  /** The environment's name, where there are several. */
  readonly name?: string;
  /** Files, folders, or `-` for standard input. */
  readonly paths: readonly string[];
  readonly profile?: ClusterProfile;
}

/** Each root as a cluster, by its folder's name; by its path where two have the same name. */
export function rootInputs(roots: readonly string[]): ClusterInput[] {
  const names = roots.map((root) => basename(resolve(root)));
  return roots.map((root, index) => {
    const name = names[index]!;
    return { name: names.filter((other) => other === name).length > 1 ? root : name, paths: [root] };
  });
}

/** Each declared environment as a cluster; paths start from the folder of the file that declares them. */
export function declaredInputs(environments: DeclaredEnvironments['environments'], file: string): ClusterInput[] {
  return Object.entries(environments).map(([name, { path, profile = {} }]) => {
    return { name, paths: [isAbsolute(path) ? path : join(dirname(file), path)], profile };
  });
}

/** Paths that do not exist, and clusters that share files: one line each. */
export function inputProblems(clusters: readonly ClusterInput[]): string[] {
  const missing = clusters
    .flatMap(({ paths }) => paths)
    .filter((path) => path !== '-' && !existsSync(path))
    .map((path) => `${path} does not exist`);
  const shared = clusters.flatMap((outer) =>
    clusters
      .filter((inner) => inner !== outer && outer.paths.some((path) => inner.paths.some((other) => holds(path, other))))
      .map((inner) => `the environment ${inner.name} is inside ${outer.name}: each must have files of its own`),
  );
  return [...missing, ...shared];
}

function holds(outer: string, inner: string): boolean {
  const path = relative(resolve(outer), resolve(inner));
  return path === '' || (path !== '..' && !path.startsWith(`..${sep}`) && !isAbsolute(path));
}
