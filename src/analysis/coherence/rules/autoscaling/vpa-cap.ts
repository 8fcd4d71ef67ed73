import type { ClusterProfile } from '../../../../model/profile/cluster-profile';
import { Quantity } from '../../../../model/values/quantity';
import { type Charge, times } from '../../../../model/workloads/charge';
import type { Namespace } from '../../../cluster/namespace';
import type { PodTemplate } from '../../../cluster/pod-template';
import { chargeKey } from '../../../cluster/quota';
import type { Workload } from '../../../cluster/workload';
import type { Violation } from '../../../findings/finding';
import { rule } from '../../rule';
import { replicas } from './over-quota';
import { type Ceiling, ceilingsOf, raisedTo } from './vertical-ceiling';

/**
 * The most that a vertical autoscaler may ask for is more than it can get: it then stops short of its recommendation, or
 * pods that it has evicted are refused or stay pending.
 */
export const vpaCap = rule({
  id: 'VPA-CAP',
  severity: 'warning',
  title: 'maxAllowed is more than a limit, the quota or a node leaves room for',
  *check(cluster) {
    for (const namespace of cluster.namespaces) {
      for (const autoscaler of namespace.verticalAutoscalers) {
        const { target } = autoscaler;
        for (const template of target?.templates ?? []) {
          if (!target || !template.isReadable || template.spec.get('resources').exists) continue;
          const ceilings = ceilingsOf(autoscaler, template, namespace.limits);
          if (ceilings.length === 0) continue;
          const pod = raisedTo(ceilings, template);
          yield* neverReached(ceilings);
          yield* overQuota(ceilings, pod, template, target, namespace);
          yield* overNode(ceilings, pod, template, cluster.profile);
        }
      }
    }
  },
});

function* neverReached(ceilings: readonly Ceiling[]): Generator<Violation> {
  for (const { container, resource, field, stated, reached, stop } of ceilings) {
    if (!stop) continue;
    yield {
      at: [field, stop.field],
      message: `container "${container.name}" never gets ${stated} ${resource}: ${stop.reason}`,
      arithmetic: [stop.arithmetic],
      fix: `lower maxAllowed.${resource} to ${reached}, or raise what holds it back`,
    };
  }
}

/** Only what fits before the autoscaler has raised it: the rest is what other rules are for. */
function* overQuota(
  ceilings: readonly Ceiling[],
  pod: Charge,
  template: PodTemplate,
  target: Workload,
  namespace: Namespace,
): Generator<Violation> {
  const { max } = namespace.replicasOf(target);
  if (max === undefined || max === 0) return;
  const now = times(template.charge, max);
  for (const quota of namespace.quotas) {
    if (!quota.covers(template)) continue;
    const known = new Set(quota.shortfalls(now).map(({ key }) => key));
    const shortfalls = quota.shortfalls(times(pod, max)).filter(({ key }) => !known.has(key));
    const [first] = shortfalls;
    const raised = first && ceilings.find(({ resource }) => chargeKey(first.key).endsWith(`.${resource}`));
    if (!raised) continue;
    yield {
      at: [raised.field, first.field],
      message: `${replicas(max)} of ${target.object.title} at maxAllowed do not fit the quota ${quota.object.name}: pods that were evicted to grow are refused`,
      arithmetic: shortfalls.map(
        ({ key, needed, hard }) => `${key}: ${max} × ${pod[chargeKey(key)]} = ${needed}, the quota holds ${hard}`,
      ),
      fix: `lower maxAllowed, or raise ${shortfalls.map(({ key, needed }) => `${key} to ${needed}`).join(', ')}`,
    };
  }
}

function* overNode(
  ceilings: readonly Ceiling[],
  pod: Charge,
  template: PodTemplate,
  { nodes = [] }: ClusterProfile,
): Generator<Violation> {
  const rooms = nodes.map(({ allocatable }) => ({
    cpu: Quantity.parse(allocatable.cpu),
    memory: Quantity.parse(allocatable.memory),
  }));
  const holds = (charge: Charge) => (room: { readonly cpu: Quantity; readonly memory: Quantity }) => {
    return (['cpu', 'memory'] as const).every((key) => !room[key].lessThan(charge[`requests.${key}`] ?? Quantity.zero));
  };
  const [first] = ceilings;
  if (!first || !rooms.some(holds(template.charge)) || rooms.some(holds(pod))) return;
  const [cpu, memory] = [pod['requests.cpu'] ?? Quantity.zero, pod['requests.memory'] ?? Quantity.zero];
  yield {
    at: [first.field, template.field],
    message: `a pod of ${template.object.title} at maxAllowed fits no node: it stays pending once it has been evicted to grow`,
    arithmetic: rooms.map((room) => `${cpu} CPU and ${memory} of memory, a node has ${room.cpu} and ${room.memory}`),
    fix: 'lower maxAllowed to what a node has left beside its daemons',
  };
}
