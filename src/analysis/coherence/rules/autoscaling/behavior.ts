import type { Autoscaler } from '../../../cluster/autoscaler';
import type { Field } from '../../../cluster/field';

export type Direction = 'scaleUp' | 'scaleDown';

/** How fast an autoscaler may go up or down; KEDA hands it on to the HorizontalPodAutoscaler that it makes. */
export function behaviorOf({ object }: Autoscaler, direction: Direction): Field {
  return object.kind === 'ScaledObject'
    ? object.field('spec', 'advanced', 'horizontalPodAutoscalerConfig', 'behavior', direction)
    : object.field('spec', 'behavior', direction);
}
