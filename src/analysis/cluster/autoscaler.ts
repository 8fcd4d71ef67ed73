import { groupOf } from '../../model/manifests/manifest';
import type { ClusterObject } from './cluster-object';
import type { Field } from './field';
import type { Workload } from './workload';

/** A HorizontalPodAutoscaler, or KEDA's ScaledObject, which makes one. */
export interface Autoscaler {
  readonly object: ClusterObject;
  readonly targetRef: Field;
  /** The workload it scales; undefined when that is not among the objects, nor declared. */
  readonly target: Workload | undefined;
  readonly min: number;
  readonly max: number;
  /** Where the upper end is set, or would be. */
  readonly maxField: Field;
  readonly minField: Field;
  /** False when an end is set to what is no number, as a template's placeholder is: then `min` and `max` say nothing. */
  readonly isReadable: boolean;
}

/** A VerticalPodAutoscaler. */
export interface VerticalAutoscaler {
  readonly object: ClusterObject;
  readonly targetRef: Field;
  readonly target: Workload | undefined;
  /** `Off` changes nothing; `Initial` only new pods; the others evict. */
  readonly mode: string;
}

/** What KEDA sets when a ScaledObject does not: kedacore/keda apis/keda/v1alpha1 `defaultHPAMaxReplicas`. */
export const kedaDefaultMax = 100;

/** The workloads of a namespace, by name. */
type Targets = ReadonlyMap<string, readonly Workload[]>;

export function autoscalerOf(object: ClusterObject, workloads: Targets): Autoscaler | undefined {
  if (object.is('HorizontalPodAutoscaler', 'autoscaling')) {
    return scaler(object, workloads, {
      targetRef: object.field('spec', 'scaleTargetRef'),
      minField: object.field('spec', 'minReplicas'),
      maxField: object.field('spec', 'maxReplicas'),
      min: 1,
      max: 1,
      fallback: { kind: '', apiVersion: '' },
    });
  }
  if (object.is('ScaledObject', 'keda.sh')) {
    return scaler(object, workloads, {
      targetRef: object.field('spec', 'scaleTargetRef'),
      minField: object.field('spec', 'minReplicaCount'),
      maxField: object.field('spec', 'maxReplicaCount'),
      min: 0,
      max: kedaDefaultMax,
      // kedacore/keda apis/keda/v1alpha1 `ParseGVKR`.
      fallback: { kind: 'Deployment', apiVersion: 'apps/v1' },
    });
  }
  return undefined;
}

export function verticalAutoscalerOf(object: ClusterObject, workloads: Targets): VerticalAutoscaler | undefined {
  if (!object.is('VerticalPodAutoscaler', 'autoscaling.k8s.io')) return undefined;
  const targetRef = object.field('spec', 'targetRef');
  const mode = object.field('spec', 'updatePolicy', 'updateMode').text ?? 'Recreate';
  const target = named(targetRef, workloads).find(({ object: { kind } }) => kind === targetRef.get('kind').text);
  return { object, targetRef, target, mode: mode === 'Auto' ? 'Recreate' : mode };
}

interface ScalerFields {
  readonly targetRef: Field;
  readonly minField: Field;
  readonly maxField: Field;
  readonly min: number;
  readonly max: number;
  /** What a reference means that leaves out its kind or group. */
  readonly fallback: { readonly kind: string; readonly apiVersion: string };
}

function scaler(object: ClusterObject, workloads: Targets, fields: ScalerFields): Autoscaler {
  const { targetRef, minField, maxField, min, max, fallback } = fields;
  const kind = targetRef.get('kind').text ?? fallback.kind;
  const group = groupOf(targetRef.get('apiVersion').text ?? fallback.apiVersion);
  return {
    object,
    targetRef,
    target: named(targetRef, workloads).find(({ object: target }) => target.is(kind, group)),
    min: minField.number ?? min,
    max: maxField.number ?? max,
    minField,
    maxField,
    isReadable: [minField, maxField].every((field) => !field.exists || field.number !== undefined),
  };
}

/** References stay inside a namespace. */
function named(reference: Field, workloads: Targets): readonly Workload[] {
  return workloads.get(reference.get('name').text ?? '') ?? [];
}
