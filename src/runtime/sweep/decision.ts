import type { Resource } from '../../model/policy/effective-policy';
import type { Outcome } from '../../model/policy/retention-policy';
import type { Keeping } from '../../model/policy/verdict';

/** What became of an object; each that a sweep looks at has exactly one. Told twice of one, the last word counts. */
export type Result =
  /** It is gone, or on its way: alone, or along with its owner. */
  | 'deleted'
  /** What runs was told to end. */
  | 'stopped'
  /** It would go; nothing was done, for the mode or the rule only reports. */
  | 'reported'
  /** The API server would delete it; nothing was done. */
  | 'verified'
  /** It was not there any more. */
  | 'gone'
  /** It changed under our hands, more than once: the next sweep looks again. */
  | 'conflict'
  /** Past a budget. */
  | 'budget'
  /** The API server does not let us. */
  | 'forbidden'
  /** It could not be written to the archive, and stays. */
  | 'archive-failed'
  /** Something that would go along must stay. */
  | 'held-by-dependent'
  | 'kept-last'
  | 'paused'
  | 'hold-window'
  | 'protected'
  | 'error'
  | Keeping;

/** An object that goes along with its owner. */
export interface Dependent {
  readonly apiVersion: string;
  readonly kind: string;
  readonly name: string;
  readonly uid: string;
  readonly resourceVersion: string;
}

/** An object exactly as it was looked at. */
export function versionOf({ uid, resourceVersion }: Pick<Dependent, 'uid' | 'resourceVersion'>): string {
  return `${uid}@${resourceVersion}`;
}

export interface Decision {
  readonly rule: string;
  readonly apiVersion: string;
  readonly kind: string;
  readonly namespace: string;
  readonly name: string;
  readonly uid: string;
  readonly resourceVersion: string;
  readonly result: Result;
  /** Why, in one sentence, with the arithmetic. */
  readonly reason: string;
  /** How it stood. */
  readonly outcome?: Outcome;
  /** Seconds since it stood so. */
  readonly age?: number;
  /** What goes along. */
  readonly cascade?: readonly Dependent[];
  /** For an object that goes along: the owner's name and kind. */
  readonly owner?: string;
  /** Where it was written to before. */
  readonly archive?: string;
  /** What somebody should mend, e.g. an exemption that has expired. */
  readonly notes?: readonly string[];
}

/** Results that leave something to do for somebody: the sweep did not get to its end. */
const undone: ReadonlySet<Result> = new Set(['budget', 'forbidden', 'archive-failed', 'error']);

/** Whether a result is work left undone. What changed, is young or exempt is not. */
export function isUndone(result: Result): boolean {
  return undone.has(result);
}

const done: ReadonlySet<Result> = new Set(['deleted', 'stopped', 'reported', 'verified']);

/** Whether an object was due, and the mode's work on it is done. */
export function isDone(result: Result): boolean {
  return done.has(result);
}

/** What a decision says of its object. */
export function identityOf(
  rule: string,
  { apiVersion, kind }: Resource,
  metadata: {
    readonly namespace?: string;
    readonly name: string;
    readonly uid: string;
    readonly resourceVersion: string;
  },
): Pick<Decision, 'rule' | 'apiVersion' | 'kind' | 'namespace' | 'name' | 'uid' | 'resourceVersion'> {
  const { namespace = '', name, uid, resourceVersion } = metadata;
  return { rule, apiVersion, kind, namespace, name, uid, resourceVersion };
}
