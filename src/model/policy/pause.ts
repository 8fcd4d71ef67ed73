import type { ManifestMetadata } from '../manifests/manifest';
import { formatTimestamp, timestamp } from '../values/timestamp';

/** On a Namespace: nothing in it is deleted until then. `"2026-12-01T08:00:00Z, incident 4711"`, or `"forever, …"`. */
export const pauseAnnotation = 'cdk8s-steward.dev/pause';

/** On a Namespace: nothing in it is ever deleted, whatever a policy says. */
export const protectedLabel = 'cdk8s-steward.dev/protected';

export interface Pause {
  /** Milliseconds since 1970; infinity for one without end, and for one whose end cannot be read. */
  readonly until: number;
  readonly reason: string;
  /** What is wrong with how it is written; it holds all the same. */
  readonly problem?: string;
}

/** The pause that holds in a namespace now; undefined where none does. What cannot be read holds, for somebody meant it. */
export function pauseOf({ annotations = {} }: Pick<ManifestMetadata, 'annotations'>, now: number): Pause | undefined {
  const written = annotations[pauseAnnotation];
  if (written === undefined) return undefined;
  const comma = written.indexOf(',');
  const end = (comma < 0 ? written : written.slice(0, comma)).trim();
  const reason = comma < 0 ? '' : written.slice(comma + 1).trim();
  if (end.toLowerCase() === 'forever') return { until: Number.POSITIVE_INFINITY, reason };
  const until = timestamp(end);
  if (until !== undefined) return until > now ? { until, reason } : undefined;
  return {
    until: Number.POSITIVE_INFINITY,
    reason,
    problem: `${pauseAnnotation} ${JSON.stringify(written)} is no "<until>, <reason>": write e.g. "2026-12-01T08:00:00Z, incident 4711"`,
  };
}

/** As reports show it: `paused until 2026-12-01T08:00:00Z: incident 4711`. */
export function describePause({ until, reason, problem }: Pause): string {
  const end = Number.isFinite(until) ? `until ${formatTimestamp(until)}` : 'without end';
  const why = [reason, problem ?? ''].filter((part) => part !== '').join('; ');
  return `paused ${end}${why === '' ? '' : `: ${why}`}`;
}
