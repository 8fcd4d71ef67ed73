import { rule } from '../../rule';

/** The updater changes pods by evicting them, and a disruption budget that lets none go refuses that. */
export const vpaPdb = rule({
  id: 'VPA-PDB',
  severity: 'warning',
  title: 'a vertical autoscaler evicts pods that a disruption budget never lets go',
  *check(cluster) {
    for (const namespace of cluster.namespaces) {
      for (const { target, mode, object, targetRef } of namespace.verticalAutoscalers) {
        // The other modes change running pods without an eviction, or not at all.
        if (!target?.hasScale || mode !== 'Recreate') continue;
        const { max, field } = namespace.replicasOf(target);
        if (max === undefined || max === 0 || typeof field.value === 'string') continue;
        for (const budget of namespace.budgets) {
          const [only, ...others] = budget.protects;
          if (only !== target || others.length > 0 || !budget.bound.exists || budget.allowedAt(max) !== 0) continue;
          const name = budget.maxUnavailable.exists ? 'maxUnavailable' : 'minAvailable';
          const updateMode = object.field('spec', 'updatePolicy', 'updateMode');
          yield {
            at: [updateMode.exists ? updateMode : targetRef, budget.bound],
            message: `${name} ${budget.bound.value} lets none of the ${max} pods of ${target.object.title} go, so the autoscaler never changes one`,
            arithmetic: [
              name === 'minAvailable'
                ? `at most ${max} pods, of which ${budget.bound.value} must stay: 0 may be evicted`
                : `${budget.bound.value} of ${max} pods may be away: 0 may be evicted`,
            ],
            fix: 'use maxUnavailable: 1 in the budget, or updateMode: InPlaceOrRecreate or Initial',
          };
        }
      }
    }
  },
});
