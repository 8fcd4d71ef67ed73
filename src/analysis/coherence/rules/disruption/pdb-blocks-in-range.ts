import { rule } from '../../rule';
import { boundOf, countedPods, fewestToSpareOne, titlesOf } from './counted-pods';

/**
 * A workload that is scaled to nothing needs no budget, but as soon as it has few pods the budget lets none go, and drains
 * wait until it has more or none. Where the smallest number is above nothing, PDB-BLOCKS-AT-MIN says it.
 */
export const pdbBlocksInRange = rule({
  id: 'PDB-BLOCKS-IN-RANGE',
  severity: 'warning',
  title: 'a disruption budget lets no pod go while a workload has few',
  *check(cluster) {
    for (const namespace of cluster.namespaces) {
      for (const budget of namespace.budgets) {
        if (!budget.bound.exists || budget.allowedAt(1) === undefined) continue;
        const pods = countedPods(budget, namespace);
        if (!pods || pods.min > 0 || pods.max === 0) continue;
        const enough = fewestToSpareOne(budget) ?? Number.POSITIVE_INFINITY;
        const last = Math.min(enough - 1, pods.max ?? Number.POSITIVE_INFINITY);
        if (last === 0) continue;
        const always = last === (pods.max ?? Number.POSITIVE_INFINITY);
        const few = last === 1 ? '1 replica' : `1 to ${last} replicas`;
        yield {
          at: [budget.bound, ...pods.fields],
          message: `with ${always ? 'any number of replicas' : few} of ${titlesOf(budget.protects)}, ${boundOf(budget)} lets no pod be evicted`,
          arithmetic: [
            `${pods.max === undefined ? 'at least 0' : `0 to ${pods.max}`} replicas; ${
              Number.isFinite(enough) ? `one may go from ${enough} on` : 'none may go of any'
            }`,
          ],
          fix: 'use maxUnavailable: 1',
        };
      }
    }
  },
});
