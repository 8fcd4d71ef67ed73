import { keyOf } from '../../../../model/policy/dependents';
import type { Cluster } from '../../../cluster/cluster';
import type { Field } from '../../../cluster/field';
import type { Violation } from '../../../findings/finding';
import { rule } from '../../rule';
import { type Lifetime, lifetimeAfter, type Outcome, retainedSpecs } from './lifetimes';

const outcomes: readonly (readonly [key: string, outcome: Outcome])[] = [
  ['completed', 'Succeeded'],
  ['failed', 'Failed'],
  ['errored', 'Error'],
];

/**
 * Each key of the controller's `retentionPolicy` that is left out counts as 0: workflows that end so are deleted at once, no
 * matter how long their `ttlStrategy` is to keep them.
 */
export const retZero = rule({
  id: 'RET-ZERO',
  severity: 'warning',
  title: 'the retentionPolicy of the controller deletes workflows as they end',
  *check(cluster) {
    for (const { object, setting } of cluster.workflowControllers) {
      const policy = setting('retentionPolicy');
      // The chart leaves out a policy that is empty.
      if (!policy?.exists || (object.kind === 'Application' && policy.entries.length === 0)) continue;
      for (const [key, outcome] of outcomes) {
        const violation = none(policy, key, outcome, cluster);
        if (violation) yield violation;
      }
    }
  },
});

function none(policy: Field, key: string, outcome: Outcome, cluster: Cluster): Violation | undefined {
  const count = policy.get(key);
  if (count.exists && count.number !== 0) return undefined;
  const promised = promise(outcome, cluster);
  // Who writes 0 means it, but for the workflows that are to be kept.
  if (count.exists && !promised) return undefined;
  const why = `retentionPolicy keeps no workflow in phase ${outcome}${count.exists ? '' : `, as ${key} is not set, which counts as 0`}`;
  const fix = `set retentionPolicy.${key} to the number to keep, or leave out the whole policy`;
  return promised
    ? {
        at: [count, promised.field],
        message: `${why}: it is deleted as it ends, although ${promised.name} is to keep it ${promised.seconds} s`,
        fix,
      }
    : { at: [count], message: `${why}: it is deleted as it ends`, fix };
}

/** A lifetime that workflows are to have after they end so. Which of several controllers runs them, no manifest says. */
function promise(outcome: Outcome, cluster: Cluster): Lifetime | undefined {
  if (cluster.workflowControllers.length > 1) return undefined;
  for (const spec of retainedSpecs(cluster)) {
    const lifetime = lifetimeAfter(outcome, spec);
    if (lifetime && lifetime.seconds > 0) return lifetime;
  }
  for (const { policy, text } of cluster.retentionPolicies) {
    const rule = policy.rules.find(({ resource, keep }) => {
      return keyOf(resource) === 'workflows.argoproj.io' && (keep.get(outcome)?.for ?? 0) > 0;
    });
    const millis = rule?.keep.get(outcome)?.for;
    if (millis) return { field: text, name: `rule ${rule.name} of policy ${policy.name}`, seconds: millis / 1_000 };
  }
  return undefined;
}
