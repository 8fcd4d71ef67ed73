import { spawn } from 'node:child_process';
import { closeSync, constants, openSync } from 'node:fs';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { Socket } from 'node:net';
import { constants as system } from 'node:os';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { quoted, run, toolPath } from './commands';
import { commandWords, type Launch, launchScript } from './launch';

/** How a container's process ended. */
export interface Exit {
  readonly code: number;
  /** Why it never became the container's own program. */
  readonly startError?: string;
}

/** A container's running process. */
export interface ContainerProcess {
  /** The container's first process, as the host numbers it; undefined until `ready`. */
  readonly pid: number | undefined;
  /** Resolves when the program runs, or has failed to. */
  readonly ready: Promise<void>;
  readonly exited: Promise<Exit>;
  kill(signal: NodeJS.Signals): void;
}

/**
 * Starts the first process of the new pid namespace, waits for it, and ends with its exit code: what `unshare --fork` is for,
 * but util-linux 2.38 loses a child's signal. What the shell itself says of signals is not the container's output.
 */
const keeper = 'exec 5>&2 2>/dev/null; setpriv --pdeathsig=KILL /bin/sh "$1" 2>&5 5>&-; exit $?';

/** Starts a container. Its output goes to `onOutput`, all of it before `exited` resolves. */
export async function startProcess(
  launch: Launch,
  onOutput: (stream: 'stdout' | 'stderr', chunk: Buffer) => void,
): Promise<ContainerProcess> {
  await mkdir(launch.folder, { recursive: true, mode: 0o700 });
  const script = join(launch.folder, 'start.sh');
  await writeFile(script, launchScript(launch), { mode: 0o600 });
  const outputs = await Promise.all([openPipe(launch.folder, 'stdout'), openPipe(launch.folder, 'stderr')]);
  const [stdout, stderr] = outputs;
  const child = spawn(
    'setpriv',
    [
      '--pdeathsig=KILL',
      ...(launch.network ? ['nsenter', `--net=${launch.network}`] : []),
      ...['unshare', '--mount', '--pid', '--uts', '--ipc', '/bin/sh', '-c', keeper, 'keeper', script],
    ],
    { stdio: ['ignore', stdout.writeEnd, stderr.writeEnd, 'pipe'], env: { PATH: toolPath }, cwd: '/' },
  );
  for (const { writeEnd } of outputs) closeSync(writeEnd);
  const ends = [drain(stdout.reader, 'stdout'), drain(stderr.reader, 'stderr')];
  let pid: number | undefined;
  let report = '';
  const reports = child.stdio[3] as Readable;
  const ready = new Promise<void>((resolve) => {
    reports.on('data', (chunk) => {
      report += chunk;
      const match = /^ready (\d+)$/m.exec(report);
      if (match) pid = Number(match[1]);
      if (match) resolve();
    });
    reports.on('close', resolve);
  });
  const exited = new Promise<Exit>((resolve, reject) => {
    child.on('error', reject);
    child.on('close', async (code, signal) => {
      await Promise.all(ends);
      if (pid === undefined) resolve({ code: 128, startError: report.trim() || `start script: ${signal ?? code}` });
      else resolve({ code: signal ? 128 + system.signals[signal] : (code ?? 0) });
    });
  });
  return {
    get pid() {
      return pid;
    },
    ready,
    exited,
    kill: (signal) => {
      // Before it is ready there is no one to ask: its keeper goes, and it with it.
      if (pid === undefined) child.kill('SIGKILL');
      else if (child.exitCode === null && child.signalCode === null) signalProcess(pid, signal);
    },
  };

  function drain(reader: Socket, stream: 'stdout' | 'stderr'): Promise<void> {
    reader.on('data', (chunk: Buffer) => onOutput(stream, chunk));
    return new Promise((resolve) => reader.on('close', () => resolve()));
  }
}

/** Runs a command in a container that runs; its exit code and output, or a rejection when it takes too long. */
export function execInContainer(
  pid: number,
  launch: Launch,
  command: readonly string[],
  timeoutMilliseconds: number,
): Promise<{ readonly code: number; readonly output: string }> {
  const joins = launch.entrances.map((file) => `echo 0 >${quoted(file)}`);
  const words = ['nsenter', `--target=${pid}`, '--mount', '--pid', '--net', '--uts', '--ipc', '--'];
  const inside = commandWords({ ...launch, command })
    .map(quoted)
    .join(' ');
  const entered = `cd ${quoted(launch.workingDir)}; exec ${inside}`;
  const script = [...joins, `exec ${[...words, '/bin/sh', '-c', entered].map(quoted).join(' ')}`].join('\n');
  return new Promise((resolve, reject) => {
    const child = spawn('/bin/sh', ['-c', script], { env: { PATH: toolPath }, stdio: ['ignore', 'pipe', 'pipe'] });
    let output = '';
    const timer = setTimeout(() => {
      child.kill('SIGKILL');
      reject(new Error(`command timed out after ${timeoutMilliseconds / 1000}s`));
    }, timeoutMilliseconds);
    for (const stream of [child.stdout, child.stderr]) {
      stream.on('data', (chunk) => {
        if (output.length < 10_240) output += chunk;
      });
    }
    child.on('error', reject);
    child.on('close', (code, signal) => {
      clearTimeout(timer);
      resolve({ code: signal ? 128 + system.signals[signal] : (code ?? 0), output });
    });
  });
}

/**
 * A named pipe: Node's own pipes are sockets, which a program cannot open again as `/dev/stdout`. Any user may write: the
 * container's opens it by that path.
 */
async function openPipe(folder: string, name: string): Promise<{ reader: Socket; writeEnd: number }> {
  const path = join(folder, name);
  await rm(path, { force: true });
  await run('mkfifo', ['-m', '622', path]);
  const readEnd = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK);
  const writeEnd = openSync(path, constants.O_WRONLY);
  await rm(path);
  return { reader: new Socket({ fd: readEnd, readable: true, writable: false }), writeEnd };
}

function signalProcess(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal);
  } catch {
    // It has just ended.
  }
}
