import { type Dirent, lstatSync, readdirSync, readFileSync, realpathSync, type Stats, statSync } from 'node:fs';
import { join } from 'node:path';
import { namedAbove, templatingIn } from './templating';
import { utf8Text } from './utf8-text';
import { type ReadProblem, readYaml, type SourceManifest } from './yaml-reader';

/** A file that was read, with what it holds. */
export interface ManifestFile {
  /** As the path to it was given. */
  readonly file: string;
  readonly manifests: readonly SourceManifest[];
  /** What it holds beside manifests. */
  readonly problems: readonly ReadProblem[];
  /** Whether the file itself was asked for, and not a folder around it. */
  readonly namedDirectly: boolean;
}

/** A file that was left alone. */
export interface SkippedFile {
  readonly file: string;
  readonly why: string;
  /** `source`: a tool renders manifests from it, and those are to be read. `foreign`: it never was one. */
  readonly kind: 'unreadable' | 'source' | 'foreign';
}

/** A path that was asked for, and cannot be had. */
export interface PathError {
  readonly path: string;
  readonly message: string;
}

export interface ManifestFiles {
  readonly files: readonly ManifestFile[];
  readonly skipped: readonly SkippedFile[];
  readonly errors: readonly PathError[];
}

export interface ManifestFilesOptions {
  /** What the path `-` stands for. @default - `-` is an error */
  readonly stdin?: string;
  /** Bytes that a file may have. @default 64 MiB */
  readonly sizeLimit?: number;
}

/** Bytes that a file of manifests may have. */
export const defaultSizeLimit = 64 * 2 ** 20;
const extensions = /\.(ya?ml|json)$/i;

/**
 * Reads the manifests at paths: files, folders with everything below them (`.yaml`, `.yml`, `.json`, in the order of their
 * paths; hidden folders and `node_modules` are passed over), or `-` for standard input.
 *
 * Sources of Helm and Kustomize are not guessed at: they are skipped, and why. Nothing is followed twice, and nothing that
 * is no regular file is opened.
 */
export function readManifestFiles(paths: readonly string[], options: ManifestFilesOptions = {}): ManifestFiles {
  const walk = new Walk(options);
  for (const path of paths) walk.visit(path);
  return walk;
}

class Walk implements ManifestFiles {
  readonly files: ManifestFile[] = [];
  readonly skipped: SkippedFile[] = [];
  readonly errors: PathError[] = [];
  private readonly folders = new Set<string>();
  private readonly seen = new Set<string>();
  /** Files that a kustomization in a folder above changes or reads. */
  private readonly sources = new Set<string>();
  private readonly sizeLimit: number;

  constructor(private readonly options: ManifestFilesOptions) {
    this.sizeLimit = options.sizeLimit ?? defaultSizeLimit;
  }

  visit(path: string): void {
    if (path === '-') {
      this.visitStdin();
      return;
    }
    const stats = this.attempt(path, () => statSync(path), this.error);
    if (!stats?.isDirectory()) {
      this.readFile(path, stats, true);
      return;
    }
    const before = this.files.length + this.skipped.length + this.errors.length;
    this.visitFolder(path, this.error);
    const after = this.files.length + this.skipped.length + this.errors.length;
    if (after === before) this.error(path, 'holds no .yaml, .yml or .json file');
  }

  private visitStdin(): void {
    const { stdin } = this.options;
    if (stdin === undefined) this.error('-', 'cannot be read: there is no standard input');
    else this.files.push({ file: '-', ...readYaml(stdin, '-'), namedDirectly: true });
  }

  /** @param fail what to do when the folder cannot be read: one that was asked for is an error, others are skipped */
  private visitFolder(folder: string, fail: Report): void {
    const real = this.attempt(folder, () => realpathSync.native(folder), fail);
    // A link may lead back to a folder around it.
    if (real === undefined || this.folders.has(real)) return;
    this.folders.add(real);
    const entries = this.attempt(folder, () => readdirSync(folder, { withFileTypes: true }), fail);
    if (!entries) return;
    const names = new Set(entries.map(({ name }) => name));
    const templating = templatingIn(folder, names);
    for (const path of templating?.below ?? []) this.sources.add(path);
    for (const entry of entries.sort((a, b) => (a.name < b.name ? -1 : 1))) {
      this.visitEntry(join(folder, entry.name), entry, templating);
    }
  }

  private visitEntry(path: string, entry: Dirent, templating: ReturnType<typeof templatingIn>): void {
    const isLink = entry.isSymbolicLink();
    const stats = isLink ? this.attempt(path, () => statSync(path), this.skip) : undefined;
    if (isLink && !stats) return;
    if (entry.isDirectory() || stats?.isDirectory()) {
      if (entry.name.startsWith('.') || entry.name === 'node_modules') return;
      const source = templating?.folder(entry.name);
      if (source) this.leave(path, source);
      else this.visitFolder(path, this.skip);
      return;
    }
    if (!extensions.test(entry.name)) return;
    const source = templating?.file(entry.name);
    if (source) this.leave(path, source, templating?.isRendered);
    else if (this.sources.has(path)) this.leave(path, namedAbove);
    else this.readFile(path, stats ?? this.attempt(path, () => lstatSync(path), this.skip), false);
  }

  private readFile(file: string, stats: Stats | undefined, namedDirectly: boolean): void {
    if (!stats) return;
    const fail = namedDirectly ? this.error : this.skip;
    const real = this.attempt(file, () => this.realFile(file, stats), fail);
    if (real === undefined || this.seen.has(real)) return;
    this.seen.add(real);
    const text = this.attempt(file, () => utf8Text(readFileSync(file)), fail);
    if (text === undefined) return;
    const result = readYaml(text, file);
    if (!namedDirectly && result.manifests.length === 0 && isTemplate(text, result.problems)) {
      this.leave(file, 'is a template ({{ … }}): check what it renders');
    } else this.files.push({ file, ...result, namedDirectly });
  }

  /** @throws Error for what is not to be opened */
  private realFile(file: string, stats: Stats): string {
    // A pipe without writer would be waited for without end.
    if (!stats.isFile()) throw new Error('is no regular file');
    if (stats.size > this.sizeLimit) throw new Error(tooLarge(stats.size, this.sizeLimit));
    return realpathSync.native(file);
  }

  private readonly error: Report = (path, message) => void this.errors.push({ path, message });
  private readonly skip: Report = (file, why) => void this.skipped.push({ file, why, kind: 'unreadable' });

  private leave(file: string, why: string, isSource = true): void {
    this.skipped.push({ file, why, kind: isSource ? 'source' : 'foreign' });
  }

  private attempt<T>(path: string, read: () => T, fail: Report): T | undefined {
    try {
      return read();
    } catch (error) {
      fail(path, reasonOf(error));
      return undefined;
    }
  }
}

type Report = (path: string, message: string) => void;

function isTemplate(text: string, problems: readonly ReadProblem[]): boolean {
  return text.includes('{{') && problems.some(({ kind }) => kind === 'unreadable');
}

function tooLarge(size: number, limit: number): string {
  const mebibytes = (bytes: number) => Math.ceil(bytes / 2 ** 20);
  return `is too large to be read: ${mebibytes(size)} MiB, at most ${mebibytes(limit)}: split it`;
}

const reasons: Readonly<Record<string, string>> = {
  ENOENT: 'does not exist',
  EACCES: 'cannot be read: permission denied',
  EPERM: 'cannot be read: permission denied',
  ELOOP: 'is a link that leads back to itself',
  ENOTDIR: 'does not exist: a part of the path is no folder',
};

function reasonOf(error: unknown): string {
  const { code = '', message } = error as NodeJS.ErrnoException;
  return reasons[code] ?? message;
}
