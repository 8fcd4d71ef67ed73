import type { Command } from 'commander';
import { stateName, systemNamespace } from '../model/policy/rights';
import { type KubeFlags, kubeAccess } from './kube-access';
import { addKubeOptions } from './sweep';
import type { Terminal } from './terminal';
import { UsageError } from './usage-error';

const spent = "what is spent stays spent: raise the policy's budget, or wait for the next day";

/** `steward acknowledge`: lets a policy delete again that a safety limit has stopped. */
export function addAcknowledgeCommand(program: Command, terminal: Terminal, exit: (code: number) => void): void {
  const command = program
    .command('acknowledge')
    .description('lets a policy delete again that a budget has stopped, after somebody has looked')
    .argument('<policy>', 'name of the policy')
    .option('--state-namespace <ns>', 'where its budgets are kept', systemNamespace);
  addKubeOptions(command).action(async (policy: string, flags: KubeFlags & { stateNamespace: string }) => {
    const { ApiClient } = require('../runtime/api/api-client') as typeof import('../runtime/api/api-client');
    const { StateStore } = require('../runtime/sweep/budget/state') as typeof import('../runtime/sweep/budget/state');
    const client = new ApiClient(await kubeAccess(flags));
    try {
      const state = new StateStore(client, flags.stateNamespace, stateName(policy));
      if (!(await state.exists())) {
        throw new UsageError([
          `there is no policy ${policy} that has ever run: no ${state.name} in ${state.namespace}`,
        ]);
      }
      const stop = await state.acknowledge();
      terminal.out(stop ? `acknowledged: ${stop.reason}\n${spent}\n` : `policy ${policy} is not stopped\n`);
      exit(0);
    } finally {
      client.close();
    }
  });
}
