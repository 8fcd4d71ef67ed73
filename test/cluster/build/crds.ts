import { createHash } from 'node:crypto';
import { copyFileSync, existsSync, mkdirSync, readdirSync, readFileSync, renameSync } from 'node:fs';
import { basename, join } from 'node:path';
import { isAtLeast } from '../../../src/model/values/version';
import { go, pinnedVersion, repository } from './build';
import { argoModule } from './targets';

/** A file that imports/ was made from. */
interface ImportedFile {
  /** `module@version:path`. */
  readonly origin: string;
  readonly sha256: string;
}

/**
 * Gathers the custom resource definitions: those pinned in imports/, by their checksums, and all of Argo Workflows in the
 * version that runs. Returns their folder, which is keyed by content.
 */
export function copyCrds(cache: string, argoFolder: string): string {
  const imported = importedCrds().filter(({ origin }) => !origin.startsWith(argoModule));
  const version = pinnedVersion(argoFolder, argoModule);
  const argo = `${argoModule}@${version}`;
  // API servers of today refuse the full definitions of Argo 3.6 and older: they are not structural.
  const size = isAtLeast(version, '3.7') ? 'full' : 'minimal';
  const content = [...imported.map(({ sha256 }) => sha256), argo, size].join();
  const folder = join(cache, createHash('sha256').update(content).digest('hex').slice(0, 16));
  if (existsSync(folder)) return folder;

  const partial = `${folder}.${process.pid}`;
  mkdirSync(partial, { recursive: true });
  for (const { origin, sha256 } of imported) {
    const [module = '', path = ''] = origin.split(':');
    const file = join(moduleSource(module), path);
    const actual = createHash('sha256').update(readFileSync(file)).digest('hex');
    if (actual !== sha256) throw new Error(`${origin} has checksum ${actual}, imports/ was made from ${sha256}`);
    copyFileSync(file, join(partial, basename(path)));
  }
  const definitions = join(moduleSource(argo), 'manifests/base/crds', size);
  for (const name of readdirSync(definitions).filter((file) => file.startsWith('argoproj.io_'))) {
    copyFileSync(join(definitions, name), join(partial, name));
  }
  renameSync(partial, folder);
  return folder;
}

function importedCrds(): ImportedFile[] {
  const { files } = JSON.parse(readFileSync(join(repository(), 'imports/index.json'), 'utf8'));
  return files.filter(({ path }: { path: string }) => path.startsWith('crds/'));
}

/** Folder of a module's source, downloaded if need be. */
function moduleSource(module: string): string {
  const options = { cwd: '/', env: { ...process.env, GOFLAGS: '-mod=mod' } };
  return JSON.parse(go(['mod', 'download', '-json', module], options)).Dir;
}
