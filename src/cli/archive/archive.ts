import type { Command } from 'commander';
import type { Terminal } from '../terminal';
import { addCheckArchive } from './check';
import { addListArchive } from './list';
import { addRestore } from './restore';
import { addShowArchive } from './show';

/** `steward archive`: finds, reads, proves and restores what was archived before it was deleted. */
export function addArchiveCommand(program: Command, terminal: Terminal, exit: (code: number) => void): void {
  const archive = program.command('archive').description('what was archived before it was deleted');
  addListArchive(archive, terminal, exit);
  addShowArchive(archive, terminal, exit);
  addRestore(archive, terminal, exit);
  addCheckArchive(archive, terminal, exit);
}
