import type { ManifestMetadata } from '../manifests/manifest';
import { formatTimestamp, timestamp } from '../values/timestamp';
import type { ExemptionMark } from './retention-policy';

/** Marks that exempt an object wherever it is met: those of the requirements, and ours. */
export const knownMarks: readonly ExemptionMark[] = [
  { key: 'cdk8s-steward.dev/preserve' },
  { key: 'cleanup.cto.dev/preserve' },
  { key: 'taskmaster.io/cleanup-exempt' },
  { key: 'debug' },
  { key: 'preserve' },
];

/** What may stand beside any mark: why, whose, and until when. */
export const exemptionReason = 'cdk8s-steward.dev/preserve-reason';
export const exemptionOwner = 'cdk8s-steward.dev/preserve-owner';
export const exemptionUntil = 'cdk8s-steward.dev/preserve-until';

/** Replaces a rule's time for one object: seconds, or `forever`. */
export const ttlAnnotation = 'cleanup.cto.dev/ttl-seconds';

/** An object's exemption. */
export interface Exemption {
  /** The mark as it is written: `debug=true`. */
  readonly mark: string;
  readonly reason?: string;
  readonly owner?: string;
  /** Milliseconds since 1970. Undefined for one without end, and for one whose end cannot be read. */
  readonly until?: number;
  /** What is wrong with how it is written; it holds all the same. */
  readonly problem?: string;
}

/** An exemption that holds, or held until it expired. */
export interface ExemptionState {
  readonly exemption: Exemption;
  readonly hasExpired: boolean;
}

const negations = ['false', 'no', 'off', '0'];

/** The exemption that an object's labels or annotations give it; of several the first, and one that holds before others. */
export function exemptionOf(
  { labels = {}, annotations = {} }: Pick<ManifestMetadata, 'labels' | 'annotations'>,
  marks: readonly ExemptionMark[],
  now: number,
): ExemptionState | undefined {
  const mark = marks
    .flatMap(({ key, value }) => [annotations[key], labels[key]].map((written) => ({ key, value, written })))
    .find(({ value, written }) => {
      if (typeof written !== 'string') return false;
      return value === undefined ? !negations.includes(written.trim().toLowerCase()) : written === value;
    });
  if (!mark) return undefined;
  const { [exemptionReason]: reason, [exemptionOwner]: owner, [exemptionUntil]: end } = annotations;
  const until = timestamp(end);
  const isUnreadable = end !== undefined && until === undefined;
  const exemption: Exemption = {
    mark: `${mark.key}=${mark.written}`,
    ...(reason !== undefined && { reason }),
    ...(owner !== undefined && { owner }),
    ...(until !== undefined && { until }),
    ...(isUnreadable && {
      problem: `${exemptionUntil} ${JSON.stringify(end)} is no date: write e.g. 2026-12-31 or 2026-12-31T12:00:00Z`,
    }),
  };
  return { exemption, hasExpired: exemption.until !== undefined && exemption.until <= now };
}

/** As reports show it: `debug=true (alice: flaky build, until 2026-12-31T00:00:00Z)`. */
export function describeExemption({ mark, reason, owner, until, problem }: Exemption): string {
  const who = [owner, reason].filter((part) => part !== undefined).join(': ');
  const end = until === undefined ? '' : `until ${formatTimestamp(until)}`;
  const details = [who, end, problem ?? ''].filter((part) => part !== '').join(', ');
  return details === '' ? mark : `${mark} (${details})`;
}

/** How the note of an exemption begins that counts no more. */
export const expiredPrefix = 'exemption has expired';

/** What is to be said of an object whose exemption counts no more. */
export function expiredNote(exemption: Exemption): string {
  return `${expiredPrefix}: ${describeExemption(exemption)}`;
}

/** What `cleanup.cto.dev/ttl-seconds` says; a text that is neither a number nor `forever` keeps the object for good. */
export function ttlOverride(annotations: Readonly<Record<string, string>> = {}): number | undefined {
  const written = annotations[ttlAnnotation];
  if (written === undefined) return undefined;
  return isSeconds(written) ? Number(written) * 1_000 : Number.POSITIVE_INFINITY;
}

/** What is wrong with a `cleanup.cto.dev/ttl-seconds`; it keeps its object for good all the same. */
export function ttlProblem(annotations: Readonly<Record<string, string>> = {}): string | undefined {
  const written = annotations[ttlAnnotation];
  if (written === undefined || isSeconds(written) || written.trim() === 'forever') return undefined;
  return `${ttlAnnotation} ${JSON.stringify(written)} keeps it for good: write a number of seconds, or forever`;
}

function isSeconds(written: string): boolean {
  return /^\d{1,10}$/.test(written.trim());
}
