import { Problems } from '../../model/values/problems';
import type { Quantity } from '../../model/values/quantity';
import { type Charge, chargeOf } from '../../model/workloads/charge';
import type { ClusterObject } from './cluster-object';
import { type Container, type DeclaredContainer, declaredContainer, withDefaults } from './container';
import type { Field } from './field';
import type { LimitItem } from './limit-range';
import { containersOf, type PodLevel, podLevelOf, withoutHugePages } from './pod-level';
import { readAmounts } from './resources';

/** A pod before the API server has seen it. */
export interface DeclaredPod {
  readonly object: ClusterObject;
  /** The template's own field: the place that findings about the pod as a whole point at. */
  readonly field: Field;
  readonly labels: Readonly<Record<string, string>>;
  /** The pod's spec, or what stands in for it. */
  readonly spec: Field;
  readonly containers: readonly DeclaredContainer[];
  readonly priorityClassName: Field;
  /** Whether the pod itself has a deadline, which is what the quota scope `Terminating` asks for. */
  readonly hasDeadline: boolean;
  /** Whether something rewrites the pod afterwards, as Argo's `podSpecPatch` does: then what it charges is not known. */
  readonly isPatched?: boolean;
}

/** A pod as the API server would store it in its namespace. */
export class PodTemplate {
  readonly containers: readonly Container[];
  /** False when an amount is no quantity, or not the last word: then nothing is computed. */
  readonly isReadable: boolean;
  /** What one pod counts against a quota. */
  readonly charge: Charge;
  /** What the pod states for all its containers together, and what follows from it. */
  readonly ofPod: PodLevel;

  constructor(
    private readonly declared: DeclaredPod,
    items: readonly LimitItem[],
  ) {
    const ofContainers = items.filter(({ type }) => type === 'Container');
    this.containers = declared.containers.map((container) => withDefaults(container, ofContainers));
    const overhead = readAmounts(declared.spec.get('overhead'));
    this.ofPod = podLevelOf(declared.spec.get('resources'), declared.containers);
    this.isReadable =
      declared.isPatched !== true &&
      [...this.containers, ...ofContainers, overhead, this.ofPod].every(({ isReadable }) => isReadable);
    this.charge = this.chargeWithout(() => false);
  }

  /** What one pod would count without some of its containers. */
  chargeWithout(isLeftOut: (container: Container) => boolean): Charge {
    const { spec } = this.declared;
    const containers = this.containers.filter((container) => !isLeftOut(container));
    const overhead = readAmounts(spec.get('overhead')).amounts;
    return chargeOf({ ...containersOf(containers), overhead, resources: this.ofPod }, Problems.none());
  }

  /** What the containers of one pod take together, whatever the pod states. */
  get chargeOfContainers(): Charge {
    return chargeOf(containersOf(this.containers), Problems.none());
  }

  /** What a LimitRange of type `Pod` compares: the charge without overhead. */
  get limited(): Charge {
    return chargeOf({ ...containersOf(this.containers), resources: withoutHugePages(this.ofPod) }, Problems.none());
  }

  get object(): ClusterObject {
    return this.declared.object;
  }

  get field(): Field {
    return this.declared.field;
  }

  get spec(): Field {
    return this.declared.spec;
  }

  get labels(): Readonly<Record<string, string>> {
    return this.declared.labels;
  }

  get priorityClassName(): Field {
    return this.declared.priorityClassName;
  }

  get hasDeadline(): boolean {
    return this.declared.hasDeadline;
  }

  /**
   * Whether nothing asks for or limits CPU or memory; quality of service `BestEffort`. What a pod states for all its
   * containers decides alone.
   *
   * Source: kubernetes/pkg/apis/core/v1/helper/qos `ComputePodQOS`.
   */
  get isBestEffort(): boolean {
    const stating = this.spec.get('resources').exists ? [this.ofPod] : this.containers;
    return stating.every(({ requests, limits }) =>
      [requests, limits].every((amounts) => isNothing(amounts['cpu']) && isNothing(amounts['memory'])),
    );
  }
}

function isNothing(amount: Quantity | undefined): boolean {
  return amount === undefined || amount.isZero;
}

/** A template as Deployments, Jobs and the like hold it: `metadata` and `spec`. */
export function podOf(object: ClusterObject, field: Field): DeclaredPod {
  const spec = field.get('spec');
  return {
    object,
    field,
    labels: field.get('metadata', 'labels').strings,
    spec,
    containers: [
      ...spec.get('initContainers').items.map((item) => declaredContainer(item, 'initContainers')),
      ...spec.get('containers').items.map((item) => declaredContainer(item, 'containers')),
    ],
    priorityClassName: spec.get('priorityClassName'),
    hasDeadline: spec.get('activeDeadlineSeconds').exists,
  };
}
