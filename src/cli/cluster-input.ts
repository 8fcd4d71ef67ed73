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
  const shared = clusters.flatMap((outer, place) =>
    clusters.flatMap((inner, other) => {
      if (inner === outer || !holdsAny(outer, inner)) return [];
      if (!holdsAny(inner, outer)) {
        return [`the environment ${inner.name} is inside ${outer.name}: each must have files of its own`];
      }
      if (place > other) return [];
      return [
        inner.name === outer.name
          ? `the environment ${inner.name} is named twice: name it once`
          : `the environments ${outer.name} and ${inner.name} are the same folder: each must have files of its own`,
      ];
    }),
  );
  return [...missing, ...shared];
}

function holdsAny(outer: ClusterInput, inner: ClusterInput): boolean {
  return outer.paths.some((path) => inner.paths.some((other) => holds(path, other)));
}

function holds(outer: string, inner: string): boolean {
  const path = relative(resolve(outer), resolve(inner));
  return path === '' || (path !== '..' && !path.startsWith(`..${sep}`) && !isAbsolute(path));
}
