import { check } from '../../src/analysis/coherence/check';
import { type Finding, formatPath } from '../../src/analysis/findings/finding';
import { readYaml } from '../../src/model/manifests/yaml-reader';
import type { ClusterProfile } from '../../src/model/profile/cluster-profile';

/** What a check of these manifests finds. Text that cannot be read whole is an error of the test. */
export function findingsIn(yaml: string, profile?: ClusterProfile): readonly Finding[] {
  const { manifests, problems } = readYaml(yaml, 'test.yaml');
  if (problems.length > 0) throw new Error(problems.map(({ message }) => message).join('\n'));
  const sources = manifests.map(({ manifest, at }) => ({ manifest, locate: at }));
  return check([{ manifests: sources, profile }]).findings;
}

/** What one rule finds: severity, message and place of each finding, as one line. */
export function found(rule: string, yaml: string, profile?: ClusterProfile): string[] {
  return findingsIn(yaml, profile)
    .filter((finding) => finding.rule === rule)
    .map(({ severity, message, at: [{ object, path }] }) => {
      const { kind, metadata } = object.manifest;
      return `${severity} ${kind}/${metadata.name} ${formatPath(path)}: ${message}`;
    });
}
