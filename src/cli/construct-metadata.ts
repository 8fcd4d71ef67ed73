import { readFileSync, rmSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';

/**
 * Deletes the `construct-metadata.json` that cdk8s writes into the folder of these manifests when validation plugins are
 * configured. Only a file of its form is touched, and only in the innermost folder that has all the manifests below it, or
 * in one around it.
 */
export function removeConstructMetadata(manifests: readonly string[]): void {
  const [first] = manifests;
  if (first === undefined) return;
  for (let folder = dirname(first); ; folder = dirname(folder)) {
    const file = join(folder, 'construct-metadata.json');
    if (manifests.every((manifest) => isBelow(manifest, folder)) && isConstructMetadata(file)) {
      rmSync(file);
      return;
    }
    if (dirname(folder) === folder) return;
  }
}

function isBelow(file: string, folder: string): boolean {
  return resolve(file).startsWith(join(resolve(folder), '/'));
}

function isConstructMetadata(file: string): boolean {
  try {
    const { version, resources } = JSON.parse(readFileSync(file, 'utf8'));
    return version === '1.0.0' && typeof resources === 'object' && resources !== null;
  } catch {
    return false;
  }
}
