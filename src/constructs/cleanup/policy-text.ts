import { writeYaml } from '../../model/manifests/yaml-writer';
import type { EffectivePolicy } from '../../model/policy/effective-policy';
import type { RetentionPolicy } from '../../model/policy/retention-policy';
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
  const { effectivePolicy } =
    require('../../model/policy/effective-policy') as typeof import('../../model/policy/effective-policy');
  const text = writeYaml(written);
  const { policy, problems: found } = readPolicy(text, 'policy');
  for (const problem of found) {
    const [, property = '', message = problem] = /^policy:\d+:\d+: (?!the file )(\S+) (.*)$/s.exec(problem) ?? [];
    problems.at('policy').report(property, message);
  }
  return policy && { text, policy: effectivePolicy(policy) };
}
