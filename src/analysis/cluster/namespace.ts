import type { Charge } from '../../model/workloads/charge';
import { sum, times } from '../../model/workloads/charge';
import { type Autoscaler, autoscalerOf, type VerticalAutoscaler, verticalAutoscalerOf } from './autoscaler';
import type { ClusterObject } from './cluster-object';
import { DisruptionBudget } from './disruption-budget';
import { groupBy, KindIndex } from './kind-index';
import { LabelIndex } from './label-index';
import { type LimitItem, limitItems } from './limit-range';
import { keyOf, Ownership } from './ownership';
import type { PodTemplate } from './pod-template';
import { Quota } from './quota';
import type { ReplicaRange, Workload } from './workload';
import { type Surroundings, workloadOf } from './workloads';

/** A namespace and everything in it that makes, bounds or protects pods. */
export class Namespace {
  readonly quotas: readonly Quota[];
  readonly limits: readonly LimitItem[];
  /** Of the objects under check, and those that the profile declares. */
  readonly workloads: readonly Workload[];
  readonly autoscalers: readonly Autoscaler[];
  readonly verticalAutoscalers: readonly VerticalAutoscaler[];
  readonly budgets: readonly DisruptionBudget[];
  private readonly byKind: KindIndex;
  private readonly byName: ReadonlyMap<string, readonly ClusterObject[]>;
  private readonly declared: ReadonlySet<ClusterObject>;
  private readonly ownership: Ownership;
  private readonly scaledBy = new Map<Workload, Autoscaler>();

  constructor(
    /** Empty for objects that state none. */
    readonly name: string,
    /** The Namespace itself, where it is among the objects. */
    readonly object: ClusterObject | undefined,
    readonly objects: readonly ClusterObject[],
    declared: readonly ClusterObject[],
    surroundings: Omit<Surroundings, 'limits'>,
  ) {
    this.byKind = new KindIndex(objects);
    this.byName = groupBy(objects, (one) => one.name);
    this.declared = new Set(declared);
    this.quotas = this.ofKind('ResourceQuota').map((one) => new Quota(one));
    this.limits = this.ofKind('LimitRange').flatMap(limitItems);
    const inside = { ...surroundings, limits: this.limits };
    this.ownership = new Ownership(objects);
    const known = new Set(objects.map(keyOf));
    const workloads = [...objects, ...declared.filter((one) => !known.has(keyOf(one)))]
      .filter((one) => !this.ownership.isMade(one))
      .map((one) => workloadOf(one, inside))
      .filter((workload) => workload !== undefined);
    this.workloads = workloads;
    const targets = groupBy(workloads, (workload) => workload.object.name);
    this.autoscalers = objects
      .map((one) => autoscalerOf(one, targets))
      .filter((autoscaler) => autoscaler !== undefined);
    for (const autoscaler of this.autoscalers) {
      const { target } = autoscaler;
      if (target && !this.scaledBy.has(target)) this.scaledBy.set(target, autoscaler);
    }
    this.verticalAutoscalers = objects
      .map((one) => verticalAutoscalerOf(one, targets))
      .filter((autoscaler) => autoscaler !== undefined);
    const labelled = new LabelIndex(workloads);
    this.budgets = this.ofKind('PodDisruptionBudget', 'policy').map((one) => new DisruptionBudget(one, labelled));
  }

  /** Objects of a kind in this namespace. */
  ofKind(kind: string, group = ''): readonly ClusterObject[] {
    return this.byKind.get(kind, group);
  }

  /** Whether a workload of this namespace has made an object. */
  isMade(object: ClusterObject): boolean {
    return this.ownership.isMade(object);
  }

  /** Whether only the profile tells of a workload: nobody mends it here. */
  isDeclared({ object }: Workload): boolean {
    return this.declared.has(object);
  }

  /** Objects of a name in this namespace, of whatever kind. */
  named(name: string): readonly ClusterObject[] {
    return this.byName.get(name) ?? [];
  }

  /** How many pods a workload may have, its autoscaler considered. */
  replicasOf(workload: Workload): ReplicaRange {
    const autoscaler = this.scaledBy.get(workload);
    if (!autoscaler) return workload.replicas;
    const { min, max, maxField, isReadable } = autoscaler;
    const isKnown = isReadable && min >= 0 && max >= 0;
    return { min: isKnown ? min : 0, max: isKnown ? max : undefined, field: maxField };
  }

  /**
   * What a workload charges when it has as many pods as it may; undefined when nothing bounds them. Of a workload with
   * several templates, each pod is taken for the greediest, key by key.
   */
  peakOf(workload: Workload): Charge | undefined {
    const { max } = this.replicasOf(workload);
    return max === undefined ? undefined : times(greediest(workload.templates), max);
  }

  /** What all its workloads but some charge at their peak; those without bound count nothing. */
  peakOfOthers(without: readonly Workload[] = [], covered?: (template: PodTemplate) => boolean): Charge {
    return this.workloads
      .filter((workload) => !without.includes(workload))
      .filter(({ templates }) => covered === undefined || templates.some(covered))
      .map((workload) => this.peakOf(workload) ?? {})
      .reduce<Charge>(sum, {});
  }
}

/** The largest charge of each key over templates. */
export function greediest(templates: readonly PodTemplate[]): Charge {
  const result: Record<string, Charge[string]> = {};
  for (const { charge } of templates) {
    for (const [key, amount] of Object.entries(charge)) {
      const known = result[key];
      if (!known || known.lessThan(amount)) result[key] = amount;
    }
  }
  return result;
}
