import { type Container, titleOf } from '../../../cluster/container';
import type { LimitItem } from '../../../cluster/limit-range';
import type { PodTemplate } from '../../../cluster/pod-template';
import { canOvercommit } from '../../../cluster/resources';
import type { Violation } from '../../../findings/finding';
import { rule } from '../../rule';
import { conflictsOf, takenLimits } from './limit-bounds';
import { amountField } from './limit-breaches';

/**
 * A container requests more than the limit that a LimitRange fills in for it. Request above limit is no valid pod (422), and
 * the message names a limit that stands nowhere in the manifest. The same happens where a default exceeds what the pod
 * states for all its containers together.
 */
export const lrDefaultBelowRequest = rule({
  id: 'LR-DEFAULT-BELOW-REQUEST',
  severity: 'error',
  title: 'a default of a LimitRange contradicts what a container or its pod states',
  *check(cluster) {
    for (const namespace of cluster.namespaces) {
      const items = namespace.limits.length === 0 ? [] : takenLimits(namespace);
      if (items.length === 0 || conflictsOf(items).length > 0) continue;
      const told = new Set<string>();
      for (const { templates } of namespace.workloads) {
        for (const template of templates.filter(({ isReadable }) => isReadable)) {
          for (const container of template.containers) {
            const key = `${container.name} ${container.injectedBy}`;
            if (container.injectedBy !== undefined && told.has(key)) continue;
            for (const violation of ofContainer(container, template, items)) {
              told.add(key);
              yield violation;
            }
          }
          yield* ofPod(template);
        }
      }
    }
  },
});

function* ofContainer(container: Container, template: PodTemplate, items: readonly LimitItem[]): Generator<Violation> {
  for (const [resource, limit] of Object.entries(container.limits)) {
    const source = container.defaultedFrom[`limits.${resource}`];
    if (!source || !items.some(({ object }) => object === source.object)) continue;
    const place = amountField(container, 'requests', resource);
    const title = `${titleOf(container)} of ${template.object.title}`;
    const most = template.ofPod.limits[resource];
    if (most?.lessThan(limit) && container.role === 'main') {
      yield {
        at: [template.spec.get('resources', 'limits', resource), source],
        message: `${title} gets a default ${resource} limit of ${limit}, more than the ${most} of its pod`,
        fix: `state limits.${resource} of at most ${most} in the container`,
      };
    }
    const request = container.requests[resource];
    if (!request || container.defaultedFrom[`requests.${resource}`]) continue;
    const isAboveMax = items.some(({ type, max }) => type === 'Container' && max[resource]?.lessThan(request) === true);
    const isWrong = limit.lessThan(request) || (!canOvercommit(resource) && !limit.equals(request));
    if (!isWrong || isAboveMax) continue;
    yield {
      at: [place, source],
      message: `${title} requests ${request} ${resource} and states no limit: the default of ${limit} is ${limit.lessThan(request) ? 'less' : 'not the same'}`,
      fix: `state limits.${resource} of ${canOvercommit(resource) ? 'at least ' : ''}${request} in the container, or make it the default`,
    };
  }
}

/** The pod's own requests must hold those of its containers, defaults included. */
function* ofPod({ object, spec, ofPod: stated, chargeOfContainers, containers }: PodTemplate): Generator<Violation> {
  for (const [resource, amount] of Object.entries(stated.requests)) {
    const sources = containers.flatMap(({ defaultedFrom }) => defaultedFrom[`requests.${resource}`] ?? []);
    const [source] = sources;
    const needed = chargeOfContainers[`requests.${resource}`];
    if (!source || !needed || !amount.lessThan(needed)) continue;
    yield {
      at: [spec.get('resources', 'requests', resource), source],
      message: `the pod of ${object.title} requests ${amount} ${resource}, but with defaults its containers request ${needed}`,
      fix: `raise the pod's ${resource} request to ${needed}, or state smaller requests in its containers`,
    };
  }
}
