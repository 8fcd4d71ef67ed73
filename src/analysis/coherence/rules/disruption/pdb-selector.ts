import { type DisruptionBudget, readSelector } from '../../../cluster/disruption-budget';
import { LabelIndex } from '../../../cluster/label-index';
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
    let unprotected: LabelIndex | undefined;
    for (const namespace of cluster.namespaces) {
      for (const budget of namespace.budgets) {
        unprotected ??= new LabelIndex(cluster.namespaces.flatMap(withoutBudget));
        const violation = everything(budget) ?? (isOpen(budget) ? undefined : missed(budget, namespace, unprotected));
        if (violation) yield violation;
      }
    }
  },
});

/** Workloads of a namespace that no budget there protects. */
function withoutBudget({ workloads, budgets }: Namespace): readonly Workload[] {
  const protectedOnes = new Set(budgets.flatMap(({ protects }) => protects));
  return workloads.filter((workload) => !protectedOnes.has(workload));
}

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

function missed(budget: DisruptionBudget, namespace: Namespace, unprotected: LabelIndex): Violation | undefined {
  return elsewhere(budget, namespace, unprotected) ?? nothing(budget, namespace);
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
function elsewhere(budget: DisruptionBudget, { name }: Namespace, unprotected: LabelIndex): Violation | undefined {
  if (budget.protects.length > 0 || budget.selectsEverything || !budget.selector.exists) return undefined;
  const meant = unprotected
    .candidates(readSelector(budget.selector))
    .find(
      ({ object, templates }) => object.namespace !== name && templates.some((template) => budget.selects(template)),
    );
  if (!meant) return undefined;
  const { title, namespace } = meant.object;
  return {
    at: [budget.object.field('metadata', 'namespace'), budget.selector, templateOf(meant)],
    message: `the budget selects no pod of its namespace: its labels are those of ${title}, and budgets do not reach other namespaces`,
    fix: `put it into namespace ${namespace === '' ? 'of that workload' : namespace}`,
  };
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
