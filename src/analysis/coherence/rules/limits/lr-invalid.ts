import { rule } from '../../rule';
import { faultsOf } from './limit-faults';

/**
 * A LimitRange that contradicts itself is refused (422), also when only one of its resources does: the namespace then has no
 * bounds and no defaults at all, and a quota that relies on the defaults refuses every pod.
 */
export const lrInvalid = rule({
  id: 'LR-INVALID',
  severity: 'error',
  title: 'a LimitRange contradicts itself',
  *check(cluster) {
    for (const object of cluster.ofKind('LimitRange')) yield* faultsOf(object);
  },
});
