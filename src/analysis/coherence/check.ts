import type { ClusterProfile } from '../../model/profile/cluster-profile';
import { Cluster } from '../cluster/cluster';
import type { ManifestSource } from '../cluster/cluster-object';
import { type Baseline, newFindings } from '../findings/baseline';
import { type Finding, formatLocation, formatPath, type Place, type Severity, severities } from '../findings/finding';
import type { QuotaUse, Report, Skipped } from '../findings/report';
import { findingsOf } from '../findings/rule';
import { type Suppressed, suppress } from '../findings/suppression';
import { quotaUseOf } from './quota-use';
import type { CoherenceRule } from './rule';
import { coherenceRules } from './rules';

/** One cluster's objects; two of them are never looked at together. */
export interface ClusterSources {
  /** The environment's name, where several are checked. */
  readonly name?: string;
  readonly manifests: readonly ManifestSource[];
  /** @default - the one of the run */
  readonly profile?: ClusterProfile;
}

export interface CheckOptions {
  /** @default - nothing is known beyond the manifests */
  readonly profile?: ClusterProfile;
  /** Rules to run. @default - all */
  readonly only?: readonly string[];
  /** Rules to leave out. @default - none */
  readonly without?: readonly string[];
  /** Findings that are known. @default - none */
  readonly baseline?: Baseline;
  /** What was not read, for the report. @default - nothing */
  readonly skipped?: readonly Skipped[];
  /** How many files were read. @default 0 */
  readonly files?: number;
  /** Version of this package: errors of rules that came with its minor are warnings. @default - all rules are established */
  readonly version?: string;
}

/** Proves that the objects of each cluster agree with each other, or says where they do not. */
export function check(clusters: readonly ClusterSources[], options: CheckOptions = {}): Report {
  const rules = coherenceRules.filter(({ id }) => isSelected(id, options));
  let findings: Finding[] = [];
  let suppressed: Suppressed[] = [];
  let quotas: QuotaUse[] = [];
  let objects = 0;
  for (const { name, manifests, profile = options.profile } of clusters) {
    const cluster = new Cluster(manifests, profile);
    const named = name === undefined ? {} : { cluster: name };
    const found = [...findingsOf(rules, cluster)].map((finding) => introduced(mendable(finding, cluster), options));
    const result = suppress(found, cluster.objects, new Set(rulesById.keys()), new Set(rules.map(({ id }) => id)));
    const asked = result.findings.filter(({ rule }) => isSelected(rule, options));
    // Not pushed: a call takes no more than some hundred thousand arguments.
    findings = findings.concat(asked.map((finding) => ({ ...finding, ...named })));
    suppressed = suppressed.concat(
      result.suppressed.map(({ finding, reason }) => ({ finding: { ...finding, ...named }, reason })),
    );
    quotas = quotas.concat(quotaUseOf(cluster).map((use) => ({ ...use, ...named })));
    objects += manifests.length;
  }
  const reported = (options.baseline ? newFindings(findings, options.baseline) : findings).map(located).sort(byRank);
  const skipped = options.skipped ?? [];
  return {
    findings: reported.map(({ finding }) => finding),
    suppressed,
    skipped,
    quotas,
    summary: {
      objects,
      files: options.files ?? 0,
      findings: countsOf(reported.map(({ finding }) => finding)),
      suppressed: suppressed.length,
      skipped: skipped.length,
      known: findings.length - reported.length,
    },
  };
}

const rulesById: ReadonlyMap<string, CoherenceRule> = new Map(coherenceRules.map((rule) => [rule.id, rule]));

function isSelected(id: string, { only, without = [] }: CheckOptions): boolean {
  return (only === undefined || only.includes(id)) && !without.includes(id);
}

/** What the profile declares cannot be mended here: other places come first. */
function mendable(finding: Finding, cluster: Cluster): Finding {
  const isHere = ({ object }: Place) => cluster.contains(object);
  const [first, ...others] = [...finding.at.filter(isHere), ...finding.at.filter((place) => !isHere(place))];
  return first === undefined || first === finding.at[0] ? finding : { ...finding, at: [first, ...others] };
}

/** A rule that is new in this minor version warns of what was there before it, and becomes an error with the next. */
function introduced(finding: Finding, { version }: CheckOptions): Finding {
  const rule = rulesById.get(finding.rule);
  const isNew = version !== undefined && rule !== undefined && version.startsWith(`${rule.since}.`);
  return isNew && !rule.isOfNewObjects && finding.severity === 'error' && rule.since !== firstVersion
    ? { ...finding, severity: 'warning' }
    : finding;
}

/** Nobody updates to the first version that has rules at all. */
const firstVersion = '0.2';

interface Located {
  readonly finding: Finding;
  readonly place: string;
}

function located(finding: Finding): Located {
  const [{ object, path }] = finding.at;
  const location = object.locate(path);
  const line = 'line' in location ? String(location.line).padStart(9, '0') : '';
  const file = 'line' in location ? location.file : formatLocation(location);
  return {
    finding,
    place: [finding.cluster ?? '', file, line, formatPath(path), finding.rule, finding.message].join('\0'),
  };
}

function byRank(a: Located, b: Located): number {
  const rank = severities.indexOf(b.finding.severity) - severities.indexOf(a.finding.severity);
  if (rank !== 0) return rank;
  if (a.place === b.place) return 0;
  return a.place < b.place ? -1 : 1;
}

function countsOf(findings: readonly Finding[]): Record<Severity, number> {
  const counts = { error: 0, warning: 0, info: 0 };
  for (const { severity } of findings) counts[severity] += 1;
  return counts;
}
