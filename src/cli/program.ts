import { Command, CommanderError } from 'commander';
import { Failure } from '../runtime/failure';
import { addAcknowledgeCommand } from './acknowledge';
import { addArchiveCommand } from './archive/archive';
import { addCheckCommand } from './check';
import { addCleanupCommand } from './cleanup';
import { packageVersion } from './package-info';
import { addRulesCommand } from './rules';
import { addSweepCommand } from './sweep';
import type { Terminal } from './terminal';
import { addVerifyBundleCommand } from './verify-bundle';
import { addWhyCommand } from './why';

/**
 * Runs the command line.
 *
 * @param args - what follows the program's name
 * @returns the exit code: 0 clean, 1 findings or work left undone, 2 wrong usage or unreadable input, 3 stopped by a safety
 *   limit
 */
export async function run(args: readonly string[], terminal: Terminal): Promise<number> {
  let code = 0;
  const program = new Command('steward')
    .description('Proves that Kubernetes manifests agree with each other, and sweeps what has outlived its time.')
    .version(packageVersion())
    .exitOverride()
    .configureOutput({ writeOut: terminal.out, writeErr: terminal.err });
  const exit = (result: number): void => {
    code = result;
  };
  addCheckCommand(program, terminal, exit);
  addRulesCommand(program, terminal, exit);
  addSweepCommand(program, terminal, exit);
  addCleanupCommand(program, terminal, exit);
  addAcknowledgeCommand(program, terminal, exit);
  addArchiveCommand(program, terminal, exit);
  addWhyCommand(program, terminal, exit);
  addVerifyBundleCommand(program, terminal, exit);
  try {
    await program.parseAsync(args, { from: 'user' });
    return code;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
    if (!(error instanceof Failure)) throw error;
    for (const problem of error.problems) terminal.err(`error: ${problem}\n`);
    return 2;
  }
}
