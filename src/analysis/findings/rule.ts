import type { Finding, Severity, Violation } from './finding';

/** Something that may be wrong with a model, as data: its page is `docs/rules/<area>/<id>.md`. */
export interface Rule<Model> {
  /** Stable for ever: suppressions and baselines name it, e.g. `HPA-OVER-QUOTA`. */
  readonly id: string;
  readonly severity: Severity;
  /** What is wrong where it fires, in a few words. */
  readonly title: string;
  /**
   * The version of this package that brought the rule, `major.minor`. An error of the minor version that is running is
   * reported as a warning, so that an update alone never fails a pipeline.
   */
  readonly since: string;
  /** Whether all that it speaks of came with it: it is an error from the beginning, and no update can bring one. */
  readonly isOfNewObjects?: boolean;
  check(model: Model): Iterable<Violation>;
}

/** A family of rules: a folder of `docs/rules` and of the source. */
export interface Area<Model> {
  readonly name: string;
  readonly rules: readonly Rule<Model>[];
}

/** What the rules find, in their order. A violation may be milder than its rule, never worse. */
export function* findingsOf<Model>(rules: Iterable<Rule<Model>>, model: Model): Generator<Finding> {
  for (const rule of rules) {
    for (const violation of rule.check(model)) {
      yield { ...violation, rule: rule.id, severity: violation.severity ?? rule.severity };
    }
  }
}
