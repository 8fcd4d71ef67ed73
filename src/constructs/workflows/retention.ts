import { Duration, type DurationLike } from '../../model/values/duration';
import type { LabelSelector } from '../../model/values/label-selector';
import { oneOf } from '../../model/values/numbers';
import { describe, InvalidValue, Problems } from '../../model/values/problems';
import { mapOf, readSelector } from '../synth/input';

/**
 * How long Argo keeps a Workflow object after it ended. Argo reads it once, when the workflow ends: no later annotation
 * extends it.
 */
export interface WorkflowTtl {
  /** After phase Succeeded. @default - `completion` */
  readonly success?: DurationLike;
  /** After phase Failed. @default - `completion` */
  readonly failure?: DurationLike;
  /** After any other end: phase Error obeys only this, never `failure`. @default - such workflows stay for good */
  readonly completion?: DurationLike;
}

/** When Argo deletes the pods of a workflow. */
export interface PodGc {
  /**
   * `OnPodCompletion` frees quota and nodes soonest; the `OnWorkflow…` strategies keep all pods until the workflow ends.
   * @default 'OnPodCompletion'
   */
  readonly strategy?: 'OnPodCompletion' | 'OnPodSuccess' | 'OnWorkflowCompletion' | 'OnWorkflowSuccess';
  /** How long a pod outlives its end, for logs and metrics to be collected. @default - the controller's, 5 s */
  readonly deleteDelay?: DurationLike;
  /** Pods it is for. @default - all */
  readonly selector?: LabelSelector;
}

/** What is kept of workflows, and how long. */
export interface WorkflowRetention {
  readonly ttl?: WorkflowTtl;
  readonly podGc?: PodGc;
}

/** The part of a WorkflowSpec that says what is kept. */
export interface RetentionSpec {
  readonly ttlStrategy?: {
    readonly secondsAfterCompletion?: number;
    readonly secondsAfterFailure?: number;
    readonly secondsAfterSuccess?: number;
  };
  readonly podGC?: {
    readonly strategy?: string;
    readonly deleteDelayDuration?: string;
    readonly labelSelector?: LabelSelector;
  };
}

/**
 * Retention per template: a fragment of `spec` for the WorkflowTemplates of an agent platform.
 *
 * Source: requirements of the platform, "Workflow TTL Strategy".
 */
export const templateRetention = {
  /** Play workflows, which run for days: a day after success, three after failure. */
  play: { ttl: { success: '24h', failure: '3d', completion: '24h' }, podGc: { deleteDelay: '60s' } },
  /** Single code or docs runs, of which there are many: five minutes, three hours after failure. */
  run: { ttl: { failure: '3h', completion: '5m' }, podGc: {} },
} as const satisfies Readonly<Record<string, WorkflowRetention>>;

/**
 * The fragment of a WorkflowSpec, e.g. for `spec` of a WorkflowTemplate of one's own.
 *
 * @throws InvalidValue that lists all problems.
 */
export function retentionSpec(retention: WorkflowRetention): RetentionSpec {
  const problems = Problems.none();
  const spec = readRetention(mapOf(retention, '', problems) ?? {}, problems);
  const [first] = problems.all;
  if (first) throw new InvalidValue(retention, `is no retention: ${problems.all.map(describe).join('; ')}`);
  return spec;
}

/** As `retentionSpec`, with problems reported to a collector. */
export function readRetention(retention: WorkflowRetention, problems: Problems): RetentionSpec {
  const ttl = mapOf(retention.ttl, 'ttl', problems);
  const podGc = mapOf(retention.podGc, 'podGc', problems);
  return {
    ...(ttl && { ttlStrategy: readTtl(ttl, problems.at('ttl')) }),
    ...(podGc && { podGC: readPodGc(podGc, problems.at('podGc')) }),
  };
}

function readTtl(ttl: WorkflowTtl, problems: Problems): RetentionSpec['ttlStrategy'] {
  const seconds = (property: keyof WorkflowTtl) => {
    return problems.read(property, ttl[property], (value) => Duration.parse(value).toSeconds());
  };
  if (ttl.completion === undefined) {
    problems.warn('completion', 'is not set: workflows that end in phase Error are never deleted');
  }
  return withoutUndefined({
    secondsAfterCompletion: seconds('completion'),
    secondsAfterFailure: seconds('failure'),
    secondsAfterSuccess: seconds('success'),
  });
}

function readPodGc(
  { strategy = 'OnPodCompletion', deleteDelay, selector }: PodGc,
  problems: Problems,
): RetentionSpec['podGC'] {
  const strategies = ['OnPodCompletion', 'OnPodSuccess', 'OnWorkflowCompletion', 'OnWorkflowSuccess'] as const;
  return withoutUndefined({
    strategy: problems.read('strategy', strategy, oneOf(strategies)),
    deleteDelayDuration: problems.read('deleteDelay', deleteDelay, (value) => Duration.parse(value).toGo()),
    labelSelector: selector && readSelector(selector, 'selector', problems),
  });
}

function withoutUndefined<T extends object>(value: T): T {
  return Object.fromEntries(Object.entries(value).filter(([, field]) => field !== undefined)) as T;
}
