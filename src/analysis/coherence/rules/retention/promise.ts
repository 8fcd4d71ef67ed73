import { keyOf } from '../../../../model/policy/dependents';
import type { EffectiveHold, EffectiveRetention, EffectiveRule } from '../../../../model/policy/effective-policy';
import { ttlOverride } from '../../../../model/policy/exemption';
import { span } from '../../../../model/policy/verdict';
import type { Cluster } from '../../../cluster/cluster';
import type { Field } from '../../../cluster/field';
import { selectionOf } from '../../../cluster/retention/label-selection';
import type { RetentionPolicySource } from '../../../cluster/retention/retention-policies';
import { sweepJobs } from '../../../cluster/retention/sweep-jobs';
import type { Outcome } from './lifetimes';
import type { Subject } from './subject';

/** How long a policy keeps objects that end one way. */
export interface RetentionPromise {
  readonly source: RetentionPolicySource;
  readonly rule: EffectiveRule;
  readonly outcome: Outcome;
  readonly retention: EffectiveRetention;
  /** Infinity for good. */
  readonly seconds: number;
  /** Whether they are written away before they go. */
  readonly isArchived: boolean;
  /** Who says so: `rule workflows of policy team`. */
  readonly by: string;
  /** Whether the objects are surely those of the rule; labels that are added later leave it open. */
  readonly isCertain: boolean;
}

/** What each policy promises of the objects that end so: the first rule that speaks of the outcome decides. */
export function promisesOf(subject: Subject, outcome: Outcome, cluster: Cluster): RetentionPromise[] {
  return cluster.retentionPolicies.flatMap((source) => promiseOf(subject, outcome, source) ?? []);
}

export function longestOf(promises: readonly RetentionPromise[]): RetentionPromise | undefined {
  return promises.reduce<RetentionPromise | undefined>(
    (a, b) => (a === undefined || b.seconds > a.seconds ? b : a),
    undefined,
  );
}

/** As sentences say it: `7d`, `for good`. */
export function timeOf({ seconds }: RetentionPromise): string {
  return Number.isFinite(seconds) ? `for ${span(seconds * 1_000)}` : 'for good';
}

/** When a sweep by a policy comes again. */
export interface Rhythm {
  /** From one start to the next, at the longest. */
  readonly seconds: number;
  readonly field: Field;
  /** As messages name it: `CronJob steward-system/team-cleanup`. */
  readonly by: string;
}

/** The one that comes most often; undefined where none is among the objects. */
export function rhythmOf({ object: configMap }: RetentionPolicySource, cluster: Cluster): Rhythm | undefined {
  return sweepJobs(cluster)
    .filter(({ source }) => source.object === configMap)
    .flatMap(({ longestInterval: seconds, schedule, object }) => {
      return seconds === undefined ? [] : [{ seconds, field: schedule, by: object.title }];
    })
    .sort((a, b) => a.seconds - b.seconds)[0];
}

function promiseOf(subject: Subject, outcome: Outcome, source: RetentionPolicySource): RetentionPromise | undefined {
  const { policy } = source;
  const labels = { ...subject.labels, ...labelsAfter(subject, outcome) };
  for (const rule of policy.rules) {
    const retention = rule.keep.get(outcome);
    if (!retention || keyOf(rule.resource) !== subject.resource) continue;
    if (!subject.isIn(rule.namespaces) || (subject.isManaged && !rule.managed)) continue;
    const selection = selectionOf(rule.selector, labels, subject.isOpen);
    if (selection === 'no') continue;
    const hold = longestHold(policy.legalHolds, subject, rule, labels);
    const isHeld = hold !== undefined && hold.for > retention.for;
    // What is only reported nobody has promised to keep; where it may not be this rule's, another one may have.
    if (!isHeld && retention.action !== 'delete') {
      if (selection === 'yes') return undefined;
      continue;
    }
    // A time of their own replaces that of the rule; whether it holds, RET-EXEMPT-DEFEATED asks.
    if (!isHeld && ttlOverride(subject.annotations) !== undefined) return undefined;
    const ruleName = `rule ${rule.name} of policy ${policy.name}`;
    return {
      source,
      rule,
      outcome,
      retention,
      seconds: (isHeld ? hold.for : retention.for) / 1_000,
      by: isHeld ? `legal hold "${hold.reason}" of policy ${policy.name}` : ruleName,
      isArchived: retention.archive && retention.action === 'delete',
      isCertain: selection === 'yes',
    };
  }
  return undefined;
}

/** Argo labels a workflow as it ends. */
function labelsAfter({ resource }: Subject, outcome: Outcome): Readonly<Record<string, string>> {
  if (resource !== 'workflows.argoproj.io') return {};
  return { 'workflows.argoproj.io/completed': 'true', 'workflows.argoproj.io/phase': outcome };
}

/** Only holds that are sure to apply wherever the rule does. */
function longestHold(
  holds: readonly EffectiveHold[],
  { isIn, isOpen }: Subject,
  rule: EffectiveRule,
  labels: Readonly<Record<string, string>>,
): EffectiveHold | undefined {
  const applying = holds.filter(({ namespaces, selector }) => {
    const isHere = namespaces === undefined || (isIn(namespaces) && haveCommon(namespaces, rule.namespaces));
    return isHere && selectionOf(selector, labels, isOpen) === 'yes';
  });
  return applying.reduce<EffectiveHold | undefined>((a, b) => (a === undefined || b.for > a.for ? b : a), undefined);
}

function haveCommon(some: readonly string[], others: readonly string[] | undefined): boolean {
  return others === undefined || others.some((name) => some.includes(name));
}
