import { rule } from '../../rule';

/** The two bounds exclude each other: the API server refuses a budget that sets both. */
export const pdbBoth = rule({
  id: 'PDB-BOTH',
  severity: 'error',
  title: 'a disruption budget sets minAvailable and maxUnavailable',
  *check(cluster) {
    for (const { budgets } of cluster.namespaces) {
      for (const { minAvailable, maxUnavailable } of budgets) {
        if (!minAvailable.exists || !maxUnavailable.exists) continue;
        yield {
          at: [minAvailable, maxUnavailable],
          message: `minAvailable ${minAvailable.shown} and maxUnavailable ${maxUnavailable.shown} are both set, which the API server refuses`,
          fix: `leave minAvailable out: maxUnavailable ${maxUnavailable.shown} follows the number of replicas`,
        };
      }
    }
  },
});
