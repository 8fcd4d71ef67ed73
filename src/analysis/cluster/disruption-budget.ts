import { podsOf } from '../../model/values/int-or-percent';
import { type LabelSelector, selectorMatches, selectsEverything } from '../../model/values/label-selector';
import type { ClusterObject } from './cluster-object';
import type { Field } from './field';
import type { LabelIndex } from './label-index';
import type { PodTemplate } from './pod-template';
import type { Workload } from './workload';

/** A PodDisruptionBudget and what it protects. */
export class DisruptionBudget {
  readonly minAvailable: Field;
  readonly maxUnavailable: Field;
  readonly selector: Field;
  /** Workloads of which it selects a template. */
  readonly protects: readonly Workload[];
  /** An absent selector selects nothing, an empty one everything. */
  private readonly wanted: LabelSelector | undefined;

  constructor(
    readonly object: ClusterObject,
    workloads: LabelIndex,
  ) {
    this.minAvailable = object.field('spec', 'minAvailable');
    this.maxUnavailable = object.field('spec', 'maxUnavailable');
    this.selector = object.field('spec', 'selector');
    this.wanted = this.selector.exists ? readSelector(this.selector) : undefined;
    const candidates = this.wanted === undefined ? [] : workloads.candidates(this.wanted);
    this.protects = candidates.filter(({ templates }) => templates.some((template) => this.selects(template)));
  }

  selects({ labels }: PodTemplate): boolean {
    return this.wanted !== undefined && selectorMatches(this.wanted, labels);
  }

  get selectsEverything(): boolean {
    return this.wanted !== undefined && selectsEverything(this.wanted);
  }

  /** The field that decides: the one that is set. */
  get bound(): Field {
    return this.maxUnavailable.exists ? this.maxUnavailable : this.minAvailable;
  }

  /**
   * How many of `replicas` healthy pods may be evicted at once; undefined when a bound is neither count nor share.
   *
   * Source: kubernetes/pkg/controller/disruption `getExpectedPodCount`; both bounds are rounded up.
   */
  allowedAt(replicas: number): number | undefined {
    if (this.maxUnavailable.exists) {
      const value = this.maxUnavailable.intOrPercent;
      return value === undefined ? undefined : Math.min(replicas, podsOf(value, replicas));
    }
    if (!this.minAvailable.exists) return 0;
    const value = this.minAvailable.intOrPercent;
    return value === undefined ? undefined : Math.max(0, replicas - podsOf(value, replicas));
  }
}

/** A selector as it is written, without what is none. */
export function readSelector(field: Field): LabelSelector {
  return {
    matchLabels: field.get('matchLabels').strings,
    matchExpressions: field.get('matchExpressions').items.map((item) => ({
      key: item.get('key').text ?? '',
      operator: (item.get('operator').text ?? '') as 'In',
      values: item.get('values').words,
    })),
  };
}
