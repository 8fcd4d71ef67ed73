import { kindOf } from '../kinds/registry';
import { Duration } from '../values/duration';
import type { LabelSelector } from '../values/label-selector';
import { Schedule } from '../values/schedule';
import { knownMarks } from './exemption';
import {
  type ArchiveSettings,
  type Budget,
  type ExemptionMark,
  type Outcome,
  outcomes,
  type Retention,
  type RetentionAction,
  type RetentionPolicy,
  type RetentionRule,
} from './retention-policy';
import { isEnd } from './standing';

/** A kind as the API server is asked for it. */
export interface Resource {
  readonly apiVersion: string;
  readonly kind: string;
  readonly plural: string;
}

/** A retention with every default filled in; times in milliseconds. */
export interface EffectiveRetention {
  readonly for: number;
  readonly action: RetentionAction;
  readonly archive: boolean;
  readonly keepLast: number;
}

export interface EffectiveRule {
  readonly name: string;
  readonly resource: Resource;
  /** Undefined for all but `except`. */
  readonly namespaces: readonly string[] | undefined;
  /** Namespaces that `*` does not stand for. */
  readonly except: readonly string[];
  readonly selector: LabelSelector;
  readonly keep: ReadonlyMap<Outcome, EffectiveRetention>;
  readonly managed: boolean;
  readonly budget: Budget | undefined;
}

export interface EffectiveWindow {
  readonly schedule: Schedule;
  readonly duration: number;
  readonly reason: string;
}

export interface EffectiveHold {
  readonly reason: string;
  /** Infinity for one without end. */
  readonly for: number;
  readonly namespaces: readonly string[] | undefined;
  readonly selector: LabelSelector;
}

/** A policy with every default filled in, its times in milliseconds. */
export interface EffectivePolicy {
  readonly name: string;
  readonly rules: readonly EffectiveRule[];
  readonly timeZone: string;
  readonly marks: readonly ExemptionMark[];
  readonly windows: readonly EffectiveWindow[];
  readonly legalHolds: readonly EffectiveHold[];
  readonly budgets: { readonly policy: Budget; readonly namespace: Budget; readonly rule: Budget };
  readonly archive: ArchiveSettings | undefined;
  readonly protectedNamespaces: readonly string[];
  readonly unusedGrace: number;
  readonly clockSkew: number;
  readonly dependents: readonly Resource[];
}

export const defaultBudgets = { policy: { count: 10_000 }, namespace: { count: 5_000 }, rule: {} } as const;

/** Whether objects of a kind say how work went: an archive is for them. */
export function isWork(kind: string): boolean {
  return kind === 'Workflow' || kind === 'Job' || kind.endsWith('Run');
}

/**
 * The policy that a text which the schema has accepted stands for.
 *
 * @param own namespaces that `*` does not stand for: those of the program itself
 */
export function effectivePolicy(policy: RetentionPolicy, own: readonly string[] = []): EffectivePolicy {
  const timeZone = policy.timeZone ?? 'Etc/UTC';
  return {
    name: policy.name,
    rules: policy.rules.map((rule) => effectiveRule(rule, policy.archive !== undefined, own)),
    timeZone,
    marks: [...knownMarks, ...(policy.exemptions ?? [])],
    windows: (policy.holdWindows ?? []).map((window) => ({
      schedule: Schedule.parse(window.schedule, window.timeZone ?? timeZone),
      duration: millis(window.duration),
      reason: window.reason ?? '',
    })),
    legalHolds: (policy.legalHolds ?? []).map((hold) => ({
      reason: hold.reason,
      for: hold.for === undefined ? Number.POSITIVE_INFINITY : millis(hold.for),
      namespaces: hold.namespaces,
      selector: hold.selector ?? {},
    })),
    budgets: { ...defaultBudgets, ...policy.budgets },
    archive: policy.archive,
    protectedNamespaces: policy.protectedNamespaces ?? [],
    unusedGrace: millis(policy.unusedGrace ?? '24h'),
    clockSkew: millis(policy.clockSkew ?? '30s'),
    dependents: (policy.dependents ?? []).map(resourceOf),
  };
}

/** The resource of a kind; `plural` only where the kind is not known. */
export function resourceOf(named: {
  readonly apiVersion: string;
  readonly kind: string;
  readonly plural?: string;
}): Resource {
  const { apiVersion, kind } = named;
  const plural = named.plural ?? kindOf(apiVersion, kind)?.plural ?? pluralOf(kind);
  return { apiVersion, kind, plural };
}

function effectiveRule(rule: RetentionRule, hasArchive: boolean, own: readonly string[]): EffectiveRule {
  const isAll = rule.namespaces.length === 1 && rule.namespaces[0] === '*';
  const written = outcomes.flatMap((outcome): [Outcome, Retention][] => {
    const retention = rule.keep[outcome];
    return retention === undefined ? [] : [[outcome, retention]];
  });
  return {
    name: rule.name,
    resource: resourceOf(rule),
    namespaces: isAll ? undefined : rule.namespaces,
    except: isAll ? own : [],
    selector: rule.selector ?? {},
    keep: new Map(
      written.map(([outcome, retention]) => [
        outcome,
        {
          for: millis(retention.for),
          action: retention.action ?? (isEnd(outcome) || outcome === 'Unused' ? 'delete' : 'report'),
          archive: retention.archive ?? (hasArchive && isWork(rule.kind)),
          keepLast: retention.keepLast ?? 0,
        },
      ]),
    ),
    managed: rule.managed ?? false,
    budget: rule.budget,
  };
}

function millis(duration: Retention['for']): number {
  return Duration.parse(duration).millis;
}

/** As Kubernetes makes the plurals of its own kinds. */
function pluralOf(kind: string): string {
  const lower = kind.toLowerCase();
  if (/(s|x|ch|sh)$/.test(lower)) return `${lower}es`;
  return /[^aeiou]y$/.test(lower) ? `${lower.slice(0, -1)}ies` : `${lower}s`;
}
