import type { Cluster } from '../../../cluster/cluster';
import type { ClusterObject } from '../../../cluster/cluster-object';
import type { Field } from '../../../cluster/field';
import { parsedSchedule } from '../../../cluster/parsed-schedule';
import type { Violation } from '../../../findings/finding';
import { rule } from '../../rule';
import {
  isOwn,
  type Lifetime,
  lifetimeAfter,
  type Outcome,
  type RetainedSpec,
  retainedSpecs,
  secondsOf,
} from './lifetimes';

/** What is to be kept of a workflow for a while goes with something else before its time. */
export const ttlPodgc = rule({
  id: 'TTL-PODGC',
  severity: 'warning',
  title: 'podGC, ttlStrategy and history limits of a workflow defeat each other',
  *check(cluster) {
    for (const spec of retainedSpecs(cluster)) {
      const violation = podsGo(spec, cluster);
      if (violation) yield violation;
      if (spec.object.kind === 'CronWorkflow') yield* historyOf(spec);
    }
  },
});

/** Pods are to stay longer than their workflow, and it takes them along. */
function podsGo(spec: RetainedSpec, cluster: Cluster): Violation | undefined {
  const strategy = spec.setting('podGC', 'strategy').text ?? '';
  const own = spec.setting('podGC', 'deleteDelayDuration');
  const delay = own.exists ? own : cluster.workflowControllers[0]?.setting('podGCDeleteDelayDuration');
  const seconds = delay && secondsOf(delay);
  if (strategy === '' || !delay || seconds === undefined) return undefined;
  const outcomes: readonly Outcome[] = strategy === 'OnWorkflowSuccess' ? ['Succeeded'] : ['Succeeded', 'Failed'];
  const [shorter] = outcomes
    .flatMap((outcome) => lifetimeAfter(outcome, spec) ?? [])
    .filter((lifetime) => lifetime.seconds < seconds)
    .sort((a, b) => a.seconds - b.seconds);
  if (!shorter || ![delay, shorter.field].some((field) => isOwn(field, spec))) return undefined;
  return {
    at: [delay, shorter.field],
    message: `pods of ${spec.title} are to stay ${seconds} s, but ${shorter.name} deletes the workflow ${shorter.seconds} s after its end, and its pods with it`,
    fix: `raise ${shorter.name} above ${seconds}, or lower the delay`,
  };
}

/** A CronWorkflow keeps the last few of its workflows by number, and their `ttlStrategy` keeps them by age. */
function* historyOf(spec: RetainedSpec): Generator<Violation> {
  const { object } = spec;
  const pairs: readonly (readonly [string, Outcome])[] = [
    ['successfulJobsHistoryLimit', 'Succeeded'],
    ['failedJobsHistoryLimit', 'Failed'],
  ];
  for (const [name, outcome] of pairs) {
    const limit = object.field('spec', name);
    const lifetime = lifetimeAfter(outcome, spec);
    if (limit.number === undefined || !lifetime) continue;
    const violation =
      limit.number === 0 ? idle(limit, lifetime, outcome, spec) : tooShort(limit, limit.number, lifetime, object);
    if (violation) yield violation;
  }
}

function idle(limit: Field, { field, seconds }: Lifetime, outcome: Outcome, spec: RetainedSpec): Violation | undefined {
  if (seconds === 0 || !isOwn(field, spec)) return undefined;
  return {
    at: [limit, field],
    message: `${limit.path.at(-1)} is 0, so that workflows in phase ${outcome} are deleted as they end, not ${seconds} s later`,
    fix: `leave ${limit.path.at(-1)} out, or set it to the number to keep`,
  };
}

function tooShort(limit: Field, count: number, lifetime: Lifetime, object: ClusterObject): Violation | undefined {
  const [schedule, ...more] = schedulesOf(object);
  const interval = schedule && more.length === 0 ? parsedSchedule(schedule)?.shortestInterval?.toSeconds() : undefined;
  const { field, name, seconds } = lifetime;
  const kept = seconds === 0 ? 0 : interval === undefined ? count : Math.ceil(seconds / interval);
  if (kept >= count) return undefined;
  const needed = interval === undefined ? '' : ` above ${(count - 1) * interval}`;
  return {
    at: [field, limit, ...(schedule ? [schedule] : [])],
    message: `a workflow is deleted ${seconds} s after its end, so that ${kept === 0 ? 'none is' : `no more than ${kept} ${kept === 1 ? 'is' : 'are'}`} ever kept, not the ${count} of ${limit.path.at(-1)}`,
    arithmetic: kept === 0 ? [] : [`${seconds} s ÷ ${interval} s between two starts, rounded up, is ${kept}`],
    fix: `raise ${name}${needed}, or lower ${limit.path.at(-1)} to ${kept}`,
  };
}

function schedulesOf(object: ClusterObject): Field[] {
  return [object.field('spec', 'schedule'), ...object.field('spec', 'schedules').items].filter(({ exists }) => exists);
}
