import type { Command } from 'commander';
import type { RetentionPolicy } from '../model/policy/retention-policy';
import type { Access } from '../runtime/api/access';
import { readSweepFlags, type SweepFlags, type SweepRequest, sweepFlagHelp } from '../runtime/sweep/options';
import { type KubeFlags, kubeAccess } from './kube-access';
import type { Terminal } from './terminal';
import { UsageError } from './usage-error';

/** `steward sweep`: deletes what a retention policy lets go, or says what it would delete. */
export function addSweepCommand(program: Command, terminal: Terminal, exit: (code: number) => void): void {
  const command = program
    .command('sweep')
    .description('deletes what a retention policy lets go; by default only says what that would be')
    .option('--policy <file>', 'the retention policy, YAML or JSON');
  for (const [flag, meaning] of sweepFlagHelp) command.option(flag, meaning);
  addKubeOptions(command)
    .addHelpText(
      'after',
      '\nExit codes: 0 done, 1 work left undone, 2 wrong usage, policy or rights, 3 stopped by a safety limit',
    )
    .action(async (flags: SweepFlags & KubeFlags) => {
      const { request, problems } = readSweepFlags(flags);
      if (problems.length > 0) throw new UsageError(problems);
      // What it needs takes longer to load than a small command takes.
      const { readPolicyFile } =
        require('../runtime/sweep/policy-source') as typeof import('../runtime/sweep/policy-source');
      const read = readPolicyFile(request.policyFile);
      if (read.policy === undefined) throw new UsageError(read.problems);
      exit(await sweep(read.policy, request, await kubeAccess(flags), terminal));
    });
}

/** Sweeps as a person at a terminal does. */
export function sweep(
  policy: RetentionPolicy,
  request: SweepRequest,
  access: Access,
  terminal: Terminal,
): Promise<number> {
  const { runSweep } = require('../runtime/sweep/run') as typeof import('../runtime/sweep/run');
  const { out, err } = terminal;
  const output = { out, err, isWatched: process.stderr.isTTY === true };
  return runSweep(policy, request, { access, output, ownNamespaces: [], signal: interruption() });
}

/** What commands take that talk to a cluster. */
export function addKubeOptions(command: Command): Command {
  return command
    .option('--kubeconfig <file>', 'default: KUBECONFIG, else ~/.kube/config, else the account of the pod')
    .option('--context <name>', 'context of the kubeconfig (default: its current one)');
}

/** Aborts when somebody interrupts the process; a second time ends it at once. */
function interruption(): AbortSignal {
  const stop = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => stop.abort());
  return stop.signal;
}
