import type { DisruptionBudget } from '../../../cluster/disruption-budget';
import type { Field } from '../../../cluster/field';
import type { Namespace } from '../../../cluster/namespace';
import type { Workload } from '../../../cluster/workload';

/** How many pods a budget's workloads have together, their autoscalers considered. */
export interface CountedPods {
  readonly min: number;
  /** Undefined when nothing bounds them. */
  readonly max: number | undefined;
  /** What sets the smallest number, one field for each workload. */
  readonly fields: readonly Field[];
}

/** Undefined where the number depends on what runs at the moment, or is not written as one. */
export function countedPods(budget: DisruptionBudget, namespace: Namespace): CountedPods | undefined {
  const counts = budget.protects.map((workload) => countOf(workload, namespace, countsScale(budget)));
  const known = counts.filter((count) => count !== undefined);
  if (known.length === 0 || known.length < counts.length) return undefined;
  return {
    min: known.reduce((total, { min }) => total + min, 0),
    max: known.reduce<number | undefined>((total, { max }) => {
      return total === undefined || max === undefined ? undefined : total + max;
    }, 0),
    fields: known.flatMap(({ fields }) => fields),
  };
}

/** Whether the controller counts the replicas that the owners of the pods ask for, rather than the pods themselves. */
export function countsScale({ minAvailable, maxUnavailable }: DisruptionBudget): boolean {
  return maxUnavailable.exists || typeof minAvailable.intOrPercent === 'string';
}

/** The fewest healthy pods of which one may go; undefined when none ever may. */
export function fewestToSpareOne({ minAvailable, maxUnavailable }: DisruptionBudget): number | undefined {
  const value = maxUnavailable.exists ? maxUnavailable.intOrPercent : minAvailable.intOrPercent;
  if (value === undefined) return undefined;
  const amount = Number.parseInt(String(value), 10);
  if (maxUnavailable.exists) return amount > 0 ? 1 : undefined;
  if (typeof value === 'number') return amount + 1;
  return amount < 100 ? Math.ceil(100 / (100 - amount)) : undefined;
}

/** The field that decides, as messages name it: `minAvailable 50%`. */
export function boundOf({ bound }: DisruptionBudget): string {
  return `${bound.path.at(-1)} ${bound.shown}`;
}

/** The workloads that a budget protects, by name: `Deployment team/a and StatefulSet team/b`. */
export function titlesOf(workloads: readonly Workload[]): string {
  const titles = workloads.map(({ object }) => object.title);
  return titles.length > 3 ? `${titles.slice(0, 2).join(', ')} and ${titles.length - 2} more` : titles.join(' and ');
}

function countOf(workload: Workload, namespace: Namespace, scaleOnly: boolean): CountedPods | undefined {
  const { object, hasScale, replicas } = workload;
  if (object.is('Pod') && !scaleOnly) return { min: 1, max: 1, fields: [object.field('spec')] };
  if (!hasScale) return undefined;
  const autoscaler = namespace.autoscalers.find(({ target }) => target === workload);
  // An HPA leaves alone what somebody has scaled to nothing.
  const isOff = replicas.max === 0 && autoscaler?.object.kind !== 'ScaledObject';
  if (!autoscaler || isOff) {
    const isUnreadable = replicas.field.exists && replicas.field.number === undefined;
    return isUnreadable ? undefined : { ...replicas, fields: [replicas.field] };
  }
  if (!autoscaler.isReadable) return undefined;
  const { min, max } = namespace.replicasOf(workload);
  return { min, max, fields: [autoscaler.minField] };
}
