import type { DisruptionBudget } from '../../../cluster/disruption-budget';
import { rule } from '../../rule';
import { boundOf, type CountedPods, countedPods, countsScale, fewestToSpareOne, titlesOf } from './counted-pods';

/**
 * At the smallest number of replicas the budget lets none go. Evictions are refused (429), and with them every drain of a
 * node that holds such a pod: for good, or until an autoscaler brings more.
 */
export const pdbBlocksAtMin = rule({
  id: 'PDB-BLOCKS-AT-MIN',
  severity: 'error',
  title: 'a disruption budget lets no pod go at the smallest number of replicas',
  *check(cluster) {
    for (const namespace of cluster.namespaces) {
      for (const budget of namespace.budgets) {
        if (!budget.bound.exists) continue;
        const pods = countedPods(budget, namespace);
        if (!pods || pods.min === 0 || budget.allowedAt(pods.min) !== 0) continue;
        const noun = countsScale(budget) || budget.protects.some(({ hasScale }) => hasScale) ? 'replica' : 'pod';
        const passes = pods.max === undefined || (budget.allowedAt(pods.max) ?? 0) > 0;
        yield {
          ...(passes && { severity: 'warning' as const }),
          at: [budget.bound, ...pods.fields],
          message: `with ${pods.min} ${noun}${pods.min === 1 ? '' : 's'} of ${titlesOf(budget.protects)}, ${boundOf(budget)} lets no pod be evicted`,
          arithmetic: arithmetic(budget, pods),
          fix: remedy(budget, pods),
        };
      }
    }
  },
});

function arithmetic({ minAvailable, maxUnavailable, bound }: DisruptionBudget, { min }: CountedPods): string[] {
  const { value } = bound;
  if (maxUnavailable.exists) return [`${value} of ${min} may be away`];
  if (typeof minAvailable.value === 'number') {
    const left = min - minAvailable.value;
    return [`${min} − ${value} = ${left < 0 ? `−${-left}` : left}`];
  }
  return [`${value} of ${min}, rounded up, is ${min}: ${min} − ${min} = 0`];
}

/** Without scale, `maxUnavailable` would let none go either. */
function remedy(budget: DisruptionBudget, { min }: CountedPods): string {
  if (!budget.protects.every(({ hasScale }) => hasScale)) return `set minAvailable to ${min - 1} at most`;
  const enough = fewestToSpareOne(budget);
  return `use maxUnavailable: 1${enough === undefined ? '' : `, or run at least ${enough} replicas`}`;
}
