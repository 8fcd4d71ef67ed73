import type { Cluster } from '../../../cluster/cluster';
import type { DisruptionBudget } from '../../../cluster/disruption-budget';
import type { Namespace } from '../../../cluster/namespace';
import { isPlaceholder } from '../../../cluster/placeholder';
import type { Workload } from '../../../cluster/workload';
import type { Violation } from '../../../findings/finding';
import { rule } from '../../rule';
import { titlesOf } from './counted-pods';

/** Labels that pods only get when they are made; which pods have them, no manifest says. */
const ofControllers =
  /^(workflows\.argoproj\.io|batch\.kubernetes\.io|statefulset\.kubernetes\.io|apps\.kubernetes\.io)\/|^(job-name|controller-uid|pod-template-hash|controller-revision-hash)$/;

/** A budget that protects nothing, or everything there is: neither is often meant. */
export const pdbSelector = rule({
  id: 'PDB-SELECTOR',
  severity: 'warning',
  title: 'a disruption budget selects nothing, or the whole namespace',
  *check(cluster) {
    for (const namespace of cluster.namespaces) {
      for (const budget of namespace.budgets) {
        const violation = everything(budget) ?? (isOpen(budget) ? undefined : missed(budget, namespace, cluster));
        if (violation) yield violation;
      }
    }
  },
});

/** Whether it selects by what manifests do not say. */
function isOpen({ selector }: DisruptionBudget): boolean {
  const labels = selector.get('matchLabels').entries;
  const keys = [
    ...labels.map(([key]) => key),
    ...selector.get('matchExpressions').items.map((item) => item.get('key').text ?? ''),
  ];
  return (
    keys.some((key) => ofControllers.test(key) || isPlaceholder(key)) ||
    labels.some(([, { value }]) => isPlaceholder(value))
  );
}

function missed(budget: DisruptionBudget, namespace: Namespace, cluster: Cluster): Violation | undefined {
  return elsewhere(budget, namespace, cluster) ?? nothing(budget, namespace);
}

function everything(budget: DisruptionBudget): Violation | undefined {
  if (!budget.selectsEverything || budget.protects.length < 2) return undefined;
  return {
    at: [budget.selector],
    message: `an empty selector puts all pods of the namespace under one budget, those of ${titlesOf(budget.protects)}`,
    fix: 'select the pods of one workload by their labels',
  };
}

/** Its labels are those of pods in another namespace, which no budget there protects. */
function elsewhere(budget: DisruptionBudget, { name }: Namespace, cluster: Cluster): Violation | undefined {
  if (budget.protects.length > 0 || budget.selectsEverything || !budget.selector.exists) return undefined;
  for (const other of cluster.namespaces) {
    if (other.name === name) continue;
    const meant = other.workloads.find(({ templates }) => templates.some((template) => budget.selects(template)));
    if (!meant || other.budgets.some(({ protects }) => protects.includes(meant))) continue;
    return {
      at: [budget.object.field('metadata', 'namespace'), budget.selector, templateOf(meant)],
      message: `the budget selects no pod of its namespace: its labels are those of ${meant.object.title}, and budgets do not reach other namespaces`,
      fix: `put it into namespace ${other.name === '' ? 'of that workload' : other.name}`,
    };
  }
  return undefined;
}

function nothing(budget: DisruptionBudget, namespace: Namespace): Violation | undefined {
  const labelled = namespace.workloads.filter(({ templates }) => templates.length > 0);
  const [first, ...others] = labelled;
  if (!first || budget.protects.length > 0 || namespace.objects.some(({ definition }) => definition === undefined)) {
    return undefined;
  }
  if (!budget.selector.exists) {
    return {
      at: [budget.object.field('spec')],
      message: 'without a selector the budget protects no pod',
      fix: 'select the pods by their labels',
    };
  }
  return {
    at: [budget.selector, ...(others.length === 0 ? [templateOf(first)] : [])],
    message: `the budget selects no pod of any workload in its namespace, which has ${titlesOf(labelled)}`,
    fix: 'select by the labels of the pod template',
  };
}

function templateOf({ object, templates }: Workload) {
  return templates[0]?.field.get('metadata', 'labels') ?? object.root;
}
