import type { Autoscaler } from '../../../cluster/autoscaler';
import { type ScaleTarget, scaleTargetOf } from './scale-target';

/** Two autoscalers of one workload. */
export interface Rivals {
  /** The one that comes first. */
  readonly winner: Autoscaler;
  readonly loser: Autoscaler;
  readonly target: ScaleTarget;
}

/** Each autoscaler of a workload that another one scales already. */
export function* rivals(autoscalers: readonly Autoscaler[]): Generator<Rivals> {
  const first = new Map<string, Autoscaler>();
  for (const loser of autoscalers) {
    const target = scaleTargetOf(loser);
    if (!target || isPaused(loser) || isMadeByKeda(loser)) continue;
    const winner = first.get(target.key);
    if (!winner) first.set(target.key, loser);
    else if (
      winner.object.identity !== loser.object.identity &&
      !handsOver(winner, loser) &&
      !handsOver(loser, winner)
    ) {
      yield { winner, loser, target };
    }
  }
}

/** KEDA deletes the autoscaler of a ScaledObject that is paused. */
function isPaused({ object }: Autoscaler): boolean {
  return ['autoscaling.keda.sh/paused', 'autoscaling.keda.sh/paused-replicas'].some(
    (name) => name in object.annotations,
  );
}

function isMadeByKeda({ object }: Autoscaler): boolean {
  return object.field('metadata', 'ownerReferences').items.some((owner) => owner.get('kind').text === 'ScaledObject');
}

/** Whether KEDA takes over a HorizontalPodAutoscaler that exists, as its ScaledObject asks it to. */
function handsOver({ object: hpa }: Autoscaler, { object: scaled }: Autoscaler): boolean {
  return (
    scaled.annotations['scaledobject.keda.sh/transfer-hpa-ownership'] === 'true' &&
    scaled.field('spec', 'advanced', 'horizontalPodAutoscalerConfig', 'name').text === hpa.name
  );
}
