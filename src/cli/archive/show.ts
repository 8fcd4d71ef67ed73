import type { Command } from 'commander';
import { writeYaml } from '../../model/manifests/yaml-writer';
import type { Archive } from '../../runtime/store/archive/archive';
import type { Terminal } from '../terminal';
import { type ArchiveFlags, addArchiveOptions, archiveOf } from './archive-flags';
import { keyOf } from './entry';

/** `steward archive show`: an archived object as it was, or the logs beside it. */
export function addShowArchive(archive: Command, terminal: Terminal, exit: (code: number) => void): void {
  const command = archive
    .command('show')
    .description('prints an archived object as it was')
    .argument('<object>', 'its key, or namespace/kind/name for the one that ended last')
    .option('--logs', 'print the logs of its pods instead');
  addArchiveOptions(command).action(async (named: string, flags: ArchiveFlags & { logs?: true }) => {
    const opened = archiveOf(flags);
    const key = await keyOf(opened, named);
    if (flags.logs) await showLogs(opened, key, terminal);
    else terminal.out(writeYaml(await opened.show(key)));
    exit(0);
  });
}

async function showLogs(archive: Archive, key: string, terminal: Terminal): Promise<void> {
  let count = 0;
  for await (const { key: logKey, log } of archive.logs(key)) {
    count += 1;
    terminal.out(`==> ${[log?.pod, log?.container].filter((part) => part !== undefined).join('/')} <==\n`);
    const text = await archive.showLog(logKey);
    terminal.out(text === '' || text.endsWith('\n') ? text : `${text}\n`);
  }
  if (count === 0) terminal.err(`no log was archived with ${key}\n`);
}
