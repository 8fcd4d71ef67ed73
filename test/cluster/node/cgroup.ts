import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { mkdir, rmdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { sleep } from './time';

export interface Limits {
  readonly memoryBytes?: number;
  /** Thousandths of a CPU: the quota, and the weight under contention. */
  readonly cpuLimit?: number;
  readonly cpuRequest?: number;
}

const wanted = ['memory', 'cpu', 'cpuacct', 'pids'];

/** The machine's control groups: version 1's hierarchies, version 2's one, or none that can be used. */
export class Cgroups {
  static readonly none = new Cgroups(undefined, new Map());

  private constructor(
    readonly version: 1 | 2 | undefined,
    /** Where each controller is mounted; the same place for all of version 2's. */
    private readonly controllers: ReadonlyMap<string, string>,
  ) {}

  /** Version 1 goes first where it holds the memory controller: a controller is in one version's hierarchy only. */
  static detect(mounts: string = readFileSync('/proc/self/mounts', 'utf8')): Cgroups {
    const one = new Map<string, string>();
    let two: string | undefined;
    for (const line of mounts.split('\n')) {
      const [, folder = '', type, options = ''] = line.split(' ');
      if (type === 'cgroup2') two ??= folder;
      if (type !== 'cgroup') continue;
      for (const option of options.split(',')) if (wanted.includes(option)) one.set(option, folder);
    }
    if (one.has('memory')) return new Cgroups(1, one);
    if (!two || !read(join(two, 'cgroup.controllers')).includes('memory')) return Cgroups.none;
    return new Cgroups(2, new Map([['memory', two]]));
  }

  /** Makes a group with its limits. Of a path `a/b/c`, parents are made too. */
  async create(path: string, { memoryBytes, cpuLimit, cpuRequest }: Limits = {}): Promise<void> {
    if (this.version === 2) await this.delegate(path);
    for (const folder of this.folders(path)) await mkdir(folder, { recursive: true });
    const shares = cpuRequest === undefined ? undefined : Math.max(2, Math.floor((cpuRequest * 1024) / 1000));
    const quota = cpuLimit === undefined ? undefined : Math.max(1000, cpuLimit * 100);
    if (this.version === 1) {
      await this.set('memory', path, 'memory.limit_in_bytes', memoryBytes);
      await this.set('memory', path, 'memory.memsw.limit_in_bytes', memoryBytes);
      await this.set('cpu', path, 'cpu.shares', shares);
      await this.set('cpu', path, 'cpu.cfs_quota_us', quota);
    } else if (this.version === 2) {
      await this.set('memory', path, 'memory.max', memoryBytes);
      await this.set('memory', path, 'memory.swap.max', memoryBytes === undefined ? undefined : 0);
      await this.set('memory', path, 'memory.oom.group', 1);
      await this.set('memory', path, 'cpu.weight', shares && 1 + Math.floor(((shares - 2) * 9999) / 262142));
      await this.set('memory', path, 'cpu.max', quota && `${quota} 100000`);
    }
  }

  /** Files to which a process writes 0 to join the group. */
  entrances(path: string): readonly string[] {
    return this.folders(path).map((folder) => join(folder, 'cgroup.procs'));
  }

  /** A file of a group; the empty string where there is none. */
  read(controller: string, path: string, file: string): string {
    const mount = this.controllers.get(this.version === 2 ? 'memory' : controller);
    return mount === undefined ? '' : read(join(mount, path, file));
  }

  /** How often the kernel killed a process of the group for want of memory. */
  oomKills(path: string): number {
    const file = this.version === 2 ? 'memory.events.local' : 'memory.oom_control';
    return Number(/^oom_kill (\d+)$/m.exec(this.read('memory', path, file))?.[1] ?? 0);
  }

  /** Processes of a group and all below it. */
  processes(path: string): readonly number[] {
    const folders = this.folders(path).flatMap(withChildren);
    return [...new Set(folders.flatMap((folder) => read(join(folder, 'cgroup.procs')).split('\n')))]
      .filter((pid) => pid !== '')
      .map(Number);
  }

  /** Removes a group and all below it; a group that has just lost its last process stays busy for a moment. */
  async remove(path: string): Promise<void> {
    for (const folder of this.folders(path).flatMap(withChildren).reverse()) {
      for (let attempt = 0; existsSync(folder) && attempt < 50; attempt += 1) {
        await rmdir(folder).catch(() => sleep(20));
      }
    }
  }

  private folders(path: string): readonly string[] {
    return [...new Set(this.controllers.values())].map((mount) => join(mount, path));
  }

  private async set(controller: string, path: string, file: string, value: number | string | undefined): Promise<void> {
    const mount = this.controllers.get(controller);
    const target = mount && join(mount, path, file);
    // The swap's files are absent from kernels without swap accounting.
    if (value !== undefined && target && existsSync(target)) await writeFile(target, String(value));
  }

  /** Version 2: every parent must hand its controllers down. */
  private async delegate(path: string): Promise<void> {
    const mount = this.controllers.get('memory')!;
    const names = path.split('/');
    for (let depth = 0; depth < names.length; depth += 1) {
      const parent = join(mount, ...names.slice(0, depth));
      await mkdir(parent, { recursive: true });
      await writeFile(join(parent, 'cgroup.subtree_control'), '+memory +cpu +pids');
    }
  }
}

/** A folder and its descendants, parents first. */
function withChildren(folder: string): string[] {
  if (!existsSync(folder)) return [];
  const below = readdirSync(folder, { withFileTypes: true }).filter((entry) => entry.isDirectory());
  return [folder, ...below.flatMap(({ name }) => withChildren(join(folder, name)))];
}

function read(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}
