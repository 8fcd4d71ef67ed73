import {
  type Dirent,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmdirSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { dirname, isAbsolute, join, posix } from 'node:path';

/** The first line of every file we render; it tells our stale files from those of others. */
export const header = '# rendered by cdk8s-steward';

/** Files below a folder: content by path, relative and with `/`. */
export type Files = ReadonlyMap<string, string>;

/** What writing a tree changed; paths relative to its folder. */
export interface TreeChange {
  readonly written: readonly string[];
  readonly deleted: readonly string[];
  readonly unchanged: number;
}

/** One file's text: the header and each document behind its `---`. */
export function fileText(documents: readonly string[]): string {
  // Concatenated, so that V8 copies no document until the file is written.
  return documents.reduce((text, document) => `${text}---\n${document}`, `${header}\n`);
}

/**
 * Why this tree cannot be written, before anything is: paths that leave the folder or are not in their plain form, files of
 * others in the way, folders where a file must go and files where a folder must.
 */
export function treeProblems(folder: string, files: Files): string[] {
  const problems: string[] = [];
  const parents = new Set<string>();
  for (const path of files.keys()) {
    const plain = posix.normalize(path);
    if (isAbsolute(path) || plain.split('/')[0] === '..') {
      problems.push(`${path} leaves the output folder ${folder}: use a relative path below it`);
    } else if (path !== plain || path === '.' || path.endsWith('/')) {
      problems.push(`${path} is no plain path of a file: write it without ., .. and doubled or trailing /`);
    } else {
      const obstacle = obstacleAt(join(folder, path));
      if (obstacle) problems.push(`${join(folder, path)} is in the way: ${obstacle}; move or delete it`);
      for (let parent = posix.dirname(path); parent !== '.'; parent = posix.dirname(parent)) parents.add(parent);
    }
  }
  for (const parent of parents) {
    const where = join(folder, parent);
    if (files.has(parent)) problems.push(`${parent} is a file, and the folder of others: rename one of them`);
    else if (isFile(where)) problems.push(`${where} is in the way: it must be a folder; move or delete it`);
  }
  return problems;
}

/**
 * Makes the folder hold these files and no other file of ours: writes what changed, deletes stale files that bear our
 * header and the folders they leave empty. Files of others stay.
 */
export function writeTree(folder: string, files: Files): TreeChange {
  const written: string[] = [];
  const folders = new Set<string>();
  for (const [path, text] of files) {
    const target = join(folder, path);
    if (textOf(target) === text) continue;
    const parent = dirname(target);
    if (!folders.has(parent)) {
      mkdirSync(parent, { recursive: true });
      folders.add(parent);
    }
    writeFileSync(target, text);
    written.push(path);
  }
  const deleted = deleteStale(folder, '', files);
  return { written, deleted, unchanged: files.size - written.length };
}

function deleteStale(folder: string, prefix: string, files: Files): string[] {
  const deleted: string[] = [];
  for (const item of entries(folder)) {
    const target = join(folder, item.name);
    const path = `${prefix}${item.name}`;
    if (item.isDirectory()) {
      const below = deleteStale(target, `${path}/`, files);
      if (below.length > 0 && entries(target).length === 0) rmdirSync(target);
      deleted.push(...below);
    } else if (item.isFile() && !files.has(path) && /\.ya?ml$/.test(item.name) && textOf(target)?.startsWith(header)) {
      rmSync(target);
      deleted.push(path);
    }
  }
  return deleted;
}

function isFile(path: string): boolean {
  return unlessMissing(() => statSync(path))?.isDirectory() === false;
}

/** Why no file of ours can be written there. */
function obstacleAt(file: string): string | undefined {
  try {
    return isForeign(file) ? `it does not start with "${header}", so it is not ours` : undefined;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EISDIR') return 'it is a folder';
    throw error;
  }
}

function isForeign(file: string): boolean {
  const text = textOf(file);
  return text !== undefined && text !== '' && !text.startsWith(header);
}

function textOf(file: string): string | undefined {
  // An error costs much more than the question, and in a new tree no file is there.
  return existsSync(file) ? unlessMissing(() => readFileSync(file, 'utf8')) : undefined;
}

function entries(folder: string): Dirent[] {
  return unlessMissing(() => readdirSync(folder, { withFileTypes: true })) ?? [];
}

function unlessMissing<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code;
    if (code === 'ENOENT' || code === 'ENOTDIR') return undefined;
    throw error;
  }
}
