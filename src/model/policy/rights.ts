import { groupOf } from '../manifests/manifest';
import { dependentsOf, keyOf } from './dependents';
import { type EffectivePolicy, type EffectiveRule, type Resource, resourceOf } from './effective-policy';

/** How far a sweep goes: `report` writes nothing but sightings, `verify` asks the server without doing, `delete` does it. */
export const sweepModes = ['report', 'verify', 'delete'] as const;
export type SweepMode = (typeof sweepModes)[number];

/** Something an account must be allowed to do. */
export interface Right {
  /** `''` for the core group. */
  readonly group: string;
  /** In the plural, with a subresource: `pods`, `pods/log`. */
  readonly resource: string;
  readonly verb: string;
  /** Undefined for the whole cluster. */
  readonly namespace: string | undefined;
  /** @default - any */
  readonly name?: string;
}

export interface RightsOptions {
  readonly mode: SweepMode;
  /** Where the program keeps its state. */
  readonly stateNamespace: string;
}

const pods = resourceOf({ apiVersion: 'v1', kind: 'Pod' });
const statefulSets = resourceOf({ apiVersion: 'apps/v1', kind: 'StatefulSet' });
const workflows = resourceOf({ apiVersion: 'argoproj.io/v1alpha1', kind: 'Workflow' });
const jobs = resourceOf({ apiVersion: 'batch/v1', kind: 'Job' });

/** Where the programs are unless somebody says otherwise; no policy deletes in it. */
export const systemNamespace = 'steward-system';

/** The name of the ConfigMap that holds a policy's budgets, its stop and its sightings. */
export function stateName(policyName: string): string {
  return `steward-sweep-${policyName}`;
}

/** The name of the ConfigMap that holds failure capsules where there is no archive. */
export function capsulesName(policyName: string): string {
  return `steward-capsules-${policyName}`;
}

/**
 * Every right that a policy needs, and no other: what the constructs bind, what the program asks for before it begins, and
 * what the checker compares bound roles with.
 */
export function rightsOf(policy: EffectivePolicy, { mode, stateNamespace }: RightsOptions): readonly Right[] {
  const rights = new Map<string, Right>();
  const need = (right: Right) => {
    rights.set([right.group, right.resource, right.verb, right.namespace, right.name].join(' '), right);
  };
  for (const rule of policy.rules) {
    for (const namespace of rule.namespaces ?? [undefined]) {
      for (const right of ruleRights(policy, rule, mode)) need({ ...right, namespace });
      const itself = { group: '', resource: 'namespaces', namespace };
      if (namespace !== undefined) need({ ...itself, verb: 'get', name: namespace });
      else for (const verb of ['get', 'list']) need({ ...itself, verb });
    }
  }
  const state = { group: '', resource: 'configmaps', namespace: stateNamespace };
  const names = [stateName(policy.name), ...(keepsRing(policy, mode) ? [capsulesName(policy.name)] : [])];
  const writes = mode === 'delete' || policy.rules.some(({ keep }) => keep.has('Unused'));
  for (const name of names) for (const verb of writes ? ['get', 'update'] : ['get']) need({ ...state, verb, name });
  // No name can be given to what is not there yet.
  if (writes) need({ ...state, verb: 'create' });
  return [...rights.values()];
}

/** Whether a rule deletes or stops anything, and with which verbs. */
function ruleRights(
  policy: EffectivePolicy,
  rule: EffectiveRule,
  mode: SweepMode,
): Omit<Right, 'namespace' | 'name'>[] {
  const actions = new Set([...rule.keep.values()].map(({ action }) => action));
  const rights = [...on(rule.resource, 'get', 'list')];
  if (mode !== 'report' && actions.has('delete')) rights.push(...on(rule.resource, 'delete'));
  if (mode !== 'report' && actions.has('stop')) rights.push(...on(rule.resource, 'patch'));
  if (actions.has('delete')) {
    rights.push(...dependentsOf(policy).flatMap((dependent) => on(dependent, 'get', 'list', 'watch')));
  }
  if (actions.has('delete') || actions.has('stop') || rule.keep.has('Unused')) {
    rights.push(...workOf(policy).flatMap((owner) => on(owner, 'get')));
  }
  if (rule.keep.has('Unused')) rights.push(...on(pods, 'get', 'list'), ...on(statefulSets, 'list'));
  if (mode === 'delete') {
    rights.push({ group: '', resource: 'events', verb: 'create' });
    // Failed pods may go along with anything: what they tell is kept.
    if (actions.has('delete')) {
      rights.push({ group: '', resource: 'pods/log', verb: 'get' }, { group: '', resource: 'events', verb: 'list' });
    }
  }
  return rights;
}

/** Kinds of runs that the platform's requirements know; each cluster has some of them, in groups of its own. */
export const platformRuns: readonly string[] = ['CodeRun', 'DocsRun', 'AgentRun'];

/** Work that an object may be a part of, and is looked at for its sake. Runs are kinds of their own, known by the policy alone. */
export function workOf(policy: EffectivePolicy): readonly Resource[] {
  const named = [...policy.rules.map(({ resource }) => resource), ...policy.dependents];
  const runs = named.filter(({ kind }) => kind.endsWith('Run'));
  return [...new Map([workflows, jobs, ...runs].map((one) => [keyOf(one), one])).values()];
}

function keepsRing(policy: EffectivePolicy, mode: SweepMode): boolean {
  return mode === 'delete' && policy.archive === undefined && policy.rules.some(deletes);
}

/** Whether anything goes by a rule. */
export function deletes({ keep }: EffectiveRule): boolean {
  return [...keep.values()].some(({ action }) => action === 'delete');
}

function on(
  { apiVersion, plural }: Resource,
  ...verbs: readonly string[]
): { group: string; resource: string; verb: string }[] {
  return verbs.map((verb) => ({ group: groupOf(apiVersion), resource: plural, verb }));
}
