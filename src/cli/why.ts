import type { Command } from 'commander';
import { systemNamespace } from '../model/policy/rights';
import type { ApiClient, ClientOptions } from '../runtime/api/api-client';
import { Failure } from '../runtime/failure';
import type { Capsule } from '../runtime/store/capsules/capsule';
import { type ArchiveFlags, addArchiveOptions, archiveOf, namesArchive } from './archive/archive-flags';
import { capsuleText } from './capsule-text';
import { type KubeFlags, kubeAccess } from './kube-access';
import { addKubeOptions } from './sweep';
import type { Terminal } from './terminal';
import { UsageError } from './usage-error';

type WhyFlags = ArchiveFlags &
  KubeFlags & { readonly namespace: string; readonly stateNamespace?: string; readonly format: string };

interface PodName {
  readonly namespace: string;
  readonly name: string;
}

/** A pod that is there may be asked for in vain where its archive is named: no cluster may be in reach. */
const hasty = { timeout: 5_000, attempts: 1 };

/** `steward why`: what a pod died of, also when the pod is gone. */
export function addWhyCommand(program: Command, terminal: Terminal, exit: (code: number) => void): void {
  const command = program
    .command('why')
    .description('tells what a failed pod died of, also when the pod is gone: its status, events and last log lines')
    .argument('<pod>', 'its name')
    .requiredOption('-n, --namespace <ns>', 'its namespace')
    .option(
      '--state-namespace <ns>',
      `where capsules are kept when there is no archive (default: ${systemNamespace}, and the pod's own)`,
    )
    .option('--format <format>', 'text, or json', 'text');
  addArchiveOptions(addKubeOptions(command)).action(async (name: string, flags: WhyFlags) => {
    if (flags.format !== 'text' && flags.format !== 'json') {
      throw new UsageError([`--format ${JSON.stringify(flags.format)} is not one of text, json`]);
    }
    const pod = { namespace: flags.namespace, name };
    const capsule = namesArchive(flags)
      ? ((await alive(pod, flags).catch(nothing)) ?? (await archived(pod, flags)))
      : ((await alive(pod, flags)) ?? (await ringed(pod, flags)));
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

function archived(pod: PodName, flags: ArchiveFlags): Promise<Capsule | undefined> {
  const archive = archiveOf(flags);
  const { CapsuleArchive } =
    require('../runtime/store/capsules/capsule-archive') as typeof import('../runtime/store/capsules/capsule-archive');
  return new CapsuleArchive(archive).find(pod);
}

function alive(pod: PodName, flags: WhyFlags): Promise<Capsule | undefined> {
  const { liveCapsule } =
    require('../runtime/sweep/evidence/live-capsule') as typeof import('../runtime/sweep/evidence/live-capsule');
  return withClient(flags, namesArchive(flags) ? hasty : {}, (client) => liveCapsule(client, pod));
}

/** What a sweep kept of a pod: one of the cluster, or one by hand, which keeps it beside the pod. */
function ringed(pod: PodName, flags: WhyFlags): Promise<Capsule | undefined> {
  const { ringedCapsule } =
    require('../runtime/sweep/evidence/capsule-ring') as typeof import('../runtime/sweep/evidence/capsule-ring');
  const places = flags.stateNamespace === undefined ? [systemNamespace, pod.namespace] : [flags.stateNamespace];
  return withClient(flags, {}, async (client) => {
    const looks = await Promise.allSettled(places.map((place) => ringedCapsule(client, place, pod)));
    const found = looks.flatMap((look) => (look.status === 'fulfilled' && look.value ? [look.value] : []));
    const failed = looks.find((look) => look.status === 'rejected');
    if (found.length === 0 && failed) throw failed.reason;
    return found.sort((a, b) => (a.takenAt < b.takenAt ? 1 : -1))[0];
  });
}

async function withClient<T>(
  flags: KubeFlags,
  options: ClientOptions,
  use: (client: ApiClient) => Promise<T>,
): Promise<T> {
  const { ApiClient } = require('../runtime/api/api-client') as typeof import('../runtime/api/api-client');
  const client = new ApiClient(await kubeAccess(flags), options);
  try {
    return await use(client);
  } finally {
    client.close();
  }
}

/** Of an archive that is named, more is known than of a cluster that does not answer. */
function nothing(error: unknown): undefined {
  if (error instanceof Failure) return undefined;
  throw error;
}
