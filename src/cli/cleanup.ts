import type { Command } from 'commander';
import { groupOf } from '../model/manifests/manifest';
import type { Resource } from '../model/policy/effective-policy';
import type { RetentionPolicy, RetentionRule } from '../model/policy/retention-policy';
import { platformRuns } from '../model/policy/rights';
import { readSweepFlags } from '../runtime/sweep/options';
import { type KubeFlags, kubeAccess } from './kube-access';
import { addKubeOptions, sweep } from './sweep';
import type { Terminal } from './terminal';
import { UsageError } from './usage-error';

interface CleanupFlags extends KubeFlags {
  readonly namespace?: string;
  readonly olderThan: string;
  readonly archive?: string;
  readonly delete?: true;
  readonly format?: string;
}

/** `steward cleanup`: one sweep of one namespace by hand, in the order runs, workflows, succeeded pods, failed pods. */
export function addCleanupCommand(program: Command, terminal: Terminal, exit: (code: number) => void): void {
  const command = program
    .command('cleanup')
    .description('clears one namespace of what has ended; without --delete it only says what would go')
    .requiredOption('-n, --namespace <ns>', 'the namespace')
    .option('--older-than <duration>', 'how long ago it must have ended', '24h')
    .option('--archive <folder>', 'write runs and workflows there before they are deleted')
    .option('--delete', 'delete it')
    .option('--format <format>', 'text, or json: a line for each decision, the summary last', 'text');
  addKubeOptions(command).action(async (flags: CleanupFlags) => {
    if (flags.namespace === '*')
      throw new UsageError(['--namespace "*" is no namespace: one at a time is cleared by hand']);
    const access = await kubeAccess(flags);
    const { ApiClient } = require('../runtime/api/api-client') as typeof import('../runtime/api/api-client');
    const discovery = require('../runtime/api/discovery') as typeof import('../runtime/api/discovery');
    const client = new ApiClient(access);
    const served = await discovery.namespacedResources(client).finally(() => client.close());
    const runs = discovery.preferred(served, (kind) => platformRuns.includes(kind));
    const policy = checked(cleanupPolicy(flags, runs));
    const { namespace: stateNamespace, format } = flags;
    const mode = flags.delete ? 'delete' : 'report';
    const { request, problems } = readSweepFlags({ policy: '', mode, format, stateNamespace, qps: '50' });
    if (problems.length > 0) throw new UsageError(problems);
    const code = await sweep(policy, request, access, terminal);
    if (!flags.delete && format === 'text' && code !== 2) terminal.err('nothing was deleted: add --delete to do it\n');
    exit(code);
  });
}

function cleanupPolicy(
  { namespace = '', olderThan, archive }: CleanupFlags,
  runs: readonly Resource[],
): RetentionPolicy {
  const once = { for: olderThan };
  const rule = (name: string, resource: Resource, keep: RetentionRule['keep']): RetentionRule => {
    return { name, ...resource, namespaces: [namespace], keep };
  };
  const workflow = { apiVersion: 'argoproj.io/v1alpha1', kind: 'Workflow', plural: 'workflows' };
  const pod = { apiVersion: 'v1', kind: 'Pod', plural: 'pods' };
  return {
    name: 'cleanup',
    ...(archive !== undefined && { archive: { directory: archive } }),
    rules: [
      ...runs.map((resource) => rule(nameOf(resource, runs), resource, { Succeeded: once })),
      rule('workflows', workflow, { Succeeded: once }),
      rule('succeeded-pods', pod, { Succeeded: once }),
      rule('failed-pods', pod, { Failed: once }),
    ],
  };
}

/** Two groups may have a kind of the same name. */
function nameOf({ plural, apiVersion }: Resource, all: readonly Resource[]): string {
  const isOnly = all.filter((one) => one.plural === plural).length === 1;
  return isOnly ? plural : `${plural}-${groupOf(apiVersion).replaceAll('.', '-')}`;
}

/** The flags' values, as wrong as a file's may be. */
function checked(policy: RetentionPolicy): RetentionPolicy {
  const { readPolicy } = require('../model/policy/policy-file') as typeof import('../model/policy/policy-file');
  const { problems } = readPolicy(JSON.stringify(policy), 'cleanup');
  const flagOf = (problem: string) =>
    problem
      .replace(/^cleanup:\d+:\d+: rules\[\d+\]\.keep\.\w+\.for/, '--older-than')
      .replace(/^cleanup:\d+:\d+: rules\[\d+\]\.namespaces\[0\]/, '--namespace');
  if (problems.length > 0) throw new UsageError([...new Set(problems.map(flagOf))]);
  return policy;
}
