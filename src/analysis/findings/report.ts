import type { Finding, Place, Severity } from './finding';
import type { Suppressed } from './suppression';

/** A file, or a part of it, that was not checked. */
export interface Skipped {
  readonly file: string;
  readonly line?: number;
  readonly why: string;
  /**
   * `foreign`: it is no Kubernetes object, as many files are not. `source`: a tool renders manifests from it, and those are
   * to be checked. `unreadable`: something is wrong with it.
   */
  readonly kind: 'foreign' | 'source' | 'unreadable';
}

/** How much of a quota the workloads ask for at their peak. */
export interface QuotaUse {
  readonly cluster?: string;
  readonly namespace: string;
  readonly quota: string;
  /** The quota's key, e.g. `requests.cpu`. */
  readonly key: string;
  /** Canonical quantities. */
  readonly peak: string;
  readonly hard: string;
  /** peak / hard; 1 is full. */
  readonly share: number;
  readonly place: Place;
}

export interface Summary {
  readonly objects: number;
  readonly files: number;
  readonly findings: Readonly<Record<Severity, number>>;
  readonly suppressed: number;
  readonly skipped: number;
  /** Findings that a baseline knows; they are not among `findings`. */
  readonly known: number;
}

/** What a run found out: everything a reporter prints. */
export interface Report {
  /** Most severe first, then by place. */
  readonly findings: readonly Finding[];
  readonly suppressed: readonly Suppressed[];
  readonly skipped: readonly Skipped[];
  readonly quotas: readonly QuotaUse[];
  readonly summary: Summary;
}
