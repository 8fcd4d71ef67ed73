import type { RetentionPolicy, RetentionRule } from '../../../src/model/policy/retention-policy';
import { Archive } from '../../../src/runtime/store/archive/archive';
import type { Capsule } from '../../../src/runtime/store/capsules/capsule';
import { capsulesIn } from '../../../src/runtime/store/capsules/capsule-ring';
import { DirectoryStore } from '../../../src/runtime/store/folder/directory-store';
import { type Swept, sweepWith } from '../../cluster/faults/world/run';
import type { LocalCluster } from '../local-cluster';
import { all } from '../store/objects';

/** Rules for everything that has ended in the namespace of the tests. */
export const podRule: RetentionRule = {
  name: 'pods',
  apiVersion: 'v1',
  kind: 'Pod',
  namespaces: ['agents'],
  keep: { Succeeded: { for: '1d' }, Failed: { for: '1d' } },
};
export const workflowRule: RetentionRule = {
  name: 'workflows',
  apiVersion: 'argoproj.io/v1alpha1',
  kind: 'Workflow',
  namespaces: ['agents'],
  keep: { Succeeded: { for: '1d' }, Failed: { for: '1d' }, Error: { for: '1d' } },
};

/** Sweeps a local cluster within this process. */
export function sweep(
  { server }: LocalCluster,
  rules: RetentionRule | readonly RetentionRule[],
  policy: Partial<RetentionPolicy> = {},
  flags: Readonly<Record<string, string>> = {},
  signal?: AbortSignal,
): Promise<Swept> {
  const settings = { server: server.url, token: 'secret', stateNamespace: 'steward-system', flags, signal };
  return sweepWith({ name: 'night', rules: [rules].flat(), ...policy }, settings);
}

/** The capsules in the ConfigMap of the policy, the newest first. */
export function ringOf(cluster: LocalCluster): Capsule[] {
  const ring = cluster.find('v1', 'ConfigMap', 'steward-system', 'steward-capsules-night');
  return ring ? capsulesIn(ring) : [];
}

/** The capsules in the archive of a folder. */
export async function archivedIn(folder: string): Promise<Capsule[]> {
  const archive = new Archive(new DirectoryStore(folder));
  const entries = await all(archive.list({ kind: 'Capsule' }));
  return Promise.all(entries.map(async ({ key }) => (await archive.show(key)) as Capsule));
}
