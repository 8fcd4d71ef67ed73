import { readDocuments } from '../../../model/manifests/yaml/documents';
import { formatPosition, SourceText } from '../../../model/manifests/yaml/source-text';
import { type EffectivePolicy, effectivePolicy } from '../../../model/policy/effective-policy';
import { policyKey, policyLabel } from '../../../model/policy/policy-config-map';
import type { ClusterObject } from '../cluster-object';
import type { Field } from '../field';
import { isPlaceholder } from '../placeholder';

/** A retention policy that a ConfigMap holds for a sweep to read. */
export interface RetentionPolicySource {
  readonly object: ClusterObject;
  /** Its text: what is inside has no place of its own. */
  readonly text: Field;
  readonly policy: EffectivePolicy;
}

/** A text that is to be a policy, and why it is none: one line each, with line and column inside the text. */
export interface UnreadablePolicy {
  readonly object: ClusterObject;
  readonly text: Field;
  readonly problems: readonly string[];
}

/** No ConfigMap holds more: kubernetes/pkg/apis/core/types.go `MaxSecretSize`. */
const longest = 2 ** 20;

/** What the ConfigMaps of a cluster hold. */
export interface PolicyTexts {
  readonly policies: readonly RetentionPolicySource[];
  readonly unreadable: readonly UnreadablePolicy[];
}

/** Every policy among the ConfigMaps; a text that Helm or a shell still fills in is no policy yet. */
export function readPolicies(configMaps: Iterable<ClusterObject>): PolicyTexts {
  const policies: RetentionPolicySource[] = [];
  const unreadable: UnreadablePolicy[] = [];
  for (const object of configMaps) {
    if (object.labels[policyLabel] === undefined) continue;
    const text = object.field('data', policyKey);
    if (isPlaceholder(text.value)) continue;
    const result = read(text.text);
    if ('policy' in result) policies.push({ object, text, ...result });
    else unreadable.push({ object, text, ...result });
  }
  return { policies, unreadable };
}

function read(written: string | undefined): { policy: EffectivePolicy } | { problems: readonly string[] } {
  if (written === undefined) return { problems: [`there is no text under ${policyKey}`] };
  if (written.length > longest) return { problems: [`${policyKey} is larger than a ConfigMap may be`] };
  // Texts come from anywhere: the reader of manifests knows how deep they may be.
  const source = new SourceText(written, policyKey);
  const failures = [...readDocuments(source.text)].flatMap((document) => document.failures);
  if (failures.length > 0) {
    return {
      problems: failures.map(({ offset, message }) => `${formatPosition(source.position(offset))}: ${message}`),
    };
  }
  // The schema library takes longer to load than a small check takes, and most clusters have no policy.
  const { readPolicy } =
    require('../../../model/policy/policy-file') as typeof import('../../../model/policy/policy-file');
  const { policy, problems } = readPolicy(written, policyKey);
  return policy === undefined ? { problems } : { policy: effectivePolicy(policy) };
}
