import { Cluster } from '../../../src/analysis/cluster/cluster';
import { ClusterObject } from '../../../src/analysis/cluster/cluster-object';
import type { Namespace } from '../../../src/analysis/cluster/namespace';
import type { Workload } from '../../../src/analysis/cluster/workload';
import type { Manifest } from '../../../src/model/manifests/manifest';
import { readYaml } from '../../../src/model/manifests/yaml-reader';
import type { ClusterProfile } from '../../../src/model/profile/cluster-profile';
import type { Charge } from '../../../src/model/workloads/charge';

/** A cluster of these manifests. */
export function clusterOf(yaml: string, profile?: ClusterProfile): Cluster {
  const { manifests, problems } = readYaml(yaml, 'test.yaml');
  if (problems.length > 0) throw new Error(problems.map(({ message }) => message).join('\n'));
  return new Cluster(
    manifests.map(({ manifest, at }) => ({ manifest, locate: at })),
    profile,
  );
}

/** The only namespace of a cluster that anything is in. */
export function namespaceOf(yaml: string, profile?: ClusterProfile): Namespace {
  const namespaces = clusterOf(yaml, profile).namespaces.filter(({ name }) => name !== 'argo');
  if (namespaces.length !== 1) throw new Error(`${namespaces.length} namespaces`);
  return namespaces[0]!;
}

export function workloadOf(yaml: string, profile?: ClusterProfile): Workload {
  return namespaceOf(yaml, profile).workloads[0]!;
}

/** An object of any content, in no file. */
export function objectOf(manifest: object): ClusterObject {
  const whole = { apiVersion: 'v1', kind: 'ConfigMap', ...manifest } as Manifest;
  return new ClusterObject({
    manifest: { ...whole, metadata: { ...whole.metadata, name: whole.metadata?.name ?? 'any' } },
    locate: () => ({ construct: 'test' }),
  });
}

/** A charge as text, by key. */
export function text(charge: Charge | undefined): Record<string, string> {
  return Object.fromEntries(Object.entries(charge ?? {}).map(([key, amount]) => [key, `${amount}`]));
}

/** A container that requests so much CPU. */
export function container(name: string, cpu: string): string {
  return `{name: ${name}, image: a, resources: {requests: {cpu: "${cpu}"}}}`;
}
