import type { Autoscaler, VerticalAutoscaler } from '../../../cluster/autoscaler';
import { rule } from '../../rule';
import { scaleTargetOf, titleOf } from './scale-target';
import { measured, type Utilization, utilizationsOf } from './utilization';
import { changesPods, controls } from './vertical-policy';

/** The recommender asks for 15 % more than is used: kubernetes/autoscaler `recommendation-margin-fraction`. */
const settled = Math.round(100 / 1.15);

/**
 * One autoscaler divides use by requests, the other sets requests to what is used. Their quotient then is the same under
 * any load, and the number of pods drifts to one end of its range.
 */
export const hpaVpaConflict = rule({
  id: 'HPA-VPA-CONFLICT',
  severity: 'warning',
  title: 'two autoscalers steer by the same resource, one by requests that the other sets',
  *check(cluster) {
    for (const { autoscalers, verticalAutoscalers } of cluster.namespaces) {
      const byTarget = new Map<string, VerticalAutoscaler[]>();
      for (const vertical of verticalAutoscalers.filter(changesPods)) {
        const key = scaleTargetOf(vertical)?.key;
        if (key !== undefined) byTarget.set(key, [...(byTarget.get(key) ?? []), vertical]);
      }
      for (const autoscaler of autoscalers) {
        const target = scaleTargetOf(autoscaler);
        const verticals = target ? (byTarget.get(target.key) ?? []) : [];
        for (const vertical of verticals) {
          const shared = utilizationsOf(autoscaler).filter((utilization) => steers(vertical, utilization, autoscaler));
          const [first] = shared;
          if (!first || !target) continue;
          const resources = [...new Set(shared.map(({ resource }) => resource))].join(' and ');
          yield {
            at: [first.field, vertical.targetRef],
            message: `${titleOf(target)} is scaled by its share of requested ${resources}, which ${vertical.object.title} sets to what is used`,
            arithmetic: [
              `requests settle at 1.15 × what is used, so the share settles at ${settled} % under any load; the target is ${first.percent} %`,
            ],
            fix: `scale on another metric (an averageValue, requests per second, a queue), leave ${resources} out of controlledResources, or set updateMode: "Off"`,
          };
        }
      }
    }
  },
});

function steers(vertical: VerticalAutoscaler, utilization: Utilization, { target }: Autoscaler): boolean {
  const names = target?.templates.flatMap((template) => measured(template, utilization).map(({ name }) => name)) ?? [];
  const containers = names.length > 0 ? names : [utilization.container ?? '*'];
  return containers.some((container) => controls(vertical, container, utilization.resource));
}
