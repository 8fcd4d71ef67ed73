import { isPercent, podsOf } from '../../../../model/values/int-or-percent';
import type { Rollout } from '../../../cluster/workload';

/** How a rollout of so many replicas may go: pods more, and replicas fewer. */
export interface RolloutRoom {
  readonly surge: number;
  readonly unavailable: number;
}

/** Source: kubernetes/pkg/controller/deployment/util `ResolveFenceposts`: surge is rounded up, unavailable down. */
export function roomAt({ surge, unavailable }: Rollout, replicas: number): RolloutRoom {
  const more = podsOf(surge, replicas);
  const fewer = isPercent(unavailable)
    ? Math.floor((Number.parseInt(unavailable, 10) * replicas) / 100)
    : Math.min(unavailable, replicas);
  return { surge: more, unavailable: more === 0 && fewer === 0 ? 1 : fewer };
}

/** `25% of 3, rounded down, is 0`, or the number as it is stated. */
export function unavailableText({ unavailable }: Rollout, replicas: number): string {
  return isPercent(unavailable)
    ? `maxUnavailable: ${unavailable} of ${replicas}, rounded down = 0`
    : `maxUnavailable: ${unavailable}`;
}
