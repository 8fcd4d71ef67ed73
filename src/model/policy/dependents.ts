import { groupOf } from '../manifests/manifest';
import { type EffectivePolicy, type Resource, resourceOf } from './effective-policy';

const known = [
  ['v1', 'Pod'],
  ['batch/v1', 'Job'],
  ['argoproj.io/v1alpha1', 'Workflow'],
  ['v1', 'PersistentVolumeClaim'],
  ['v1', 'ConfigMap'],
  // What a run has set up: its pods are found through it.
  ['apps/v1', 'Deployment'],
  ['apps/v1', 'ReplicaSet'],
  ['apps/v1', 'StatefulSet'],
  ['apps/v1', 'DaemonSet'],
].map(([apiVersion = '', kind = '']) => resourceOf({ apiVersion, kind }));

/**
 * Kinds whose objects are looked through for those that garbage collection takes along with an object. Anything can own
 * anything, a pod a Workflow as well as the other way round, so they are the same for all. What Argo keeps its own books in
 * (WorkflowTaskResults, WorkflowTaskSets, artifact collection tasks) is part of its workflow. Secrets are left out: to look
 * for them is to be let read them all.
 */
export function dependentsOf({ rules, dependents }: EffectivePolicy): readonly Resource[] {
  const all = [...known, ...rules.map(({ resource }) => resource), ...dependents];
  return [...new Map(all.map((resource) => [keyOf(resource), resource])).values()];
}

/** Tells resources apart; the version does not, since it is the same object in all. */
export function keyOf({ apiVersion, plural }: Resource): string {
  const group = groupOf(apiVersion);
  return group === '' ? plural : `${plural}.${group}`;
}
