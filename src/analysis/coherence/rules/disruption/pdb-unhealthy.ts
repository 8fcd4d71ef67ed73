import { rule } from '../../rule';
import { titlesOf } from './counted-pods';

/**
 * By default a budget also guards pods that are not ready, once too few others are: pods in a crash loop, which nobody uses,
 * then hold up the drain of their node. Where pods keep state, that can be wanted, so only Deployments are looked at.
 */
export const pdbUnhealthy = rule({
  id: 'PDB-UNHEALTHY',
  severity: 'info',
  title: 'a disruption budget also guards pods in a crash loop',
  *check(cluster) {
    for (const { budgets } of cluster.namespaces) {
      for (const { object, protects, bound } of budgets) {
        const policy = object.field('spec', 'unhealthyPodEvictionPolicy');
        if (policy.exists || !bound.exists || protects.length === 0) continue;
        if (!protects.every((workload) => workload.object.is('Deployment', 'apps'))) continue;
        yield {
          at: [policy],
          message: `when too few pods of ${titlesOf(protects)} are ready, those that are not cannot be evicted either, and a crash loop holds up drains`,
          fix: 'set unhealthyPodEvictionPolicy: AlwaysAllow',
        };
      }
    }
  },
});
