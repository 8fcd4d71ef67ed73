import { type EffectivePolicy, type Resource, resourceOf } from './effective-policy';

const pods = resourceOf({ apiVersion: 'v1', kind: 'Pod' });
const claims = resourceOf({ apiVersion: 'v1', kind: 'PersistentVolumeClaim' });
const configMaps = resourceOf({ apiVersion: 'v1', kind: 'ConfigMap' });
const jobs = resourceOf({ apiVersion: 'batch/v1', kind: 'Job' });
const workflows = resourceOf({ apiVersion: 'argoproj.io/v1alpha1', kind: 'Workflow' });

/**
 * Kinds whose objects are looked through for those that garbage collection takes along with an object of this kind. What
 * Argo keeps its own books in (WorkflowTaskResults, WorkflowTaskSets, artifact collection tasks) is part of its workflow.
 * Secrets are left out: to look for them is to be let read them all.
 */
export function dependentsOf(owner: Resource, policy: EffectivePolicy): readonly Resource[] {
  const named = [...policy.rules.map(({ resource }) => resource), ...policy.dependents];
  switch (keyOf(owner)) {
    // A pod owns the claims of its ephemeral volumes.
    case keyOf(pods):
      return unique([claims, ...policy.dependents]);
    case keyOf(claims):
    case keyOf(configMaps):
      return unique(policy.dependents);
    case keyOf(jobs):
      return unique([pods, claims, configMaps, ...policy.dependents]);
    default:
      return unique([pods, jobs, workflows, claims, configMaps, ...named]);
  }
}

/** The kinds of everything that may go along, however far down. */
export function allDependentsOf(owner: Resource, policy: EffectivePolicy): readonly Resource[] {
  const found = new Map<string, Resource>();
  const look = (one: Resource) => {
    for (const dependent of dependentsOf(one, policy)) {
      if (found.has(keyOf(dependent))) continue;
      found.set(keyOf(dependent), dependent);
      look(dependent);
    }
  };
  look(owner);
  return [...found.values()];
}

/** Tells resources apart; the version does not, since it is the same object in all. */
export function keyOf({ apiVersion, plural }: Resource): string {
  const slash = apiVersion.indexOf('/');
  return slash < 0 ? plural : `${plural}.${apiVersion.slice(0, slash)}`;
}

function unique(resources: readonly Resource[]): readonly Resource[] {
  return [...new Map(resources.map((one) => [keyOf(one), one])).values()];
}
