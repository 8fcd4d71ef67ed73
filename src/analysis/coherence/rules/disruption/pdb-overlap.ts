import type { DisruptionBudget } from '../../../cluster/disruption-budget';
import type { Field } from '../../../cluster/field';
import type { Namespace } from '../../../cluster/namespace';
import type { PodTemplate } from '../../../cluster/pod-template';
import type { Workload } from '../../../cluster/workload';
import type { Violation } from '../../../findings/finding';
import { rule } from '../../rule';

/** Several budgets select one pod. The API server cannot account for that: it answers every eviction with status 500. */
export const pdbOverlap = rule({
  id: 'PDB-OVERLAP',
  severity: 'error',
  title: 'two disruption budgets select the same pods',
  *check(cluster) {
    for (const namespace of cluster.namespaces) yield* overlaps(namespace);
  },
});

function* overlaps(namespace: Namespace): Generator<Violation> {
  const told = new Set<string>();
  for (const [workload, budgets] of byWorkload(namespace)) {
    if (namespace.replicasOf(workload).max === 0) continue;
    for (const template of workload.templates) {
      const selecting = distinct(budgets.filter((budget) => budget.selects(template)));
      const own = ownBudget(workload);
      const names = [...selecting.map(({ object }) => object.name), ...(own ? [`that of its own`] : [])];
      const key = names.join();
      if (names.length < 2 || (told.has(key) && !own)) continue;
      told.add(key);
      yield overlap(workload, template, names, [...(own ? [own] : []), ...selecting.map(({ selector }) => selector)]);
      break;
    }
  }
}

function overlap(
  { object }: Workload,
  template: PodTemplate,
  names: readonly string[],
  fields: readonly Field[],
): Violation {
  const [first = template.field, ...others] = [...fields].reverse();
  return {
    at: [first, ...others, template.field],
    message: `the pods of ${object.title} are selected by ${names.length} budgets, ${names.join(' and ')}: each eviction fails with status 500`,
    fix: 'leave one of them, or make their selectors exclude each other',
  };
}

function byWorkload({ budgets }: Namespace): Map<Workload, DisruptionBudget[]> {
  const found = new Map<Workload, DisruptionBudget[]>();
  for (const budget of budgets) {
    for (const workload of budget.protects) found.set(workload, [...(found.get(workload) ?? []), budget]);
  }
  return found;
}

/** One that is declared twice is still one. */
function distinct(budgets: readonly DisruptionBudget[]): DisruptionBudget[] {
  return [...new Map(budgets.map((budget) => [budget.object.identity, budget])).values()];
}

/** The budget that Argo makes for each run of a workflow, of all its pods. */
function ownBudget({ object }: Workload): Field | undefined {
  if (object.group !== 'argoproj.io') return undefined;
  const path = object.kind === 'CronWorkflow' ? ['spec', 'workflowSpec'] : ['spec'];
  const field = object.field(...path, 'podDisruptionBudget');
  return field.exists && !field.get('selector').exists ? field : undefined;
}
