import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { repository } from '../build/build';

/** How a program that ran as a process of its own ended. */
export interface Ended {
  /** Undefined for one that was killed. */
  readonly code: number | undefined;
  readonly out: string;
  readonly errors: string;
}

/** The command line as users run it, compiled: `npm run build` makes it. */
export class Child {
  readonly ended: Promise<Ended>;
  private readonly process: ChildProcess;

  constructor(words: readonly string[]) {
    const program = join(repository(), 'lib/cli/steward.js');
    if (!existsSync(program)) throw new Error(`${program} is not there: npm run build`);
    this.process = spawn(process.execPath, [program, ...words], { stdio: ['ignore', 'pipe', 'pipe'] });
    const [out, errors] = [this.process.stdout, this.process.stderr].map((stream) => {
      let text = '';
      stream?.setEncoding('utf8').on('data', (chunk: string) => {
        text += chunk;
      });
      return () => text;
    });
    this.ended = new Promise((resolve, reject) => {
      this.process.on('error', reject);
      this.process.on('close', (code) => resolve({ code: code ?? undefined, out: out!(), errors: errors!() }));
    });
  }

  /** Ends it at once, whatever it does at the moment; resolves when it is no more. */
  async kill(): Promise<void> {
    this.process.kill('SIGKILL');
    await this.ended;
  }
}
