import type { LiveObject } from '../manifests/live-object';
import { selectorMatches } from '../values/label-selector';
import { timestamp } from '../values/timestamp';
import type { EffectivePolicy, EffectiveRetention, EffectiveRule } from './effective-policy';
import { describeExemption, exemptionOf, expiredNote, ttlAnnotation, ttlOverride, ttlProblem } from './exemption';
import { managerOf } from './manager';
import type { Outcome } from './retention-policy';
import { isEnd, type Standing, standingOf } from './standing';

/** Why an object stays. */
export type Keeping =
  | 'exempt'
  | 'legal-hold'
  | 'managed'
  | 'terminating'
  | 'stuck'
  | 'archiving'
  | 'unrecorded'
  | 'unfinished'
  | 'uncertain'
  | 'not-covered'
  | 'young';

/** What a policy says of one object, by what the object itself tells. */
export type Verdict =
  | { readonly isDue: false; readonly keeping: Keeping; readonly reason: string; readonly notes: readonly string[] }
  | {
      readonly isDue: true;
      readonly standing: Standing & { readonly since: number };
      readonly retention: EffectiveRetention;
      readonly reason: string;
      readonly notes: readonly string[];
    };

/** What a verdict asks of a rule. */
export type KeepingRule = Pick<EffectiveRule, 'name' | 'keep' | 'managed'>;

/** A deletion that has not come to its end after this long is stuck. */
const stuckAfter = 15 * 60_000;
const completedLabel = 'workflows.argoproj.io/completed';
const archivingLabel = 'workflows.argoproj.io/workflow-archiving-status';
/** A Job's pod bears it until the Job has counted how the pod ended. */
const trackingFinalizer = 'batch.kubernetes.io/job-tracking';

/**
 * Whether an object may go: pure arithmetic on the object and the time. What it cannot know is left to the caller: pauses,
 * what depends on the object, whether its owner has ended, and how many of its siblings are kept.
 *
 * @param standing how it stands, where the object alone does not tell: for what is unused, since it was first seen so
 */
export function verdictOf(
  policy: EffectivePolicy,
  rule: KeepingRule,
  object: LiveObject,
  now: number,
  standing: Standing = standingOf(object),
): Verdict {
  const { metadata } = object;
  const notes: string[] = [];
  const keep = (keeping: Keeping, reason: string): Verdict => ({ isDue: false, keeping, reason, notes });

  if (metadata.deletionTimestamp !== undefined) {
    const asked = timestamp(metadata.deletionTimestamp) ?? now;
    const held = (metadata.finalizers ?? []).join(', ');
    if (now - asked < stuckAfter) return keep('terminating', 'is being deleted');
    return keep('stuck', `is being deleted for ${span(now - asked)}${held === '' ? '' : `, held by ${held}`}`);
  }
  const exemption = exemptionOf(metadata, policy.marks, now);
  const problems = [exemption?.exemption.problem, ttlProblem(metadata.annotations)];
  notes.push(...problems.filter((problem) => problem !== undefined));
  if (exemption?.hasExpired) notes.push(expiredNote(exemption.exemption));
  else if (exemption) return keep('exempt', describeExemption(exemption.exemption));
  if (!rule.managed) {
    const manager = managerOf(object);
    if (manager !== undefined) return keep('managed', `belongs to ${manager}`);
  }
  if (metadata.labels?.[archivingLabel] === 'Pending')
    return keep('archiving', "Argo's own archive is not done with it");
  if (metadata.finalizers?.includes(trackingFinalizer)) return keep('unrecorded', 'its Job has not counted it yet');

  const { outcome, since, why = '' } = standing;
  const retention = rule.keep.get(outcome);
  if (retention === undefined) {
    if (outcome === 'Unknown') return keep('uncertain', why);
    return isEnd(outcome) || outcome === 'Unused'
      ? keep('not-covered', `rule ${rule.name} says nothing of ${outcome}`)
      : keep('unfinished', why === '' ? `is ${outcome}` : why);
  }
  if (since === undefined) return keep('uncertain', why === '' ? 'nothing says since when' : why);
  const age = now - since;
  const override = ttlOverride(metadata.annotations);
  // Two sightings, so far apart, make something unused.
  const stated = outcome === 'Unused' ? Math.max(retention.for, policy.unusedGrace) : retention.for;
  // Counted from an end; but what is to stay for good is not to go before it has ended either.
  const isOwn = override !== undefined && (isEnd(outcome) || !Number.isFinite(override));
  const lasting = isOwn ? override : stated;
  const source = lasting === stated ? '' : ` by ${ttlAnnotation}`;
  if (age < lasting) {
    const time = Number.isFinite(lasting) ? `for ${span(lasting)}` : 'for good';
    return keep('young', `${outcome} ${span(age)} ago, kept ${time}${source}`);
  }
  // What is only reported or stopped is not lost.
  if (retention.action === 'delete') {
    const hold = longestHold(policy, object, outcome, age);
    if (hold !== undefined) return keep('legal-hold', hold);
  }
  const reason = `${outcome} ${span(age)} ago, kept for ${span(lasting)}${source}`;
  return { isDue: true, standing: { ...standing, since }, retention, reason, notes };
}

/** Whether Argo has recorded how a pod of a workflow ended: it deletes such pods itself, and so may others. */
export function isRecorded({ metadata }: LiveObject): boolean {
  return metadata.labels?.[completedLabel] === 'true';
}

/** How long an object that is listed by its metadata alone is kept at least: younger ones need no look. */
export function leastAge(rule: EffectiveRule, annotations: Readonly<Record<string, string>> | undefined): number {
  const least = [...rule.keep.values()].reduce((shortest, { for: time }) => Math.min(shortest, time), Infinity);
  return Math.min(least, ttlOverride(annotations) ?? least);
}

function longestHold(
  policy: EffectivePolicy,
  { metadata }: LiveObject,
  outcome: Outcome,
  age: number,
): string | undefined {
  const holds = policy.legalHolds.filter(({ for: time, namespaces, selector }) => {
    const isHere = namespaces === undefined || namespaces.includes(metadata.namespace ?? '');
    return isHere && age < time && selectorMatches(selector, metadata.labels ?? {});
  });
  const [longest] = holds.sort((a, b) => (a.for < b.for ? 1 : -1));
  if (!longest) return undefined;
  const time = Number.isFinite(longest.for) ? `at least ${span(longest.for)}` : 'for good';
  return `${outcome} ${span(age)} ago, must be kept ${time}: ${longest.reason}`;
}

/** `3d4h`, `12m`, `8s`: the two largest units, rounded down. */
export function span(millis: number): string {
  if (!Number.isFinite(millis)) return 'ever';
  const units: readonly (readonly [string, number])[] = [
    ['d', 86_400_000],
    ['h', 3_600_000],
    ['m', 60_000],
    ['s', 1_000],
  ];
  const first = units.findIndex(([, size]) => millis >= size);
  if (first < 0) return millis < 0 ? `-${span(-millis)}` : '0s';
  let rest = millis;
  return units
    .slice(first, first + 2)
    .map(([unit, size]) => {
      const count = Math.floor(rest / size);
      rest -= count * size;
      return count === 0 ? '' : `${count}${unit}`;
    })
    .join('');
}
