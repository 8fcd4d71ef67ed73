import { type Container, titleOf } from '../../../cluster/container';
import type { Namespace } from '../../../cluster/namespace';
import type { PodTemplate } from '../../../cluster/pod-template';
import type { Workload } from '../../../cluster/workload';
import { rule } from '../../rule';
import { measured, type Utilization, utilizationsOf } from './utilization';
import { controls } from './vertical-policy';

/**
 * Utilization is what containers use as a share of what they request. Where one of them requests nothing there is no share
 * to compute, and the metric is invalid for all pods.
 *
 * Source: kubernetes/pkg/controller/podautoscaler `calculateRequests`.
 */
export const hpaNoRequest = rule({
  id: 'HPA-NO-REQUEST',
  severity: 'error',
  title: 'an autoscaler measures use against requests that are not there',
  *check(cluster) {
    for (const namespace of cluster.namespaces) {
      for (const autoscaler of namespace.autoscalers) {
        const { target } = autoscaler;
        // A profile need not say what the pods of others request.
        if (!target?.hasScale || namespace.isDeclared(target)) continue;
        for (const utilization of utilizationsOf(autoscaler)) {
          const lacking = target.templates
            .filter(({ isReadable }) => isReadable)
            .flatMap((template) => withoutRequest(template, utilization))
            .filter(({ name }) => !isSetVertically(name, utilization, target, namespace));
          const [first, ...others] = lacking;
          if (!first) continue;
          const { resource, percent, field } = utilization;
          yield {
            at: [requestOf(first, resource), ...others.map((one) => requestOf(one, resource)), field],
            message: `${percent} % of the requested ${resource} is never computed: ${lacking.map(titleOf).join(', ')} of ${target.object.title} ${others.length === 0 ? 'requests' : 'request'} none`,
            fix: `set resources.requests.${resource}, or let a LimitRange set it, or scale on an averageValue`,
          };
        }
      }
    }
  },
});

function withoutRequest(template: PodTemplate, utilization: Utilization): readonly Container[] {
  const containers = measured(template, utilization);
  const { resource, container } = utilization;
  if (container === undefined && statesResources(template)) {
    return template.charge[`requests.${resource}`] ? [] : containers;
  }
  return containers.filter(({ requests }) => !Object.hasOwn(requests, resource));
}

/** Resources of the pod as a whole count before those of its containers. */
function statesResources({ spec }: PodTemplate): boolean {
  return ['requests', 'limits'].some((side) => spec.get('resources', side).entries.length > 0);
}

/** A VerticalPodAutoscaler sets requests where there are none, too. */
function isSetVertically(
  container: string,
  { resource }: Utilization,
  target: Workload,
  { verticalAutoscalers }: Namespace,
): boolean {
  return verticalAutoscalers.some((vertical) => vertical.target === target && controls(vertical, container, resource));
}

function requestOf({ field }: Container, resource: string) {
  return field.get('resources', 'requests', resource);
}
