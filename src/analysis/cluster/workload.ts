import type { IntOrPercent } from '../../model/values/int-or-percent';
import type { ClusterObject } from './cluster-object';
import type { Field } from './field';
import type { PodTemplate } from './pod-template';

/** How many pods of a workload there may be, and what decides it. */
export interface ReplicaRange {
  readonly min: number;
  /** Undefined when nothing bounds them, or nothing here says so. */
  readonly max: number | undefined;
  /** The field that sets the upper end. */
  readonly field: Field;
}

/** How a Deployment replaces its pods. */
export interface Rollout {
  /** Pods beyond the replicas. */
  readonly surge: IntOrPercent;
  /** Replicas that may be missing. */
  readonly unavailable: IntOrPercent;
  readonly field: Field;
}

/** An object that makes pods. */
export interface Workload {
  readonly object: ClusterObject;
  /** One for each kind of pod it makes; a Workflow has several. */
  readonly templates: readonly PodTemplate[];
  /** Pods at once, of all templates together, as the object itself states it. */
  readonly replicas: ReplicaRange;
  readonly rollout: Rollout | undefined;
  /** Whether the owner of its pods has a scale subresource, from which disruption budgets count. */
  readonly hasScale: boolean;
}
