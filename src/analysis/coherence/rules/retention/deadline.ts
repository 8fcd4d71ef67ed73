import type { Cluster } from '../../../cluster/cluster';
import type { Field } from '../../../cluster/field';
import type { Violation } from '../../../findings/finding';
import type { Outcome } from './lifetimes';
import { promisesOf, type RetentionPromise, type Rhythm, rhythmOf, timeOf } from './promise';
import type { Subject } from './subject';

/** When something deletes objects by a clock of its own, whatever a policy says. */
export interface Deadline {
  readonly outcome: Outcome;
  /** After their end. */
  readonly seconds: number;
  readonly field: Field;
  /** As messages name the field: its place may be the whole text of a ConfigMap's key. */
  readonly name: string;
  /** Whether it deletes then in any case, and not only where more of them come after. */
  readonly isSure: boolean;
  /** How many it leaves, however old they are. @default - none */
  readonly leaves?: number;
}

/** How a deadline defeats a policy, the worst first. */
type Way =
  /** The objects are gone before the policy lets them go. */
  | 'early'
  /** So are the last ones, that `keepLast` keeps however old they are, if no others come after them. */
  | 'last'
  /** The objects are gone before the next sweep comes. */
  | 'missed';

interface Defeat {
  readonly deadline: Deadline;
  readonly promise: RetentionPromise;
  /** Of the sweep. */
  readonly rhythm: Rhythm | undefined;
  readonly way: Way;
}

const ways: readonly Way[] = ['early', 'last', 'missed'];

/** What the deadlines of one field do to the promises of policies. */
export function defeat(deadlines: readonly Deadline[], subject: Subject, cluster: Cluster): Violation | undefined {
  const defeats = deadlines.flatMap((deadline) => defeatsOf(deadline, subject, cluster));
  const worstWay = ways.find((way) => defeats.some((one) => one.way === way));
  const told = defeats.filter(({ way }) => way === worstWay);
  const [worst] = [...told].sort((a, b) => missing(b) - missing(a));
  if (!worst) return undefined;
  const { deadline, promise, rhythm, way } = worst;
  const isError = way === 'early' && told.some((one) => one.promise.isCertain && one.deadline.isSure);
  return {
    ...(!isError && { severity: 'warning' }),
    at: [deadline.field, promise.source.text, ...(rhythm && way !== 'last' ? [rhythm.field] : [])],
    message: `${deadline.name} deletes ${subject.title} ${deadline.seconds} s after ${subject.isOne ? 'its' : 'their'} end, but ${whyOf(worst, subject)}`,
    arithmetic: told.map(arithmetic),
    fix: fixOf(deadline, told),
  };
}

function whyOf({ promise, way }: Defeat, { isOne }: Subject): string {
  const { by, isArchived, retention } = promise;
  switch (way) {
    case 'early':
      return `${by} keeps ${isOne ? 'it' : 'them'} ${timeOf(promise)}${isArchived ? ': nothing is left to archive' : ''}`;
    case 'last':
      return `${by} keeps the last ${retention.keepLast} however old they are${isArchived ? ', and archives none of them before' : ''}`;
    case 'missed':
      return `the sweep that comes after ${timeOf(promise).replace('for ', '')} may come later: ${isOne ? 'it is' : 'they are'} gone unarchived`;
  }
}

function defeatsOf(deadline: Deadline, subject: Subject, cluster: Cluster): Defeat[] {
  return promisesOf(subject, deadline.outcome, cluster).flatMap((promise): Defeat[] => {
    const rhythm = rhythmOf(promise.source, cluster);
    if (deadline.seconds < promise.seconds) return [{ deadline, promise, rhythm, way: 'early' }];
    if (promise.retention.keepLast > (deadline.leaves ?? 0)) return [{ deadline, promise, rhythm, way: 'last' }];
    // What is not archived may as well go by somebody else's hand.
    const isMissed = rhythm !== undefined && deadline.seconds < promise.seconds + rhythm.seconds;
    return isMissed && promise.isArchived ? [{ deadline, promise, rhythm, way: 'missed' }] : [];
  });
}

function missing({ deadline, promise }: Defeat): number {
  return promise.seconds - deadline.seconds;
}

function arithmetic({ deadline: { outcome, name, seconds }, promise, rhythm, way }: Defeat): string {
  if (way === 'last')
    return `${outcome}: keepLast ${promise.retention.keepLast} by ${promise.by}, ${name} says ${seconds} s`;
  if (way === 'early') {
    if (!Number.isFinite(promise.seconds)) return `${outcome}: for good by ${promise.by}, ${name} says ${seconds} s`;
    return `${outcome}: ${promise.seconds} s by ${promise.by} − ${seconds} s by ${name} = ${promise.seconds - seconds} s too early`;
  }
  const sum = promise.seconds + (rhythm?.seconds ?? 0);
  return `${outcome}: ${promise.seconds} s by ${promise.by} + ${rhythm?.seconds} s at most between two starts of ${rhythm?.by} = ${sum} s, ${name} says ${seconds} s`;
}

/** A backstop stands behind the sweep: it waits for the one that comes after the policy's time. */
function fixOf({ name, isSure }: Deadline, defeats: readonly Defeat[]): string {
  if (defeats.some(({ way }) => way === 'last')) return `leave ${name} out, or keepLast`;
  const needed = Math.max(...defeats.map(({ promise, rhythm }) => promise.seconds + (rhythm?.seconds ?? 0)));
  if (!isSure) return `raise ${name}, so that the sweep comes first`;
  if (!Number.isFinite(needed)) return `leave ${name} out`;
  return `leave ${name} out, or make it a backstop behind the sweep: at least ${needed}`;
}
