import type { ManifestMetadata } from '../../../model/manifests/manifest';
import { keyOf } from '../../../model/policy/dependents';
import type { EffectivePolicy, EffectiveRule, Resource } from '../../../model/policy/effective-policy';
import type { Outcome } from '../../../model/policy/retention-policy';
import { selectorMatches } from '../../../model/values/label-selector';

type Metadata = Pick<ManifestMetadata, 'namespace' | 'labels'>;

/** The rules that speak of an object, whatever its outcome, in their order. */
export function rulesFor(policy: EffectivePolicy, resource: Resource, metadata: Metadata): readonly EffectiveRule[] {
  const { namespace = '', labels = {} } = metadata;
  return policy.rules.filter((rule) => {
    if (keyOf(rule.resource) !== keyOf(resource)) return false;
    return isServed(rule, namespace) && selectorMatches(rule.selector, labels);
  });
}

/** The first rule that speaks of an object and of its outcome. */
export function decidingRule(
  policy: EffectivePolicy,
  resource: Resource,
  metadata: Metadata,
  outcome: Outcome,
): EffectiveRule | undefined {
  return rulesFor(policy, resource, metadata).find(({ keep }) => keep.has(outcome));
}

/** The rule in whose name an object stays of whose outcome no rule speaks. */
export function fallbackRule(
  policy: EffectivePolicy,
  resource: Resource,
  metadata: Metadata,
): EffectiveRule | undefined {
  return rulesFor(policy, resource, metadata)[0];
}

/** Whether a rule is for a namespace. */
export function isServed({ namespaces, except }: EffectiveRule, namespace: string): boolean {
  return namespaces === undefined ? !except.includes(namespace) : namespaces.includes(namespace);
}
