import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, openSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { binaries, CannotBuild } from './build/build';
import { chosenVersions } from './build/targets';
import { allParts, type Part, startControlPlane } from './control-plane/control-plane';

const usage = `usage: cluster up|down|status [name] [--parts ${allParts.join(',')}]
versions: KUBE=1.36 ARGO=3.7`;

/** Control planes that were started by hand, a folder each. */
const home = join(tmpdir(), 'steward-clusters');

const { positionals, values } = parseArgs({ allowPositionals: true, options: { parts: { type: 'string' } } });
const [command = '', name = 'default'] = positionals;
const parts = (values.parts?.split(',') ?? allParts) as readonly Part[];
const folder = join(home, name);

const commands: Readonly<Record<string, () => Promise<void>>> = { up, down, status, keep };
const unknown = parts.filter((part) => !allParts.includes(part));
if (!commands[command] || unknown.length > 0 || !/^[a-z0-9-]+$/.test(name)) {
  process.stderr.write(`${unknown.length > 0 ? `no such part: ${unknown.join(', ')}\n` : ''}${usage}\n`);
  process.exitCode = 2;
} else {
  commands[command]().catch((error) => {
    process.stderr.write(`${error instanceof CannotBuild ? error.message : error.stack}\n`);
    process.exitCode = error instanceof CannotBuild ? 2 : 1;
  });
}

/** Starts a keeper of its own session, and waits until it has a control plane; does nothing where one runs. */
async function up(): Promise<void> {
  if (keeper(name) === undefined) {
    binaries(chosenVersions());
    rmSync(folder, { recursive: true, force: true });
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    const log = openSync(join(folder, 'keeper.log'), 'a');
    const child = spawn(process.execPath, [__filename, 'keep', name, '--parts', parts.join(',')], {
      detached: true,
      stdio: ['ignore', log, log],
    });
    // Ctrl-C while it starts: the keeper is in a session of its own and would not hear of it.
    for (const signal of ['SIGINT', 'SIGTERM'] as const) {
      process.once(signal, () => {
        child.kill('SIGTERM');
        process.exitCode = 130;
      });
    }
    await until(() => existsSync(join(folder, 'ready')) || child.exitCode !== null);
    if (!existsSync(join(folder, 'ready'))) throw new Error(readFileSync(join(folder, 'keeper.log'), 'utf8'));
    child.unref();
  }
  process.stdout.write(`${readFileSync(join(folder, 'ready'), 'utf8')}\n`);
}

async function down(): Promise<void> {
  const pid = keeper(name);
  if (pid !== undefined) {
    process.kill(pid, 'SIGTERM');
    await until(() => keeper(name) === undefined);
  }
  rmSync(folder, { recursive: true, force: true });
}

async function status(): Promise<void> {
  const names = existsSync(home) ? readdirSync(home) : [];
  for (const one of names) {
    const state = keeper(one) === undefined ? 'not running' : readFileSync(join(home, one, 'ready'), 'utf8');
    process.stdout.write(`${one}\t${state}\n`);
  }
}

/** Owns the control plane's processes: when it ends, the kernel ends them. */
async function keep(): Promise<void> {
  writeFileSync(join(folder, 'keeper.pid'), `${process.pid} ${startTime(process.pid)}`);
  const plane = await startControlPlane({ folder: join(folder, 'run'), parts });
  writeFileSync(join(folder, 'ready'), plane.kubeconfig);
  await new Promise((resolve) => {
    process.once('SIGTERM', resolve);
    process.once('SIGINT', resolve);
    // Nothing else keeps the process alive: its children are not waited for.
    setInterval(() => {}, 60_000);
  });
  await plane.stop();
  process.exit(0);
}

/** The keeper's process id, if it runs; a recycled id has another start time. */
function keeper(of: string): number | undefined {
  const file = join(home, of, 'keeper.pid');
  if (!existsSync(file)) return undefined;
  const [pid, started] = readFileSync(file, 'utf8').split(' ').map(Number);
  return pid !== undefined && startTime(pid) === started ? pid : undefined;
}

/** In clock ticks since boot; undefined for a process that has ended. */
function startTime(pid: number): number | undefined {
  const file = `/proc/${pid}/stat`;
  if (!existsSync(file)) return undefined;
  // Field 22; the second one, the command, may hold spaces and brackets.
  const fields = readFileSync(file, 'utf8')
    .replace(/^.*\) /s, '')
    .split(' ');
  return fields[0] === 'Z' ? undefined : Number(fields[19]);
}

async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await new Promise((resolve) => setTimeout(resolve, 50));
}
