import { ignoreAnnotation } from '../../model/manifests/annotations';
import { quote } from '../../model/values/problems';
import type { Finding, Place, Subject, Violation } from './finding';

/** One rule silenced for one object. */
export interface Suppression {
  readonly rule: string;
  readonly reason: string;
  readonly place: Place;
}

/** A finding that a suppression silences. */
export interface Suppressed {
  readonly finding: Finding;
  readonly reason: string;
}

export interface SuppressionResult {
  readonly findings: readonly Finding[];
  readonly suppressed: readonly Suppressed[];
}

/**
 * Takes out the findings that an annotation of one of their objects silences. Adds what is wrong with the suppressions
 * themselves: one without a reason, of a rule that does not exist, and one that silences nothing although its rule was
 * run. The same rule with the same reason on many objects counts as one suppression, used when any of them is.
 */
export function suppress(
  findings: readonly Finding[],
  subjects: Iterable<Subject>,
  knownRules: ReadonlySet<string>,
  rulesRun: ReadonlySet<string> = knownRules,
): SuppressionResult {
  const bySubject = new Map<Subject, Suppression[]>();
  const wrong: Finding[] = [];
  for (const subject of subjects) {
    const text = subject.manifest.metadata.annotations?.[ignoreAnnotation];
    if (typeof text !== 'string') continue;
    const { suppressions, findings: bad } = readSuppressions(text, subject, knownRules);
    bySubject.set(subject, suppressions);
    for (const finding of bad) wrong.push(finding);
  }
  if (bySubject.size === 0) return { findings, suppressed: [] };

  const used = new Set<string>();
  const kept: Finding[] = [];
  const suppressed: Suppressed[] = [];
  for (const finding of findings) {
    const suppression = finding.at
      .flatMap(({ object }) => bySubject.get(object) ?? [])
      .find(({ rule }) => rule === finding.rule);
    if (suppression) {
      used.add(key(suppression));
      suppressed.push({ finding, reason: suppression.reason });
    } else kept.push(finding);
  }
  const idle = [...bySubject.values()].flat().filter((suppression) => {
    return rulesRun.has(suppression.rule) && !used.has(key(suppression));
  });
  return { findings: [...kept, ...wrong, ...distinct(idle).map(unused)], suppressed };
}

/** Rules about suppressions: they are found here, not by a check. */
export const suppressionRules = [
  {
    id: 'IGNORE-INVALID',
    severity: 'error',
    title: 'a suppression names no rule that exists, or gives no reason',
  },
  { id: 'IGNORE-UNUSED', severity: 'warning', title: 'a suppression silences nothing' },
] as const;

function readSuppressions(text: string, object: Subject, knownRules: ReadonlySet<string>) {
  const place: Place = { object, path: ['metadata', 'annotations', ignoreAnnotation] };
  const suppressions: Suppression[] = [];
  const findings: Finding[] = [];
  const invalid = (message: string, fix: string): void => {
    findings.push({ rule: 'IGNORE-INVALID', severity: 'error', at: [place], message, fix });
  };
  const lines = text.split('\n').map((line) => line.trim());
  for (const line of lines.filter((one) => one !== '')) {
    const colon = line.includes(':') ? line.indexOf(':') : line.length;
    const [rule, reason] = [line.slice(0, colon).trim(), line.slice(colon + 1).trim()];
    if (suppressionRules.some(({ id }) => id === rule)) {
      invalid(`${rule} cannot be ignored: it is about suppressions`, 'mend the suppression that it finds');
    } else if (!knownRules.has(rule)) {
      invalid(`${quote(line)} names no rule`, 'write "RULE: reason"; `steward rules` lists the rules');
    } else if (reason === '') {
      invalid(`${rule} is ignored without a reason`, `write "${rule}: why it does not matter here"`);
    } else suppressions.push({ rule, reason, place });
  }
  return { suppressions, findings };
}

function unused({ rule, reason, place }: Suppression): Finding {
  const violation: Violation = {
    at: [place],
    message: `${rule} is ignored (${reason}), but it finds nothing here`,
    fix: 'take the suppression out',
  };
  return { ...violation, rule: 'IGNORE-UNUSED', severity: 'warning' };
}

function distinct(suppressions: readonly Suppression[]): Suppression[] {
  return [...new Map(suppressions.map((suppression) => [key(suppression), suppression])).values()];
}

function key({ rule, reason }: Suppression): string {
  return `${rule}: ${reason}`;
}
