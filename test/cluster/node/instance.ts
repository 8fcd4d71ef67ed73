import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, realpathSync, writeFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { networkInterfaces } from 'node:os';
import { join } from 'node:path';
import type { Cgroups } from './cgroup';
import { run } from './commands';
import { sleep } from './time';

/**
 * One running node program and what it takes on its machine. All names derive from the pods' subnet, which the network
 * namespace of the same name claims: making a namespace that exists fails.
 */
export class Instance {
  private constructor(
    readonly root: string,
    /** The first three bytes of the pods' subnet: `10.244.7`. */
    readonly prefix: string,
  ) {}

  /** Claims a subnet for a root folder, after removing what a crashed program left there. @throws Error in one line */
  static async claim(root: string, cidr: string | undefined, cgroups: Cgroups): Promise<Instance> {
    mkdirSync(root, { recursive: true });
    await Instance.cleanUp(root, cgroups);
    const folder = realpathSync(root);
    for (const prefix of candidates(folder, cidr)) {
      const instance = new Instance(folder, prefix);
      const claimed = await run('ip', ['netns', 'add', instance.name]).catch(refusal);
      if (claimed === undefined) continue;
      writeFileSync(
        join(folder, 'instance.json'),
        JSON.stringify({ prefix, pid: process.pid, start: startOf(process.pid) }),
      );
      return instance;
    }
    throw new Error(`no free subnet for pods${cidr ? `: ${cidr} is taken` : ''}`);
  }

  /** Removes whatever the last program of a root folder left. @throws Error when that program is still running */
  static async cleanUp(root: string, cgroups: Cgroups): Promise<void> {
    const record = join(root, 'instance.json');
    if (!existsSync(record)) return;
    const { prefix, pid, start } = JSON.parse(readFileSync(record, 'utf8'));
    if (pid !== process.pid && startOf(pid) === start) throw new Error(`${root} is in use by process ${pid}`);
    await new Instance(realpathSync(root), prefix).remove(cgroups);
  }

  /** The name of the network namespace with the bridge, of the link to it, and of the control groups. */
  get name(): string {
    return `stw-${this.prefix.replaceAll('.', '-')}`;
  }

  /** A pod's network namespace; its number is the last byte of its address. */
  podNamespace(number: number): string {
    return `${this.name}.${number}`;
  }

  address(number: number): string {
    return `${this.prefix}.${number}`;
  }

  /** The bridge's address, which routes pods to the services. */
  get gateway(): string {
    return this.address(1);
  }

  /** The machine's address on the bridge: the node's InternalIP. */
  get machine(): string {
    return this.address(254);
  }

  podFolder(uid: string): string {
    return join(this.root, 'pods', uid);
  }

  memoryFolder(uid: string): string {
    return join('/dev/shm', this.name, uid);
  }

  async remove(cgroups: Cgroups): Promise<void> {
    for (let attempt = 0; attempt < 100; attempt += 1) {
      const processes = cgroups.processes(this.name);
      if (processes.length === 0) break;
      for (const pid of processes) kill(pid);
      await sleep(20);
    }
    // The link first: a namespace whose sockets are still open in this process outlives its name.
    if (networkInterfaces()[this.name] || existsSync(`/sys/class/net/${this.name}`)) {
      await run('ip', ['link', 'del', this.name]).catch(() => '');
    }
    const namespaces = (await run('ip', ['netns', 'list'])).split('\n').map((line) => line.split(' ')[0]!);
    for (const name of namespaces.filter((name) => name === this.name || name.startsWith(`${this.name}.`))) {
      await run('ip', ['netns', 'del', name]);
    }
    await cgroups.remove(this.name);
    await rm(join(this.root, 'pods'), { recursive: true, force: true });
    await rm(join('/dev/shm', this.name), { recursive: true, force: true });
    await rm(join(this.root, 'instance.json'), { force: true });
  }
}

/** The subnets to try: the one that is asked for, or 10.244.x from a number that the root folder gives. */
function candidates(root: string, cidr: string | undefined): readonly string[] {
  if (cidr !== undefined) {
    const match = /^(\d+\.\d+\.\d+)\.0\/24$/.exec(cidr);
    if (!match) throw new Error(`--bridge-cidr ${cidr} is not of the form a.b.c.0/24`);
    return [match[1]!];
  }
  const first = createHash('sha256').update(root).digest().readUInt16BE(0);
  const used = new Set(Object.values(networkInterfaces()).flatMap((addresses = []) => addresses.map(network)));
  const all = Array.from({ length: 256 }, (_, index) => `10.244.${(first + index) % 256}`);
  return all.filter((prefix) => !used.has(prefix));
}

function network({ address }: { readonly address: string }): string {
  return address.split('.').slice(0, 3).join('.');
}

function refusal(error: Error): undefined {
  if (!/File exists/.test(error.message)) throw error;
}

function kill(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // It has just ended.
  }
}

/** When a process started, in ticks since boot; tells a process from a later one with the same number. */
function startOf(pid: number): string | undefined {
  try {
    return readFileSync(`/proc/${pid}/stat`, 'utf8')
      .replace(/^.*\) /s, '')
      .split(' ')[19];
  } catch {
    return undefined;
  }
}
