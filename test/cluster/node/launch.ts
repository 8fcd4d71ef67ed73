import { dirname } from 'node:path';
import { quoted, toolPath } from './commands';
import type { Environment } from './environment';
import { type Credentials, setprivArguments } from './security';

/** A host's file or folder at a path of a container. */
export interface Mount {
  readonly source: string;
  readonly target: string;
  readonly readOnly: boolean;
  readonly isFile: boolean;
}

/** All that a container's process is. */
export interface Launch {
  /** The container's folder on the host; everything the container writes outside of volumes stays in it. */
  readonly folder: string;
  /** The pod's network namespace; undefined for the host's. */
  readonly network: string | undefined;
  /** Files of control groups to write 0 to. */
  readonly entrances: readonly string[];
  /** Whether what the container writes goes to memory, for folders that cannot be an overlay's upper layer. */
  readonly inMemory: boolean;
  /** Names at the host's root that the container must not see. */
  readonly hidden: readonly string[];
  readonly hostname: string;
  readonly mounts: readonly Mount[];
  readonly readOnlyRoot: boolean;
  readonly workingDir: string;
  readonly credentials: Credentials;
  readonly environment: Environment;
  readonly command: readonly string[];
}

/**
 * The shell script that turns a process in new mount, pid and host name namespaces into the container. It reports on
 * descriptor 3: its own failures, then `ready` and its pid on the host.
 */
export function launchScript(launch: Launch): string {
  const { entrances, inMemory, hidden, mounts, readOnlyRoot } = launch;
  const lines = [
    'set -eu',
    'umask 022',
    `PATH=${toolPath}`,
    'exec 4>&2 2>&3',
    // Read by the shell itself, from the host's /proc: its own pid there.
    'read -r pid rest </proc/self/stat',
    ...entrances.map((file) => `echo 0 >${quoted(file)}`),
    `echo ${quoted(launch.hostname)} >/proc/sys/kernel/hostname`,
    `cd ${quoted(launch.folder)}`,
    'mkdir upper work root',
    ...(inMemory ? ['mount -n -t tmpfs layer upper', 'mkdir upper/work upper/upper'] : []),
    ...hidden.map((name) => `mknod ${layer('upper')}/${quoted(name)} c 0 0`),
    `mount -n -t overlay overlay -o lowerdir=/,upperdir=${layer('upper')},workdir=${layer('work')} root`,
    'cd root',
    // A folder that is made over a whiteout shows nothing of the layer below.
    'mkdir -m 1777 tmp',
    'mkdir -m 700 root',
    'mkdir .host home media mnt run srv',
    'mkdir -p dev proc sys',
    'pivot_root . .host',
    'cd /',
    ...devices,
    ...mounts.flatMap(mountLines),
    `mkdir -p ${quoted(launch.workingDir)}`,
    'umount -l /.host',
    'rmdir /.host',
    ...(readOnlyRoot ? ['mount -n -o remount,bind,ro /'] : []),
    `cd ${quoted(launch.workingDir)}`,
    ...startLines(launch),
  ];
  return `${lines.join('\n')}\n`;

  function layer(name: string): string {
    return inMemory ? `upper/${name}` : name;
  }
}

/** The program and arguments that run a command with a container's credentials and nothing but its environment. */
export function commandWords({ credentials, environment, command }: Omit<Launch, 'folder'>): readonly string[] {
  const variables = Object.entries(environment).map(([name, value]) => `${name}=${value}`);
  return ['setpriv', ...setprivArguments(credentials), '--', 'env', '-i', ...variables, ...command];
}

/** What containers see of the host's root: its programs and their configuration, not its work. */
const shown = ['bin', 'dev', 'etc', 'lib', 'lib32', 'lib64', 'libx32', 'opt', 'proc', 'sbin', 'sys', 'usr', 'var'];

/** Names at the host's root that a container must not see. */
export function hiddenNames(root: readonly string[]): readonly string[] {
  return root.filter((name) => !shown.includes(name));
}

const devices = [
  'mount -n -t proc proc /proc',
  'mount -n -t sysfs -o ro sysfs /sys',
  'mount -n -t tmpfs -o mode=755,size=1m dev /dev',
  'cp -a /.host/dev/null /.host/dev/zero /.host/dev/full /.host/dev/random /.host/dev/urandom /.host/dev/tty /dev/',
  'mkdir /dev/shm /dev/pts',
  'mount -n -t tmpfs -o mode=1777,nosuid,nodev,size=64m shm /dev/shm',
  'mount -n -t devpts -o newinstance,ptmxmode=0666,mode=620 devpts /dev/pts',
  'ln -s pts/ptmx /dev/ptmx',
  'ln -s /proc/self/fd /dev/fd',
  'ln -s /proc/self/fd/0 /dev/stdin',
  'ln -s /proc/self/fd/1 /dev/stdout',
  'ln -s /proc/self/fd/2 /dev/stderr',
];

/** After the change of root, so that links in a target are the container's. */
function mountLines({ source, target, readOnly, isFile }: Mount): readonly string[] {
  const from = quoted(`/.host${source}`);
  const to = quoted(target);
  const place = isFile
    ? [
        `mkdir -p ${quoted(dirname(target))}`,
        // A link of the host may lead to a folder that is hidden.
        `[ ! -L ${to} ] || rm ${to}`,
        `[ -e ${to} ] || : >${to}`,
      ]
    : [`mkdir -p ${to}`];
  return [...place, `mount -n --bind${readOnly ? ' -o ro' : ''} ${from} ${to}`];
}

function startLines(launch: Launch): readonly string[] {
  const program = launch.command[0] ?? '';
  const search = `PATH=${quoted(launch.environment.PATH ?? toolPath)}; command -v -- ${quoted(program)}`;
  const missing = `exec: ${JSON.stringify(program)}: executable file not found in $PATH`;
  return [
    `(${search}) >/dev/null || { echo ${quoted(missing)} >&3; exit 127; }`,
    'echo "ready $pid" >&3',
    `exec ${commandWords(launch).map(quoted).join(' ')} 2>&4 3>&- 4>&-`,
  ];
}
