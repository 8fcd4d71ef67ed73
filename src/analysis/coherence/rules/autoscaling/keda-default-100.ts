import { kedaDefaultMax } from '../../../cluster/autoscaler';
import { rule } from '../../rule';
import { overruns, shortage } from './over-quota';

/** A ScaledObject without maxReplicaCount may ask for a hundred pods, which the quota does not hold. */
export const kedaDefault100 = rule({
  id: 'KEDA-DEFAULT-100',
  severity: 'error',
  title: 'the quota does not hold the 100 pods that a ScaledObject may ask for when it sets no maximum',
  *check(cluster) {
    for (const namespace of cluster.namespaces) {
      for (const autoscaler of namespace.autoscalers) {
        if (autoscaler.object.kind !== 'ScaledObject' || autoscaler.maxField.exists) continue;
        const [tightest, ...others] = overruns(autoscaler, namespace);
        if (!tightest) continue;
        const { places, arithmetic, fix } = shortage(autoscaler, [tightest, ...others]);
        yield {
          at: [autoscaler.maxField, ...places],
          message: `maxReplicaCount is not set, which means ${kedaDefaultMax}, but the quota ${tightest.quota.object.name} holds ${tightest.fit}`,
          arithmetic,
          fix,
        };
      }
    }
  },
});
