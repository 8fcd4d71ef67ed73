import { readdirSync, readFileSync, readlinkSync } from 'node:fs';
import type { Cgroups } from './cgroup';

/** What a group of processes has used. */
export interface Figures {
  readonly cpuSeconds: number;
  /** As the kubelet's: what is in use less the page cache that could be dropped. */
  readonly workingSetBytes: number;
}

/** The figures of a control group. */
export function groupFigures(cgroups: Cgroups, path: string): Figures | undefined {
  if (cgroups.version === undefined) return undefined;
  const one = cgroups.version === 1;
  const usage = Number(cgroups.read('memory', path, one ? 'memory.usage_in_bytes' : 'memory.current'));
  const inactive = entry(cgroups.read('memory', path, 'memory.stat'), one ? 'total_inactive_file' : 'inactive_file');
  const cpuSeconds = one
    ? Number(cgroups.read('cpuacct', path, 'cpuacct.usage')) / 1e9
    : entry(cgroups.read('cpu', path, 'cpu.stat'), 'usage_usec') / 1e6;
  return { cpuSeconds, workingSetBytes: Math.max(0, usage - inactive) };
}

/** For machines without control groups: the sums over the processes that share a process's pid namespace. */
export function namespaceFigures(pid: number): Figures {
  const figures = { cpuSeconds: 0, workingSetBytes: 0 };
  const namespace = pidNamespace(String(pid));
  for (const other of readdirSync('/proc').filter((name) => /^\d+$/.test(name))) {
    if (namespace === undefined || pidNamespace(other) !== namespace) continue;
    // The command's name, in parentheses, may hold spaces; user and system time in ticks of 10 ms, then resident pages.
    const fields = statFields(other);
    figures.cpuSeconds += (Number(fields[11]) + Number(fields[12])) / 100;
    figures.workingSetBytes += Number(fields[21]) * 4096;
  }
  return figures;
}

function pidNamespace(pid: string): string | undefined {
  try {
    return readlinkSync(`/proc/${pid}/ns/pid`);
  } catch {
    return undefined;
  }
}

function statFields(pid: string): readonly string[] {
  try {
    return readFileSync(`/proc/${pid}/stat`, 'utf8')
      .replace(/^.*\) /s, '')
      .split(' ');
  } catch {
    return Array(22).fill('0');
  }
}

function entry(text: string, name: string): number {
  return Number(new RegExp(`^${name} (\\d+)$`, 'm').exec(text)?.[1] ?? 0);
}
