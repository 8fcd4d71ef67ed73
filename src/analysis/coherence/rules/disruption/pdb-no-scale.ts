import { workflowSpecs } from '../../../cluster/argo/workflow-specs';
import type { Cluster } from '../../../cluster/cluster';
import type { DisruptionBudget } from '../../../cluster/disruption-budget';
import type { Field } from '../../../cluster/field';
import type { Workload } from '../../../cluster/workload';
import type { Violation } from '../../../findings/finding';
import { rule } from '../../rule';
import { boundOf, countsScale, titlesOf } from './counted-pods';

const fix = 'use minAvailable with a whole number, which counts the pods themselves';
/** Who owns the pods, where that is not the object that declares them. */
const owners: Readonly<Record<string, string>> = {
  CronJob: 'jobs.batch',
  DaemonSet: 'daemonsets.apps',
  Job: 'jobs.batch',
};

/**
 * For a share, and for `maxUnavailable`, the controller asks the owner of the pods how many there should be. One that has
 * no scale subresource cannot say: the budget's synchronisation fails, and no pod of it may be evicted.
 */
export const pdbNoScale = rule({
  id: 'PDB-NO-SCALE',
  severity: 'error',
  title: 'a disruption budget asks owners without scale subresource for their replicas',
  *check(cluster) {
    for (const { budgets } of cluster.namespaces) {
      for (const budget of budgets) {
        if (!budget.bound.exists || !countsScale(budget)) continue;
        const violation = unscaled(budget) ?? unmanaged(budget);
        if (violation) yield violation;
      }
    }
    yield* ownBudgets(cluster);
  },
});

function unscaled(budget: DisruptionBudget): Violation | undefined {
  const workloads = budget.protects.filter((workload) => {
    return !workload.hasScale && !workload.object.is('Pod') && runs(workload);
  });
  const [first] = workloads;
  if (!first) return undefined;
  const owner = owners[first.object.kind] ?? 'workflows.argoproj.io';
  return {
    at: [budget.bound, ...workloads.map((workload) => selected(budget, workload))],
    message: `${boundOf(budget)} needs the scale of what owns the pods of ${titlesOf(workloads)}, and ${owner} has none: while such pods exist, the budget lets no pod be evicted`,
    fix,
  };
}

/** Pods without owner count nothing, so where they are the only ones nothing may go. */
function unmanaged(budget: DisruptionBudget): Violation | undefined {
  const pods = budget.protects.filter(({ object }) => object.is('Pod'));
  const [first] = pods;
  if (!first) return undefined;
  const isAll = pods.length === budget.protects.length;
  return {
    ...(!isAll && { severity: 'warning' }),
    at: [budget.bound, ...pods.map((workload) => selected(budget, workload))],
    message: isAll
      ? `${boundOf(budget)} counts the replicas of owners, and ${titlesOf(pods)} ${pods.length === 1 ? 'has' : 'have'} none: of 0 expected pods, none may be evicted`
      : `${boundOf(budget)} counts the replicas of owners, and ${titlesOf(pods)} ${pods.length === 1 ? 'has' : 'have'} none: what may be evicted is not what the budget says`,
    fix,
  };
}

/** The budget that Argo makes of a field of the workflow itself. */
function* ownBudgets(cluster: Cluster): Generator<Violation> {
  for (const { title, spec } of workflowSpecs(cluster)) {
    const own = spec.get('podDisruptionBudget');
    const bound: Field | undefined = [
      own.get('maxUnavailable'),
      ...(typeof own.get('minAvailable').intOrPercent === 'string' ? [own.get('minAvailable')] : []),
    ].find(({ exists }) => exists);
    if (!bound) continue;
    yield {
      at: [bound],
      message: `${own.get('maxUnavailable').exists ? 'maxUnavailable' : 'minAvailable'} ${bound.shown} needs the scale of what owns the pods of ${title}, and workflows.argoproj.io has none: while it runs, no pod of it may be evicted`,
      fix,
    };
  }
}

function runs({ object, replicas }: Workload): boolean {
  return replicas.max !== 0 && object.field('spec', 'suspend').value !== true;
}

function selected(budget: DisruptionBudget, { object, templates }: Workload): Field {
  return templates.find((template) => budget.selects(template))?.field ?? object.root;
}
