import type { Cluster } from '../../../cluster/cluster';
import { rule } from '../../rule';
import { globalDefaultOf } from './priority-class';

/**
 * A default class gives its priority to each new pod of the whole cluster that names none, those of other teams too. Pods
 * that exist keep priority 0, and new ones may preempt them.
 */
export const pcSharedDefault = rule({
  id: 'PC-SHARED-DEFAULT',
  severity: 'warning',
  title: 'a PriorityClass becomes the default of a cluster that others use',
  *check(cluster: Cluster) {
    const { shared } = cluster.profile;
    if (shared === false) return;
    for (const object of cluster.ofKind('PriorityClass', 'scheduling.k8s.io')) {
      const field = globalDefaultOf(object);
      if (!field) continue;
      const value = object.field('value').number ?? 0;
      yield {
        ...(shared === undefined && { severity: 'info' as const }),
        at: [field],
        message: `PriorityClass ${object.name} gives priority ${value} to every new pod of the cluster that names no class`,
        fix: `set globalDefault: false, and name the class in the pods that need it${shared === undefined ? '; in a cluster of your own, declare shared: false in the profile' : ''}`,
      };
    }
  },
});
