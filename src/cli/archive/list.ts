import type { Command } from 'commander';
import { Duration } from '../../model/values/duration';
import { InvalidValue } from '../../model/values/problems';
import { formatTimestamp, timestamp } from '../../model/values/timestamp';
import type { ArchiveEntry, ArchiveFilter } from '../../runtime/store/archive/archive-reader';
import type { Terminal } from '../terminal';
import { UsageError } from '../usage-error';
import { type ArchiveFlags, addArchiveOptions, archiveOf } from './archive-flags';

interface ListFlags extends ArchiveFlags {
  readonly namespace?: string;
  readonly kind?: string;
  readonly name?: string;
  readonly since?: string;
  readonly until?: string;
  readonly format: string;
}

/** `steward archive list`: what the archive holds, the oldest first within each name. */
export function addListArchive(archive: Command, terminal: Terminal, exit: (code: number) => void): void {
  const command = archive
    .command('list')
    .description('lists what the archive holds')
    .option('-n, --namespace <ns>', 'of this namespace')
    .option('--kind <kind>', 'of this kind, e.g. Workflow')
    .option('--name <name>', 'of this name')
    .option('--since <time>', 'that ended from then on: a time, or how long ago, e.g. 2026-11-28 or 7d')
    .option('--until <time>', 'that ended before then')
    .option('--format <format>', 'text, or json: one line each', 'text');
  addArchiveOptions(command).action(async (flags: ListFlags) => {
    const filter = readFilter(flags);
    let count = 0;
    for await (const entry of archiveOf(flags).list(filter)) {
      count += 1;
      terminal.out(flags.format === 'json' ? `${JSON.stringify(entry)}\n` : line(entry));
    }
    if (count === 0) terminal.err('nothing fits\n');
    exit(0);
  });
}

function readFilter({ namespace, kind, name, since, until, format }: ListFlags): ArchiveFilter {
  const problems: string[] = [];
  if (format !== 'text' && format !== 'json')
    problems.push(`--format ${JSON.stringify(format)} is not one of text, json`);
  const filter = {
    namespace,
    kind,
    name,
    since: time('--since', since, problems),
    until: time('--until', until, problems),
  };
  if (problems.length > 0) throw new UsageError(problems);
  return filter;
}

function time(flag: string, written: string | undefined, problems: string[]): number | undefined {
  if (written === undefined) return undefined;
  const point = timestamp(written);
  if (point !== undefined) return point;
  try {
    return Date.now() - Duration.parse(written).millis;
  } catch (error) {
    if (!(error instanceof InvalidValue)) throw error;
    problems.push(`${flag} ${JSON.stringify(written)} is no time: write e.g. 2026-11-28, 2026-11-28T02:00:00Z or 7d`);
    return undefined;
  }
}

function line({ key, finishedAt, namespace = '', kind, name, size }: ArchiveEntry): string {
  const end = finishedAt === undefined ? 'not ended' : formatTimestamp(finishedAt);
  return `${end.padEnd(20)}  ${namespace}  ${kind} ${name}  ${size} B  ${key}\n`;
}
