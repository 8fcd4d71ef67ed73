import {
  chmod,
  chown,
  lstat,
  mkdir,
  mkdtemp,
  readdir,
  readlink,
  rename,
  rm,
  symlink,
  unlink,
  writeFile,
} from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';

/** A file of a volume that is made of API objects. */
export interface PayloadFile {
  readonly path: string;
  readonly data: Buffer;
  readonly mode: number;
  /** Owner, if not root; the token file's, so that the container's user can read it. */
  readonly uid?: number;
}

/**
 * Writes files as the kubelet's atomic writer does: into a new folder that `..data` then points to, so that a reader sees
 * either all old or all new files. Nothing is touched when nothing changed.
 */
export async function writePayload(folder: string, files: readonly PayloadFile[], group?: number): Promise<void> {
  const fingerprint = JSON.stringify(files.map(({ data, ...file }) => ({ ...file, data: data.toString('base64') })));
  if (written.get(folder) === fingerprint) return;
  const version = await mkdtemp(join(folder, '..v'));
  await chmod(version, 0o755);
  for (const { path, data, mode, uid = 0 } of files) {
    const file = join(version, path);
    await mkdir(dirname(file), { recursive: true, mode: 0o755 });
    await writeFile(file, data);
    // Not as open(2)'s mode, which the umask narrows.
    await chown(file, uid, group ?? 0);
    // A volume with an fsGroup is readable to that group, whatever its modes say.
    await chmod(file, group === undefined ? mode : mode | 0o440);
  }
  const before = await readlink(join(folder, '..data')).catch(() => undefined);
  await symlink(basename(version), join(folder, '..data_new'));
  await rename(join(folder, '..data_new'), join(folder, '..data'));
  await linkEntries(folder, new Set(files.map(({ path }) => path.split('/')[0]!)));
  if (before !== undefined) await rm(join(folder, before), { recursive: true, force: true });
  written.set(folder, fingerprint);
}

/** Forgets a folder that is removed. */
export function forgetPayload(folder: string): void {
  written.delete(folder);
}

const written = new Map<string, string>();

async function linkEntries(folder: string, names: ReadonlySet<string>): Promise<void> {
  for (const name of await readdir(folder)) {
    if (!name.startsWith('..') && !names.has(name)) await unlink(join(folder, name));
  }
  for (const name of names) {
    const link = join(folder, name);
    if (!(await lstat(link).catch(() => undefined))) await symlink(join('..data', name), link);
  }
}
