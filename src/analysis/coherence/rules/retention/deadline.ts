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
}

/** One way in which a deadline comes before a policy's time. */
interface Defeat {
  readonly deadline: Deadline;
  readonly promise: RetentionPromise;
  /** The sweep's rhythm, where a deadline behind the policy's time still comes before the next start. */
  readonly rhythm: Rhythm | undefined;
  /** When the objects are gone before the policy lets them go. */
  readonly isEarly: boolean;
}

/** What the deadlines of one field do to the promises of policies. */
export function defeat(deadlines: readonly Deadline[], subject: Subject, cluster: Cluster): Violation | undefined {
  const defeats = deadlines.flatMap((deadline) => defeatsOf(deadline, subject, cluster));
  const early = defeats.filter(({ isEarly }) => isEarly);
  const [worst] = [...(early.length > 0 ? early : defeats)].sort((a, b) => missing(b) - missing(a));
  if (!worst) return undefined;
  const { deadline, promise, rhythm, isEarly } = worst;
  const { source, by } = promise;
  const isError = early.some((one) => one.promise.isCertain && one.deadline.isSure);
  const [its, it, is] = subject.isOne ? ['its', 'it', 'it is'] : ['their', 'them', 'they are'];
  const why = isEarly
    ? `${by} keeps ${it} ${timeOf(promise)}${promise.retention.archive ? ': nothing is left to archive' : ''}`
    : `the sweep that comes after ${timeOf(promise).replace('for ', '')} may come later: ${is} gone unarchived`;
  return {
    ...(!isError && { severity: 'warning' }),
    at: [deadline.field, source.text, ...(rhythm ? [rhythm.field] : [])],
    message: `${deadline.name} deletes ${subject.title} ${deadline.seconds} s after ${its} end, but ${why}`,
    arithmetic: (isEarly ? early : defeats).map(arithmetic),
    fix: fixOf(deadline, isEarly ? early : defeats),
  };
}

function defeatsOf(deadline: Deadline, subject: Subject, cluster: Cluster): Defeat[] {
  return promisesOf(subject, deadline.outcome, cluster).flatMap((promise): Defeat[] => {
    const rhythm = rhythmOf(promise.source, cluster);
    if (deadline.seconds < promise.seconds) return [{ deadline, promise, rhythm, isEarly: true }];
    // What is not archived may as well go by somebody else's hand.
    const isMissed = rhythm !== undefined && deadline.seconds < promise.seconds + rhythm.seconds;
    return isMissed && promise.retention.archive ? [{ deadline, promise, rhythm, isEarly: false }] : [];
  });
}

function missing({ deadline, promise }: Defeat): number {
  return promise.seconds - deadline.seconds;
}

function arithmetic({ deadline: { outcome, name, seconds }, promise, rhythm, isEarly }: Defeat): string {
  if (isEarly) {
    if (!Number.isFinite(promise.seconds)) return `${outcome}: for good by ${promise.by}, ${name} says ${seconds} s`;
    return `${outcome}: ${promise.seconds} s by ${promise.by} − ${seconds} s by ${name} = ${promise.seconds - seconds} s too early`;
  }
  const sum = promise.seconds + (rhythm?.seconds ?? 0);
  return `${outcome}: ${promise.seconds} s by ${promise.by} + ${rhythm?.seconds} s between two starts of ${rhythm?.by} = ${sum} s, ${name} says ${seconds} s`;
}

/** A backstop stands behind the sweep: it waits for the one that comes after the policy's time. */
function fixOf({ name, isSure }: Deadline, defeats: readonly Defeat[]): string {
  const needed = Math.max(...defeats.map(({ promise, rhythm }) => promise.seconds + (rhythm?.seconds ?? 0)));
  if (!isSure) return `raise ${name}, so that the sweep comes first`;
  if (!Number.isFinite(needed)) return `leave ${name} out`;
  return `leave ${name} out, or make it a backstop behind the sweep: at least ${needed}`;
}
