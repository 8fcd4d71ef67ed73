import { execFile } from 'node:child_process';
import { accessSync, constants } from 'node:fs';
import { join } from 'node:path';

/** Programs of the machine that the node calls, and the Debian package of each. */
const tools: Readonly<Record<string, string>> = {
  ip: 'iproute2',
  mount: 'mount',
  umount: 'mount',
  unshare: 'util-linux',
  nsenter: 'util-linux',
  setpriv: 'util-linux',
  pivot_root: 'util-linux',
  mkfifo: 'coreutils',
  openssl: 'openssl',
};

const searched = ['/usr/sbin', '/usr/bin', '/sbin', '/bin'];

/** What the node's own programs run with, whatever environment it was started in. */
export const toolPath = searched.join(':');

/** Runs a program to its end; its standard output. Rejects with what it said on standard error. */
export function run(command: string, args: readonly string[], input = ''): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = execFile(command, args, { env: { PATH: toolPath, LC_ALL: 'C' } }, (error, stdout, stderr) => {
      if (error) reject(new Error(`${command} ${args.join(' ')}: ${stderr.trim() || error.message}`));
      else resolve(stdout);
    });
    child.stdin?.on('error', () => {}).end(input);
  });
}

/** Why this machine cannot run a process node, in one line; undefined if it can. */
export function missingTools(): string | undefined {
  if (process.platform !== 'linux') return `needs Linux, this is ${process.platform}`;
  if (process.getuid?.() !== 0) return 'needs root: network and mount namespaces and cgroups are made';
  const missing = Object.keys(tools).filter((tool) => !searched.some((folder) => isExecutable(join(folder, tool))));
  if (missing.length === 0) return undefined;
  const packages = [...new Set(missing.map((tool) => tools[tool]))];
  return `needs ${missing.join(', ')}: apt-get install ${packages.join(' ')}`;
}

/** Quotes a word for a POSIX shell. */
export function quoted(word: string): string {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`;
}

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
