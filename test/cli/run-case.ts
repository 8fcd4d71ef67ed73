import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { packageVersion } from '../../src/cli/package-info';
import { run } from '../../src/cli/program';
import { filesBelow } from '../files';

/** What a run of the command line did. */
export interface Outcome {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

/** Runs the command line inside this process. */
export async function steward(args: readonly string[], { stdin = '', color = false } = {}): Promise<Outcome> {
  let out = '';
  let err = '';
  const code = await run(args, {
    out: (text) => {
      out += text;
    },
    err: (text) => {
      err += text;
    },
    readStdin: async () => stdin,
    color,
  });
  return { code, out, err };
}

/**
 * Runs a case: a folder with `args` (what follows `steward`), `input/` (the folder it runs in; it is copied, so that nothing
 * can be written to it) and perhaps `stdin`. Returns all that can be seen of it: exit code, output, files written. The version
 * of this package is left out, so that no release changes the cases.
 */
export async function runCase(folder: string): Promise<string> {
  const args = readFileSync(join(folder, 'args'), 'utf8').trim().split(/\s+/);
  const stdinFile = join(folder, 'stdin');
  const stdin = existsSync(stdinFile) ? readFileSync(stdinFile, 'utf8') : '';
  return inFolder(async (work) => {
    const input = join(folder, 'input');
    if (existsSync(input)) cpSync(input, work, { recursive: true });
    const before = filesBelow(work);
    const { code, out, err } = await steward(args, { stdin });
    const written = [...filesBelow(work)].filter(([path, text]) => before.get(path) !== text);
    return [
      `exit ${code}\n`,
      section('stdout', out),
      section('stderr', err),
      ...written.map(([path, text]) => section(path, text)),
    ]
      .join('')
      .replaceAll(packageVersion(), 'VERSION');
  });
}

/** Runs with a folder of its own as the current one, gone afterwards. */
export async function inFolder<T>(use: (folder: string) => Promise<T>): Promise<T> {
  const folder = mkdtempSync(join(tmpdir(), 'steward-'));
  const before = process.cwd();
  process.chdir(folder);
  try {
    return await use(folder);
  } finally {
    process.chdir(before);
    rmSync(folder, { recursive: true, force: true });
  }
}

function section(name: string, text: string): string {
  return text === '' ? '' : `--- ${name}\n${text}`;
}
