import type { Command } from 'commander';
import type { Terminal } from '../terminal';
import { type ArchiveFlags, addArchiveOptions, archiveOf } from './archive-flags';

/** `steward archive check`: reads an archive whole, and compares what is there with what was written. */
export function addCheckArchive(archive: Command, terminal: Terminal, exit: (code: number) => void): void {
  const command = archive
    .command('check')
    .description('reads everything below a prefix and proves that it is what was written')
    .argument('[under]', 'what the keys begin with (default: the whole archive)');
  addArchiveOptions(command)
    .addHelpText(
      'after',
      '\nExit codes: 0 all of it is as it was written, 1 something is not or nothing is there, 2 wrong usage',
    )
    .action(async (under: string | undefined, flags: ArchiveFlags) => {
      const opened = archiveOf(flags);
      let objects = 0;
      let bytes = 0;
      let wrong = 0;
      for await (const { key, size, problems } of opened.integrity(under)) {
        objects += 1;
        bytes += size;
        if (problems.length > 0) wrong += 1;
        for (const problem of problems) terminal.out(`${key}: ${problem}\n`);
      }
      // A name that is misspelt proves nothing.
      if (objects === 0) {
        terminal.err(`nothing is there${under === undefined ? '' : ` below ${under}`}: nothing is proven\n`);
        return exit(1);
      }
      terminal.err(
        `${objects} objects and logs of ${bytes} B: ${wrong === 0 ? 'all as written' : `${wrong} are not as written`}\n`,
      );
      exit(wrong === 0 ? 0 : 1);
    });
}
