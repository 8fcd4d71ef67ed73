import { type ExecFileSyncOptions, execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { copyCrds } from './crds';
import { type Target, targets, type Versions } from './targets';

/** Where the programs and the custom resource definitions of some versions lie. */
export interface Binaries {
  path(name: string): string;
  /** Folder of CRD files. */
  readonly crds: string;
}

/** The machine lacks what the build needs; one line says what. */
export class CannotBuild extends Error {}

const modules = join(repository(), 'test/cluster/build/modules');
const cache =
  process.env['STEWARD_CACHE'] ?? join(process.env['XDG_CACHE_HOME'] ?? join(homedir(), '.cache'), 'cdk8s-steward');

/**
 * Builds what is missing, and says where all of it lies. The cache is keyed by content, binary by binary: the module's
 * pins, the package, the flags and the Go version. Progress goes to standard error.
 *
 * @throws CannotBuild without Go
 */
export function binaries(versions: Versions): Binaries {
  const go = goVersion();
  const wanted = targets(versions).map((target) => ({
    target,
    file: join(cache, 'bin', key(target, go), target.name),
  }));
  const missing = wanted.filter(({ file }) => !existsSync(file));
  missing.forEach(({ target, file }, index) => {
    const started = Date.now();
    process.stderr.write(`building ${target.name} (${index + 1} of ${missing.length}, ${target.module}) … `);
    buildTarget(target, file);
    process.stderr.write(`${((Date.now() - started) / 1000).toFixed(0)} s\n`);
  });
  const files = new Map(wanted.map(({ target, file }) => [target.name, file]));
  return {
    path: (name) => {
      const file = files.get(name);
      if (!file) throw new Error(`${name} is no program of the control plane`);
      return file;
    },
    crds: copyCrds(join(cache, 'crds'), join(modules, `argo-${versions.argo}`)),
  };
}

/** The top of the repository, from a source file's or a compiled file's folder. */
export function repository(): string {
  for (let folder = __dirname; ; folder = join(folder, '..')) {
    if (existsSync(join(folder, 'cdk8s.yaml'))) return folder;
    if (folder === '/') throw new Error(`${__dirname} is not below the repository`);
  }
}

/** The version of a module that a folder below `modules/` pins. */
export function pinnedVersion(folder: string, module: string): string {
  const line = new RegExp(`^\\s*(?:require )?${module.replaceAll('.', '\\.')} (v\\S+)`, 'm');
  const version = line.exec(readFileSync(join(folder, 'go.mod'), 'utf8'))?.[1];
  if (version === undefined) throw new Error(`${folder}/go.mod does not pin ${module}`);
  return version;
}

/** Runs the go command with the settings that make builds equal everywhere. */
export function go(args: readonly string[], options: ExecFileSyncOptions = {}): string {
  const env = { ...process.env, CGO_ENABLED: '0', GOWORK: 'off', GOTOOLCHAIN: 'local', GOFLAGS: '-mod=readonly' };
  return String(execFileSync('go', args, { encoding: 'utf8', maxBuffer: 1 << 26, ...options, env }));
}

function goVersion(): string {
  try {
    return go(['env', 'GOVERSION', 'GOARCH']);
  } catch {
    throw new CannotBuild(
      'the control plane is built from Go modules: install Go 1.26 or later (unit tests need none)',
    );
  }
}

function key(target: Target, goVersion: string): string {
  const folder = moduleFolder(target);
  const content = [goVersion, target.package, target.tags ?? '', flags(target).join(' ')];
  for (const file of ['go.mod', 'go.sum']) content.push(readFileSync(join(folder, file), 'utf8'));
  return createHash('sha256').update(content.join('\0')).digest('hex').slice(0, 16);
}

function moduleFolder({ module }: Target): string {
  const folder = join(modules, module);
  if (!existsSync(folder)) throw new CannotBuild(`there is no ${folder}: choose a version that has one`);
  return folder;
}

function buildTarget(target: Target, file: string): void {
  mkdirSync(join(file, '..'), { recursive: true });
  // Renamed when complete, so that a build that was stopped leaves nothing that looks like a binary.
  const partial = `${file}.${process.pid}`;
  go(['build', '-buildvcs=false', '-trimpath', ...flags(target), '-o', partial, target.package], {
    cwd: moduleFolder(target),
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  renameSync(partial, file);
}

function flags(target: Target): string[] {
  const stamps =
    target.versionOf === undefined ? [] : versionStamps(pinnedVersion(moduleFolder(target), target.versionOf));
  return [...(target.tags ? ['-tags', target.tags] : []), '-ldflags', ['-s', '-w', ...stamps].join(' ')];
}

/** Without them an API server calls itself v0.0.0 and switches its features accordingly. */
function versionStamps(version: string): string[] {
  const minor = version.split('.')[1] ?? '0';
  const values = {
    gitVersion: version,
    gitMajor: '1',
    gitMinor: minor,
    gitTreeState: 'clean',
    gitCommit: '0'.repeat(40),
    buildDate: '1970-01-01T00:00:00Z',
  };
  const packages = ['k8s.io/component-base/version', 'k8s.io/client-go/pkg/version'];
  return packages.flatMap((name) => Object.entries(values).map(([key, value]) => `-X ${name}.${key}=${value}`));
}
