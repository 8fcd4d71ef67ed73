import type { Autoscaler } from '../../../cluster/autoscaler';
import type { PodTemplate } from '../../../cluster/pod-template';
import { rule } from '../../rule';
import { behaviorOf } from './behavior';
import { measured, type Utilization, utilizationsOf } from './utilization';

/**
 * A share of the request that the limits do not let the containers use. Pods are added only when the share is above the
 * target by more than the tolerance.
 *
 * Source: kubernetes/pkg/controller/podautoscaler `GetResourceReplicas`, `Tolerances.isWithin`.
 */
export const hpaUtilCap = rule({
  id: 'HPA-UTIL-CAP',
  severity: 'warning',
  title: 'limits keep containers below the use at which an autoscaler adds pods',
  *check(cluster) {
    for (const { autoscalers } of cluster.namespaces) {
      for (const autoscaler of autoscalers) {
        for (const utilization of utilizationsOf(autoscaler)) {
          for (const template of autoscaler.target?.templates ?? []) {
            const most = highest(template, utilization);
            const tolerance = toleranceOf(autoscaler);
            const { percent, resource, field } = utilization;
            if (most === undefined || most.share > percent * (1 + tolerance)) continue;
            const fitting = Math.ceil(most.share / (1 + tolerance)) - 1;
            yield {
              at: [field, template.field],
              message: `pods are added above ${round(percent * (1 + tolerance))} % of the requested ${resource}, but limits let no pod of ${template.object.title} use more than ${round(most.share)} %`,
              arithmetic: [
                `${percent} % and a tolerance of ${round(tolerance * 100)} % of it = ${round(percent * (1 + tolerance))} %`,
                `limits ${most.limits} ÷ requests ${most.requests} = ${round(most.share)} %`,
              ],
              fix: `set the target to ${fitting} % or less, or raise the limit of ${resource} or lower its request`,
            };
          }
        }
      }
    }
  },
});

interface Share {
  readonly limits: string;
  readonly requests: string;
  readonly share: number;
}

/** What all containers use at their limits; undefined when one of them has none. */
function highest(template: PodTemplate, utilization: Utilization): Share | undefined {
  const containers = measured(template, utilization);
  if (!template.isReadable || containers.length === 0 || template.spec.get('resources').exists) return undefined;
  const sumOf = (side: 'limits' | 'requests') => {
    return containers
      .map((container) => new Map(Object.entries(container[side])).get(utilization.resource))
      .reduce((total, amount) => total && amount && total.add(amount));
  };
  const [limits, requests] = [sumOf('limits'), sumOf('requests')];
  if (!limits || !requests || requests.isZero) return undefined;
  return {
    limits: limits.toString(),
    requests: requests.toString(),
    share: (limits.toNumber() / requests.toNumber()) * 100,
  };
}

/** What kube-controller-manager's `horizontal-pod-autoscaler-tolerance` is unless somebody changes it. */
const defaultTolerance = 0.1;

function toleranceOf(autoscaler: Autoscaler): number {
  return behaviorOf(autoscaler, 'scaleUp').get('tolerance').quantity?.toNumber() ?? defaultTolerance;
}

function round(share: number): number {
  return Math.round(share * 10) / 10;
}
