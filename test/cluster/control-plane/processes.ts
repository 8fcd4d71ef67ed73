import { type ChildProcess, spawn } from 'node:child_process';
import { mkdirSync, openSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

interface Running {
  readonly name: string;
  readonly child: ChildProcess;
}

/**
 * The processes of one control plane. The kernel ends them with the process that started them, however that ends, so
 * nothing is left behind by a crash.
 */
export class Processes {
  private readonly running: Running[] = [];
  private stopping = false;

  constructor(private readonly logs: string) {
    mkdirSync(logs, { recursive: true });
  }

  /** @param atDeath the signal it gets when this process ends before it */
  start(
    name: string,
    command: string,
    args: readonly string[],
    env: Readonly<Record<string, string>> = {},
    atDeath: 'KILL' | 'TERM' = 'KILL',
  ): void {
    const log = openSync(this.logFile(name), 'a');
    const child = spawn('setpriv', ['--pdeathsig', atDeath, '--', command, ...args], {
      stdio: ['ignore', log, log],
      env: { ...process.env, ...env },
    });
    child.on('error', (error) => process.stderr.write(`${name} could not be started: ${error.message}\n`));
    child.on('exit', (code, signal) => {
      if (!this.stopping)
        process.stderr.write(`${name} ended by itself (${signal ?? code}): ${this.lastLines(name)}\n`);
    });
    this.running.push({ name, child });
  }

  /** Process ids by name, of those that run. */
  get ids(): Readonly<Record<string, number>> {
    const alive = this.running.filter(({ child }) => child.exitCode === null && child.signalCode === null);
    return Object.fromEntries(alive.map(({ name, child }) => [name, child.pid ?? 0]));
  }

  /** Waits until the check succeeds; fails at once when the process has ended, and with its log when time is up. */
  async ready(name: string, check: () => Promise<unknown>, seconds = 60): Promise<void> {
    const end = Date.now() + seconds * 1_000;
    for (let reason: unknown; ; ) {
      try {
        await check();
        return;
      } catch (error) {
        reason = error;
      }
      const ended = this.running.find((one) => one.name === name)?.child.exitCode ?? null;
      if (ended !== null || Date.now() > end) {
        throw new Error(`${name} did not become ready (${reason}); its log ends with: ${this.lastLines(name)}`);
      }
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }

  /** Ends them in reverse order of their start, those of one stage together: a part must not outlive what it writes to. */
  async stop(): Promise<void> {
    this.stopping = true;
    const last = ['kube-apiserver', 'etcd'];
    const first = this.running.filter(({ name }) => !last.includes(name));
    await Promise.all(first.map(({ child }) => end(child)));
    for (const name of last) {
      await Promise.all(this.running.filter((one) => one.name === name).map(({ child }) => end(child)));
    }
  }

  private logFile(name: string): string {
    return join(this.logs, `${name}.log`);
  }

  private lastLines(name: string): string {
    return readFileSync(this.logFile(name), 'utf8').trim().split('\n').slice(-5).join('\n');
  }
}

/** Asks a process to end, and after five seconds makes it. */
function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return Promise.resolve();
  return new Promise((resolve) => {
    const timer = setTimeout(() => child.kill('SIGKILL'), 5_000);
    child.once('exit', () => {
      clearTimeout(timer);
      resolve();
    });
    child.kill('SIGTERM');
  });
}
