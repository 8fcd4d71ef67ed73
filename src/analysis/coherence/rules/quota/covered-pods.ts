import type { Charge } from '../../../../model/workloads/charge';
import type { Cluster } from '../../../cluster/cluster';
import { greediest, type Namespace } from '../../../cluster/namespace';
import type { PodTemplate } from '../../../cluster/pod-template';
import { chargeKey, type Quota, type Shortfall } from '../../../cluster/quota';
import type { Workload } from '../../../cluster/workload';

/** Pods of one workload that one quota counts. */
export interface CoveredPods {
  readonly namespace: Namespace;
  readonly workload: Workload;
  readonly quota: Quota;
  /** Those that are readable; at least one. */
  readonly templates: readonly PodTemplate[];
  /** What one pod counts at most. */
  readonly each: Charge;
}

/** Every workload that makes pods, with every quota that counts them. */
export function* coveredPods(cluster: Cluster): Generator<CoveredPods> {
  for (const namespace of cluster.namespaces) yield* coveredPodsIn(namespace);
}

export function* coveredPodsIn(namespace: Namespace): Generator<CoveredPods> {
  const quotas = namespace.quotas.filter(({ isReadable }) => isReadable);
  if (quotas.length === 0) return;
  for (const workload of namespace.workloads) {
    if (isIdle(workload, namespace)) continue;
    for (const quota of quotas) {
      const templates = workload.templates.filter((template) => template.isReadable && quota.covers(template));
      if (templates.length > 0) yield { namespace, workload, quota, templates, each: greediest(templates) };
    }
  }
}

/** How many pods there may be; undefined where that is not a number, as in a template's placeholder. */
export function mostPods({ namespace, workload }: Pick<CoveredPods, 'namespace' | 'workload'>): number | undefined {
  const { max, field } = namespace.replicasOf(workload);
  return typeof field.value === 'string' ? undefined : max;
}

/** The calculation behind shortfalls: `requests.cpu: 5 × 500m = 2500m, the quota holds 2`. */
export function arithmeticOf(shortfalls: readonly Shortfall[], count: number, each: Charge): string[] {
  return shortfalls.map(({ key, needed, hard }) => {
    return `${key}: ${count} × ${each[chargeKey(key)]} = ${needed}, the quota holds ${hard}`;
  });
}

/** What would end shortfalls: `raise requests.cpu to 2500m`. */
export function raised(shortfalls: readonly Shortfall[]): string {
  return `raise ${shortfalls.map(({ key, needed }) => `${key} to ${needed}`).join(', ')}`;
}

/** `1 replica`, `2 replicas`. */
export function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}

/** Makes no pods as it stands: scaled to nothing, or suspended until somebody says how many. */
export function isIdle(workload: Workload, namespace: Namespace): boolean {
  return namespace.replicasOf(workload).max === 0 || workload.object.field('spec', 'suspend').flag === true;
}
