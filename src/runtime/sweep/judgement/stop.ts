import type { LiveObject } from '../../../model/manifests/live-object';
import type { Resource } from '../../../model/policy/effective-policy';

/** What is written to the `spec` of a Workflow or a Job to end it: exit handlers run, pods get their time to end. */
export function stopOf({ kind }: Pick<Resource, 'kind'>): object {
  return kind === 'Workflow' ? { shutdown: 'Stop' } : { activeDeadlineSeconds: 1 };
}

/** How the words of `howItStops` begin. */
export const toldToEnd = 'was told to end';

/**
 * How something is ending already that was told to; undefined for what was not.
 *
 * @param since when it started
 */
export function howItStops(object: LiveObject, since: number, now: number): string | undefined {
  const { shutdown, activeDeadlineSeconds: deadline } = (object['spec'] ?? {}) as Readonly<Record<string, unknown>>;
  if (object.kind === 'Workflow') return shutdown ? `${toldToEnd}: shutdown ${shutdown}` : undefined;
  const isOver = typeof deadline === 'number' && since + deadline * 1_000 < now;
  return isOver ? `${toldToEnd}: its deadline of ${deadline} s is over` : undefined;
}
