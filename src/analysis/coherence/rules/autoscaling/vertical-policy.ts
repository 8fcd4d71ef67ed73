import type { VerticalAutoscaler } from '../../../cluster/autoscaler';
import type { Field } from '../../../cluster/field';

/** Modes in which the updater evicts pods to change them, at least where it cannot do without. */
const evicting = ['Recreate', 'InPlaceOrRecreate'];

/** Whether it changes pods that run, and not only those that are made anew. */
export function changesRunningPods({ mode }: VerticalAutoscaler): boolean {
  return evicting.includes(mode) || mode === 'InPlace';
}

/** Whether it changes pods at all. */
export function changesPods(autoscaler: VerticalAutoscaler): boolean {
  return autoscaler.mode === 'Initial' || changesRunningPods(autoscaler);
}

/**
 * The policy for a container: its own before that of `*`.
 *
 * Source: kubernetes/autoscaler vertical-pod-autoscaler/pkg/utils/vpa `GetContainerResourcePolicy`.
 */
export function policyOf({ object }: VerticalAutoscaler, container: string): Field | undefined {
  const policies = object.field('spec', 'resourcePolicy', 'containerPolicies').items;
  const of = (name: string) => policies.find((policy) => policy.get('containerName').text === name);
  return of(container) ?? of('*');
}

/** Whether it sets a container's request of a resource. */
export function controls(autoscaler: VerticalAutoscaler, container: string, resource: string): boolean {
  if (!changesPods(autoscaler) || (resource !== 'cpu' && resource !== 'memory')) return false;
  const policy = policyOf(autoscaler, container);
  if (policy?.get('mode').text === 'Off') return false;
  const resources = policy?.get('controlledResources');
  return !resources?.exists || resources.words.includes(resource);
}
