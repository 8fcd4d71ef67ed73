import type { Manifest } from '../../model/manifests/manifest';

/**
 * How bad a finding is. `error`: an API server refuses it, or it can provably never work. `warning`: it works, but rarely
 * as meant. `info`: worth knowing.
 */
export type Severity = 'error' | 'warning' | 'info';

/** From harmless to bad. */
export const severities: readonly Severity[] = ['info', 'warning', 'error'];

/** Steps from the root of an object to a field: names in maps, indexes in lists. */
export type FieldPath = readonly (string | number)[];

/** Where something is declared: in a file, or by a construct. */
export type Location =
  | { readonly file: string; readonly line: number; readonly column: number }
  | { readonly construct: string };

/** An object that a finding concerns. */
export interface Subject {
  readonly manifest: Manifest;
  /** Where the field stands; for one that is absent, where its nearest parent does. */
  locate(path: FieldPath): Location;
}

/** A field of an object; an empty path is the object itself. */
export interface Place {
  readonly object: Subject;
  readonly path: FieldPath;
}

/** Something a rule has to say, before it is known whose rule it was. */
export interface Violation {
  /** The fields concerned: first the one to mend, then those it contradicts. */
  readonly at: readonly [Place, ...Place[]];
  /** What is wrong, in one sentence, with the values. */
  readonly message: string;
  /** What to write instead. */
  readonly fix: string;
  /** The calculation behind it, one line a step. */
  readonly arithmetic?: readonly string[];
  /** @default - the rule's own; may only be milder */
  readonly severity?: Severity;
}

/** A violation of a named rule. */
export interface Finding extends Violation {
  readonly rule: string;
  readonly severity: Severity;
  /** The environment it was found in, where several are checked. */
  readonly cluster?: string;
}

/** Whether a severity is at least as bad as another. */
export function isAtLeastAsBad(severity: Severity, threshold: Severity): boolean {
  return severities.indexOf(severity) >= severities.indexOf(threshold);
}

/** A path as Kubernetes' own messages write it: `spec.template.spec.containers[0].image`, `spec.hard[requests.cpu]`. */
export function formatPath(path: FieldPath): string {
  return path.reduce<string>((text, step) => {
    if (typeof step === 'number') return `${text}[${step}]`;
    if (!/^[\w-]+$/.test(step)) return `${text}[${step}]`;
    return text === '' ? step : `${text}.${step}`;
  }, '');
}

/** A location as compilers print it, so that editors link to it. */
export function formatLocation(location: Location): string {
  return 'construct' in location ? location.construct : `${location.file}:${location.line}`;
}
