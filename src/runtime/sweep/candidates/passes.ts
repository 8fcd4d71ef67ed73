import { keyOf } from '../../../model/policy/dependents';
import type { EffectivePolicy, EffectiveRule, Resource } from '../../../model/policy/effective-policy';
import { isEnd } from '../../../model/policy/standing';
import { selectorText } from '../../../model/values/label-selector';
import type { Query } from '../../api/api-client';
import { isServed } from './matching';

/** All rules of one kind in one namespace: it is listed once, whatever its rules. */
export interface Pass {
  readonly namespace: string;
  readonly resource: Resource;
  readonly rules: readonly EffectiveRule[];
}

const pods = 'pods';
const workflows = 'workflows.argoproj.io';

/** The passes through a namespace, in the order of the first rule of each kind. */
export function passesOf(policy: EffectivePolicy, namespace: string): Pass[] {
  const byKind = new Map<string, EffectiveRule[]>();
  for (const rule of policy.rules.filter((one) => isServed(one, namespace))) {
    const rules = byKind.get(keyOf(rule.resource));
    if (rules) rules.push(rule);
    else byKind.set(keyOf(rule.resource), [rule]);
  }
  return [...byKind.values()].map((rules) => ({ namespace, resource: rules[0]!.resource, rules }));
}

/** What the server can leave out: it cannot tell times, but ends of workflows and pods, and labels. */
export function queries({ resource, rules }: Pass): Query[] {
  const outcomes = [...new Set(rules.flatMap(({ keep }) => [...keep.keys()]))];
  const onlyEnds = outcomes.every(isEnd);
  const selectors = new Set(rules.map(({ selector }) => selectorText(selector)));
  const [own = ''] = selectors.size === 1 ? selectors : [];
  const labels = [own, onlyEnds && keyOf(resource) === workflows ? 'workflows.argoproj.io/completed=true' : ''];
  const labelSelector = labels.filter((part) => part !== '').join(',') || undefined;
  // A pod is never in phase Error.
  const phases = outcomes.filter((outcome) => outcome !== 'Error');
  if (keyOf(resource) !== pods || !onlyEnds) return [{ labelSelector }];
  return phases.map((phase) => ({ labelSelector, fieldSelector: `status.phase=${phase}` }));
}
