import { isAtLeast } from '../../../../model/values/version';
import type { Autoscaler } from '../../../cluster/autoscaler';
import type { Violation } from '../../../findings/finding';
import { rule } from '../../rule';

/** The first minor version in which the feature gate `HPAScaleToZero` is on by default: kubernetes/kubernetes#139648. */
const since = '1.37';

/** A minimum of 0: what runs no pod uses nothing, so only a metric from outside can bring it back. */
export const hpaZero = rule({
  id: 'HPA-ZERO',
  severity: 'error',
  title: 'an autoscaler may not go down to no pod at all',
  *check(cluster) {
    const { kubernetes } = cluster.profile;
    for (const { autoscalers } of cluster.namespaces) {
      for (const autoscaler of autoscalers) {
        if (autoscaler.min !== 0 || !autoscaler.isReadable) continue;
        const violation =
          autoscaler.object.kind === 'ScaledObject' ? ofKeda(autoscaler) : ofHpa(autoscaler, kubernetes);
        if (violation) yield violation;
      }
    }
  },
});

function ofHpa({ object, minField }: Autoscaler, kubernetes: string | undefined): Violation | undefined {
  const metrics = object.field('spec', 'metrics');
  if (!metrics.items.some((metric) => ['Object', 'External'].includes(metric.get('type').text ?? ''))) {
    return {
      at: [minField, metrics],
      message: 'minReplicas is 0 without an Object or External metric, and the API server refuses it',
      fix: 'set minReplicas to 1, or add a metric that exists without pods, such as the length of a queue',
    };
  }
  if (kubernetes === undefined || isAtLeast(kubernetes, since)) return undefined;
  return {
    at: [minField],
    message: `minReplicas is 0, which Kubernetes ${kubernetes} refuses: it takes that from ${since} on`,
    fix: `set minReplicas to 1, or let a KEDA ScaledObject scale down to 0; the feature gate HPAScaleToZero would allow it before ${since}`,
  };
}

/** Source: kedacore/keda apis/keda/v1alpha1 `verifyCPUMemoryScalers`. */
function ofKeda({ object, minField }: Autoscaler): Violation | undefined {
  const triggers = object.field('spec', 'triggers');
  const types = triggers.items.map((trigger) => trigger.get('type').text ?? '');
  if (types.length === 0 || !types.every((type) => type === 'cpu' || type === 'memory')) return undefined;
  const stated = minField.exists ? 'minReplicaCount is 0' : 'minReplicaCount is not set, which means 0,';
  return {
    at: [minField, triggers],
    message: `${stated} and all triggers are ${[...new Set(types)].join(' and ')}: KEDA refuses it, since no pod uses any when there is none`,
    fix: 'set minReplicaCount to 1, or add a trigger that is active without pods',
  };
}
