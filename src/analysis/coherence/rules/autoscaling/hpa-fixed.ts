import { rule } from '../../rule';
import { replicas } from './over-quota';

/** An autoscaler whose range has one number: it never scales. */
export const hpaFixed = rule({
  id: 'HPA-FIXED',
  severity: 'info',
  title: 'the range of an autoscaler is a single number',
  *check(cluster) {
    for (const { autoscalers } of cluster.namespaces) {
      for (const { object, min, max, minField, maxField, isReadable } of autoscalers) {
        // A ScaledObject may still go to its idle number.
        if (!isReadable || !maxField.exists || min !== max || object.field('spec', 'idleReplicaCount').exists) continue;
        const least = minField.exists ? '' : ` (${minField.path.at(-1)} is ${min} when it is not set)`;
        yield {
          at: [maxField, minField],
          message: `minimum and maximum are both ${replicas(max)}${least}: nothing is ever scaled`,
          fix: 'widen the range, or set replicas on the workload and take the autoscaler out',
        };
      }
    }
  },
});
