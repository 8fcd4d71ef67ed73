import { groupOf } from '../../../../model/manifests/manifest';
import type { Autoscaler, VerticalAutoscaler } from '../../../cluster/autoscaler';
import type { ClusterObject } from '../../../cluster/cluster-object';
import type { Field } from '../../../cluster/field';
import type { Namespace } from '../../../cluster/namespace';
import { isPlaceholder } from '../../../cluster/placeholder';

/** What an autoscaler's reference names. */
export interface ScaleTarget {
  readonly group: string;
  readonly kind: string;
  readonly name: string;
  /** Equal for two references to one object. */
  readonly key: string;
  readonly field: Field;
}

/** Undefined where kind or name is absent, or still to be filled in. */
export function scaleTargetOf({ object, targetRef }: Autoscaler | VerticalAutoscaler): ScaleTarget | undefined {
  const isKeda = object.kind === 'ScaledObject';
  const read = (name: string, fallback: string) => {
    const field = targetRef.get(name);
    return field.exists ? field.text : fallback;
  };
  // Source of KEDA's defaults: kedacore/keda apis/keda/v1alpha1 `ParseGVKR`.
  const apiVersion = read('apiVersion', isKeda ? 'apps/v1' : '');
  const kind = read('kind', isKeda ? 'Deployment' : '');
  const name = read('name', '');
  if (apiVersion === undefined || !kind || !name || [apiVersion, kind, name].some(isPlaceholder)) return undefined;
  const group = groupOf(apiVersion);
  return { group, kind, name, key: `${kind}.${group}/${name}`, field: targetRef };
}

/** `Deployment web`. */
export function titleOf({ kind, name }: ScaleTarget): string {
  return `${kind} ${name}`;
}

/** Every kind of these groups that has a scale subresource. */
const scalable: Readonly<Record<string, readonly string[]>> = {
  '': ['ReplicationController'],
  apps: ['Deployment', 'ReplicaSet', 'StatefulSet'],
  autoscaling: [],
  batch: [],
  'networking.k8s.io': [],
  policy: [],
};
const argoWithoutScale = [
  'AppProject',
  'Application',
  'ApplicationSet',
  'ClusterWorkflowTemplate',
  'CronWorkflow',
  'Workflow',
  'WorkflowTemplate',
];

/** Whether objects of a kind have a scale subresource; undefined for groups of others. */
export function hasScale(group: string, kind: string): boolean | undefined {
  if (group === 'argoproj.io') return argoWithoutScale.includes(kind) ? false : undefined;
  return Object.hasOwn(scalable, group) ? scalable[group]?.includes(kind) : undefined;
}

/**
 * The only object of the target's name that could be meant, where none is of its kind. Only for kinds that Kubernetes
 * brings along: one of others, say a Rollout, may well stand beside a Deployment of its name, or make it.
 */
export function namesake(
  target: ScaleTarget,
  namespace: Namespace,
  isMeant: (object: ClusterObject) => boolean,
): ClusterObject | undefined {
  if (hasScale(target.group, target.kind) !== true) return undefined;
  const named = namespace.named(target.name);
  if (named.some((object) => object.kind === target.kind)) return undefined;
  const meant = named.filter(isMeant);
  return meant.length === 1 ? meant[0] : undefined;
}
