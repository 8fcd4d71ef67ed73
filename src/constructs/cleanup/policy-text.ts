import { canonicalValue } from '../../model/manifests/canonical';
import { writeYaml } from '../../model/manifests/yaml-writer';
import { type EffectivePolicy, effectivePolicy } from '../../model/policy/effective-policy';
import type { RetentionPolicy } from '../../model/policy/retention-policy';
import { Duration } from '../../model/values/duration';
import type { Problems } from '../../model/values/problems';

/** A policy as its ConfigMap holds it, and with its defaults. */
export interface ReadPolicy {
  readonly text: string;
  readonly policy: EffectivePolicy;
}

/**
 * Reads a policy by the schema that the program reads it by; problems are reported below `policy`. The schema library is
 * loaded only here: importing the constructs stays quick.
 */
export function readPolicyProps(written: RetentionPolicy, problems: Problems): ReadPolicy | undefined {
  const { readPolicy } = require('../../model/policy/policy-file') as typeof import('../../model/policy/policy-file');
  const text = problems.read('policy', written, (policy) => writeYaml(canonicalValue(spelt(policy))));
  if (text === undefined) return undefined;
  const { policy, problems: found } = readPolicy(text, 'policy');
  for (const problem of found) {
    const [, property = '', message = problem] = /^policy:\d+:\d+: (?!the file )(\S+) (.*)$/s.exec(problem) ?? [];
    problems.at('policy').report(property, message);
  }
  return policy && { text, policy: effectivePolicy(policy) };
}

/** Durations as text. */
function spelt(value: unknown): unknown {
  if (value instanceof Duration) return value.toString();
  if (Array.isArray(value)) return value.map(spelt);
  if ((value as object | undefined)?.constructor !== Object) return value;
  return Object.fromEntries(Object.entries(value as object).map(([key, inner]) => [key, spelt(inner)]));
}
