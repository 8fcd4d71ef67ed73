import type { VerticalAutoscaler } from '../../../cluster/autoscaler';
import type { Namespace } from '../../../cluster/namespace';
import type { Violation } from '../../../findings/finding';
import { rule } from '../../rule';
import { hasScale, namesake, type ScaleTarget, scaleTargetOf, titleOf } from './scale-target';

/** Kinds that need no scale subresource: kubernetes/autoscaler vertical-pod-autoscaler/pkg/target `wellKnownController`. */
const wellKnown = ['CronJob', 'DaemonSet', 'Deployment', 'Job', 'ReplicaSet', 'ReplicationController', 'StatefulSet'];

/** What a VerticalPodAutoscaler targets must be the topmost controller of its pods, of a kind that VPA can read. */
export const vpaTarget = rule({
  id: 'VPA-TARGET',
  severity: 'error',
  title: 'a vertical autoscaler targets what it cannot recommend for',
  *check(cluster) {
    for (const namespace of cluster.namespaces) {
      for (const autoscaler of namespace.verticalAutoscalers) {
        yield* malformed(autoscaler);
        const target = scaleTargetOf(autoscaler);
        const violation =
          target &&
          (unsupported(autoscaler, target) ??
            owned(autoscaler, target, namespace) ??
            otherKind(autoscaler, target, namespace));
        if (violation) yield violation;
      }
    }
  },
});

function* malformed({ targetRef }: VerticalAutoscaler): Generator<Violation> {
  const selector = targetRef.get('selector');
  if (selector.exists) {
    yield {
      at: [selector],
      message: 'targetRef knows no selector: strict validation refuses it, and without that it is dropped',
      fix: 'name the controller of the pods: apiVersion, kind and name',
    };
  }
  const missing = ['kind', 'name'].filter((name) => !targetRef.get(name).exists);
  if (missing.length > 0) {
    yield {
      at: [targetRef],
      message: `targetRef has no ${missing.join(' and no ')}, and the API server refuses it`,
      fix: 'write kind and name of the controller of the pods, e.g. Deployment and web',
    };
  }
  // A name is missing more often because a Pod has none that lasts.
  const kind = targetRef.get('kind');
  if (kind.text === 'Pod' && missing.includes('name')) yield noController(targetRef, 'Pod');
}

function unsupported({ targetRef }: VerticalAutoscaler, { group, kind }: ScaleTarget): Violation | undefined {
  return wellKnown.includes(kind) || hasScale(group, kind) !== false ? undefined : noController(targetRef, kind);
}

function noController(targetRef: VerticalAutoscaler['targetRef'], kind: string): Violation {
  return {
    at: [targetRef.get('kind')],
    message: `a ${kind} is no controller with a scale subresource, so the autoscaler ends in ConfigUnsupported and recommends nothing`,
    fix: `target what makes the pods: ${wellKnown.join(', ')}, or a kind with a scale subresource`,
  };
}

/** Only where the manifest itself says who owns it: what controllers make is not among manifests. */
function owned({ targetRef }: VerticalAutoscaler, target: ScaleTarget, namespace: Namespace): Violation | undefined {
  const object = namespace.named(target.name).find(({ kind }) => kind === target.kind);
  const owner = object
    ?.field('metadata', 'ownerReferences')
    .items.find((one) => one.get('controller').flag === true && wellKnown.includes(one.get('kind').text ?? ''));
  if (!owner) return undefined;
  return {
    at: [targetRef, owner],
    message: `${titleOf(target)} is owned by ${owner.get('kind').text} ${owner.get('name').text}, and only the topmost controller can be targeted`,
    fix: `target ${owner.get('kind').text} ${owner.get('name').text}`,
  };
}

function otherKind(
  { targetRef }: VerticalAutoscaler,
  target: ScaleTarget,
  namespace: Namespace,
): Violation | undefined {
  const other = namesake(target, namespace, ({ kind }) => wellKnown.includes(kind));
  if (!other) return undefined;
  return {
    at: [targetRef, other.root],
    message: `there is no ${titleOf(target)}: what bears the name is ${other.title}`,
    fix: `write apiVersion: ${other.apiVersion} and kind: ${other.kind}`,
  };
}
