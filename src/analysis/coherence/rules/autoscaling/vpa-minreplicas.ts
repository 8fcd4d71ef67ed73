import { rule } from '../../rule';
import { replicas } from './over-quota';
import { changesRunningPods } from './vertical-policy';

/** What the updater wants unless its flag `min-replicas`, or the autoscaler's `minReplicas`, says otherwise. */
const usual = 2;
/** Makers of pods that run at once; a workflow is not for VPA to target. */
const counted = ['CronJob', 'Deployment', 'Job', 'ReplicaSet', 'ReplicationController', 'StatefulSet'];

/**
 * The updater leaves alone what has fewer live pods than it may not go below.
 *
 * Source: kubernetes/autoscaler vertical-pod-autoscaler/pkg/updater/restriction `GetCreatorMaps`.
 */
export const vpaMinReplicas = rule({
  id: 'VPA-MINREPLICAS',
  severity: 'warning',
  title: 'a vertical autoscaler never changes running pods, since there are too few',
  *check(cluster) {
    for (const namespace of cluster.namespaces) {
      for (const autoscaler of namespace.verticalAutoscalers) {
        const { target, object, mode } = autoscaler;
        if (!target || !counted.includes(target.object.kind) || !changesRunningPods(autoscaler)) continue;
        const { max, field } = namespace.replicasOf(target);
        const own = object.field('spec', 'updatePolicy', 'minReplicas');
        if (own.exists && own.number === undefined) continue;
        const wanted = own.number ?? usual;
        if (max === undefined || typeof field.value === 'string' || max === 0 || max >= wanted) continue;
        const whose = own.exists ? "the autoscaler's minReplicas" : "the updater's default";
        yield {
          at: [own, field],
          message: `${target.object.title} has at most ${replicas(max)}, and ${mode} changes pods only from ${wanted} on (${whose})`,
          fix: `set updatePolicy.minReplicas: ${max} and take the gap, run ${wanted} replicas, or use updateMode: Initial, which changes new pods only`,
        };
      }
    }
  },
});
