import { Quantity } from '../../../../model/values/quantity';
import type { Charge } from '../../../../model/workloads/charge';
import { widestFanOut } from '../../../cluster/argo/workflow-width';
import type { Field } from '../../../cluster/field';
import type { PodTemplate } from '../../../cluster/pod-template';
import { chargeKey } from '../../../cluster/quota';
import { type CoveredPods, mostPods } from './covered-pods';

/** The widest stage of a workflow, as a quota is charged for it. */
export interface Stage {
  readonly pods: CoveredPods;
  readonly count: number;
  readonly field: Field;
  readonly charge: Charge;
  /** What the charge is made of, by key: `5 × 1`. */
  readonly terms: Readonly<Record<string, readonly string[]>>;
}

/** Undefined for what is no workflow, or has no bound that its text says. */
export function stageOf(pods: CoveredPods): Stage | undefined {
  const { workload, namespace, quota, each } = pods;
  const count = mostPods(pods);
  if (workload.object.group !== 'argoproj.io' || count === undefined || count === 0) return undefined;
  // Where not even one pod fits is QTA-POD-TOO-LARGE's.
  if (quota.shortfalls(each).length > 0) return undefined;
  const spec = workload.object.field('spec', ...(workload.object.kind === 'CronWorkflow' ? ['workflowSpec'] : []));
  return { pods, count, field: namespace.replicasOf(workload).field, ...leastOf(widestFanOut(spec).pods, count, pods) };
}

/** What so many of the stage's pods charge at least, key by key: which of them a bound lets run is not known. */
function leastOf(
  stage: ReadonlyMap<string, number>,
  count: number,
  { templates, quota }: CoveredPods,
): Pick<Stage, 'charge' | 'terms'> {
  const charge: Record<string, Quantity> = {};
  const terms: Record<string, string[]> = {};
  for (const key of Object.keys(quota.hard).map(chargeKey)) {
    const cheapestFirst = templates
      .map((template) => ({ amount: template.charge[key] ?? Quantity.zero, times: timesIn(stage, template, count) }))
      .sort((a, b) => a.amount.compare(b.amount));
    let left = count;
    let total = Quantity.zero;
    for (const { amount, times } of cheapestFirst) {
      const taken = Math.min(times, left);
      left -= taken;
      if (taken === 0 || amount.isZero) continue;
      total = total.add(amount.multiply(taken));
      terms[key] = [...(terms[key] ?? []), `${taken} × ${amount}`];
    }
    charge[key] = total;
  }
  return { charge, terms };
}

/** How often a template may run in a stage; where the stage is not known, as often as all may. */
function timesIn(stage: ReadonlyMap<string, number>, template: PodTemplate, count: number): number {
  return stage.size === 0 ? count : (stage.get(template.field.get('name').text ?? '') ?? 0);
}
