import { rule } from '../../rule';
import { titlesOf } from './counted-pods';

/**
 * Without `minAvailable` and `maxUnavailable` the controller expects no pods, and allows no disruption: the API server takes
 * the budget, and then refuses every eviction (429).
 */
export const pdbEmpty = rule({
  id: 'PDB-EMPTY',
  severity: 'error',
  title: 'a disruption budget without a bound lets no pod be evicted',
  *check(cluster) {
    for (const { budgets } of cluster.namespaces) {
      for (const budget of budgets) {
        if (budget.bound.exists || !budget.selector.exists) continue;
        const pods = budget.protects.length === 0 ? '' : ` of ${titlesOf(budget.protects)}`;
        yield {
          at: [budget.object.field('spec'), ...budget.protects.map(({ object }) => object.root)],
          message: `neither minAvailable nor maxUnavailable is set, so that no pod${pods} may be evicted`,
          arithmetic: ['0 expected pods, so 0 may be evicted'],
          fix: 'set maxUnavailable: 1',
        };
      }
    }
  },
});
