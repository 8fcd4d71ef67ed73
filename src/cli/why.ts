import type { Command } from 'commander';
import type { Capsule } from '../runtime/store/capsule';
import { type ArchiveFlags, addArchiveOptions, archiveOf, namesArchive } from './archive/archive-flags';
import { readable } from './archive/entry';
import { capsuleText } from './capsule-text';
import { type KubeFlags, kubeAccess } from './kube-access';
import { addKubeOptions } from './sweep';
import type { Terminal } from './terminal';
import { UsageError } from './usage-error';

type WhyFlags = ArchiveFlags &
  KubeFlags & { readonly namespace: string; readonly stateNamespace: string; readonly format: string };

/** `steward why`: what a pod died of, also when the pod is gone. */
export function addWhyCommand(program: Command, terminal: Terminal, exit: (code: number) => void): void {
  const command = program
    .command('why')
    .description('tells what a failed pod died of, also when the pod is gone: its status, events and last log lines')
    .argument('<pod>', 'its name')
    .requiredOption('-n, --namespace <ns>', 'its namespace')
    .option('--state-namespace <ns>', 'where capsules are kept when there is no archive', 'steward-system')
    .option('--format <format>', 'text, or json', 'text');
  addArchiveOptions(addKubeOptions(command)).action(async (name: string, flags: WhyFlags) => {
    if (flags.format !== 'text' && flags.format !== 'json') {
      throw new UsageError([`--format ${JSON.stringify(flags.format)} is not one of text, json`]);
    }
    const pod = { namespace: flags.namespace, name };
    const capsule = namesArchive(flags) ? await archived(pod, flags) : await inCluster(pod, flags);
    if (!capsule) {
      const hint = namesArchive(flags)
        ? ''
        : '; where the policy has an archive, name it: --policy, --directory or --bucket';
      throw new UsageError([`nothing is known of pod ${name} in ${flags.namespace}${hint}`]);
    }
    terminal.out(flags.format === 'json' ? `${JSON.stringify(capsule, undefined, 2)}\n` : capsuleText(capsule));
    exit(0);
  });
}

function archived(pod: { namespace: string; name: string }, flags: ArchiveFlags): Promise<Capsule | undefined> {
  const archive = archiveOf(flags);
  const { CapsuleArchive } =
    require('../runtime/store/capsule-archive') as typeof import('../runtime/store/capsule-archive');
  return readable(() => new CapsuleArchive(archive).find(pod));
}

/** The pod itself, while it is there; else what a sweep kept of it. */
async function inCluster(pod: { namespace: string; name: string }, flags: WhyFlags): Promise<Capsule | undefined> {
  const { ApiClient } = require('../runtime/api/api-client') as typeof import('../runtime/api/api-client');
  const { ringedCapsule } = require('../runtime/sweep/capsule-ring') as typeof import('../runtime/sweep/capsule-ring');
  const { liveCapsule } = require('../runtime/sweep/live-capsule') as typeof import('../runtime/sweep/live-capsule');
  const client = new ApiClient(await kubeAccess(flags));
  try {
    return (await liveCapsule(client, pod)) ?? (await ringedCapsule(client, flags.stateNamespace, pod));
  } finally {
    client.close();
  }
}
