import type { Autoscaler } from '../../../cluster/autoscaler';
import type { Namespace } from '../../../cluster/namespace';
import type { Violation } from '../../../findings/finding';
import { rule } from '../../rule';
import { rivals } from './rivals';
import { hasScale, namesake, type ScaleTarget, scaleTargetOf, titleOf } from './scale-target';

/**
 * An autoscaler reads and writes the scale subresource of the one object that it names. Where there is none, or where two
 * autoscalers share it, nothing is ever scaled.
 */
export const hpaTarget = rule({
  id: 'HPA-TARGET',
  severity: 'error',
  title: 'an autoscaler has nothing that it can scale, or not for itself',
  *check(cluster) {
    const surroundings = { unplaced: cluster.namespace(''), isOnly: cluster.namespaces.length === 1 };
    for (const namespace of cluster.namespaces) {
      for (const autoscaler of namespace.autoscalers) {
        const target = scaleTargetOf(autoscaler);
        const violation = target
          ? (unscalable(autoscaler, target) ??
            otherKind(autoscaler, target, namespace) ??
            absent(autoscaler, target, namespace, surroundings))
          : incomplete(autoscaler);
        if (violation) yield violation;
      }
      for (const { loser, winner, target } of rivals(namespace.autoscalers)) {
        yield {
          at: [loser.targetRef, winner.targetRef],
          message: `${titleOf(target)} is scaled by both ${winner.object.title} and ${loser.object.title}: neither then scales it`,
          fix: `keep one of them, with the metrics of both: the one that asks for most pods decides`,
        };
      }
    }
  },
});

function incomplete({ targetRef, object }: Autoscaler): Violation | undefined {
  const missing = ['kind', 'name'].find((name) => !targetRef.get(name).exists || targetRef.get(name).value === '');
  if (missing === undefined || (missing === 'kind' && object.kind === 'ScaledObject')) return undefined;
  return {
    at: [targetRef.get(missing)],
    message: `scaleTargetRef has no ${missing}, and the API server refuses it`,
    fix: 'write apiVersion, kind and name of the workload to scale, e.g. apps/v1, Deployment, web',
  };
}

function unscalable({ targetRef }: Autoscaler, target: ScaleTarget): Violation | undefined {
  if (hasScale(target.group, target.kind) !== false) return undefined;
  const isOfApps = hasScale('apps', target.kind) === true;
  if (isOfApps) {
    return {
      at: [targetRef.get('apiVersion')],
      message: `no ${target.kind} is in the API group of ${JSON.stringify(targetRef.get('apiVersion').text ?? '')}, so ${titleOf(target)} is never found`,
      fix: 'write apiVersion: apps/v1',
    };
  }
  return {
    at: [targetRef.get('kind')],
    message: `a ${target.kind} has no scale subresource, so ${titleOf(target)} is never scaled`,
    fix: 'name a Deployment, StatefulSet or ReplicaSet; for work that ends, bound its parallelism, or use a KEDA ScaledJob',
  };
}

function otherKind({ targetRef }: Autoscaler, target: ScaleTarget, namespace: Namespace): Violation | undefined {
  const other = namesake(target, namespace, ({ group, kind }) => hasScale(group, kind) === true);
  if (!other) return undefined;
  return {
    at: [targetRef, other.root],
    message: `there is no ${titleOf(target)}: what bears the name is ${other.title}`,
    fix: `write apiVersion: ${other.apiVersion} and kind: ${other.kind}`,
  };
}

interface Surroundings {
  /** Objects that state no namespace. */
  readonly unplaced: Namespace | undefined;
  /** Whether there are no others. */
  readonly isOnly: boolean;
}

/** It may live in another repository, but where others of its namespace are here, it is more likely misspelt. */
function absent(
  { target: workload, targetRef }: Autoscaler,
  target: ScaleTarget,
  namespace: Namespace,
  { unplaced, isOnly }: Surroundings,
): Violation | undefined {
  if (workload || hasScale(target.group, target.kind) !== true) return undefined;
  if (!namespace.workloads.some((one) => !namespace.isDeclared(one))) return undefined;
  // Objects that state no namespace may be meant for this one, and one that states none for any.
  if (namespace === unplaced ? !isOnly : unplaced?.named(target.name).some(({ kind }) => kind === target.kind)) {
    return undefined;
  }
  return {
    severity: 'info',
    at: [targetRef.get('name')],
    message: `${titleOf(target)} is neither among the manifests nor declared, though other workloads of its namespace are`,
    fix: 'check its name, or declare it under `workloads` of the profile',
  };
}
