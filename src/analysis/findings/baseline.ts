import { createHash } from 'node:crypto';
import { identity } from '../../model/manifests/manifest';
import { type Finding, formatPath } from './finding';

/** Findings that are known and do not fail: what a team starts with. Written and read as JSON. */
export interface Baseline {
  readonly version: 1;
  /** Fingerprints of findings, with what they say, for people. */
  readonly findings: readonly {
    readonly fingerprint: string;
    readonly rule: string;
    readonly objects: readonly string[];
  }[];
}

/**
 * What makes two findings the same from one run to the next: rule, environment, objects and fields, but neither lines nor
 * values. A list's index is left out too, since an item that is put before it moves it.
 */
export function fingerprint(finding: Finding): string {
  const parts = [
    finding.rule,
    finding.cluster ?? '',
    ...finding.at.map(({ object, path }) => {
      const fields = formatPath(path.map((step) => (typeof step === 'number' ? '*' : step)));
      return `${identity(object.manifest)} ${fields}`;
    }),
  ];
  return createHash('sha256').update(parts.join('\n')).digest('hex').slice(0, 32);
}

export function baselineOf(findings: readonly Finding[]): Baseline {
  const entries = findings.map((finding) => ({
    fingerprint: fingerprint(finding),
    rule: finding.rule,
    objects: finding.at.map(({ object }) => identity(object.manifest)),
  }));
  return { version: 1, findings: entries.sort((a, b) => a.fingerprint.localeCompare(b.fingerprint, 'en')) };
}

/** The findings that a baseline does not know. */
export function newFindings(findings: readonly Finding[], baseline: Baseline): readonly Finding[] {
  const known = new Map<string, number>();
  for (const { fingerprint } of baseline.findings) known.set(fingerprint, (known.get(fingerprint) ?? 0) + 1);
  return findings.filter((finding) => {
    const id = fingerprint(finding);
    const left = known.get(id) ?? 0;
    known.set(id, left - 1);
    return left <= 0;
  });
}

/**
 * Reads a baseline's text.
 *
 * @throws Error that says what is wrong with it.
 */
export function readBaseline(text: string): Baseline {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw new Error(`is not JSON: ${error instanceof Error ? error.message : String(error)}`);
  }
  const { version, findings } = (value ?? {}) as Partial<Baseline>;
  if (version !== 1 || !Array.isArray(findings) || findings.some((entry) => typeof entry?.fingerprint !== 'string')) {
    throw new Error('is no baseline: write one with `steward check --write-baseline FILE`');
  }
  return value as Baseline;
}
