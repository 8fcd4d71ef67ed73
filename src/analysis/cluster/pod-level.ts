import { Problems } from '../../model/values/problems';
import type { Quantity } from '../../model/values/quantity';
import { type Charge, chargeOf, type PodResources } from '../../model/workloads/charge';
import { type DeclaredContainer, withDefaults } from './container';
import type { Field } from './field';
import { readAmounts } from './resources';

/** Requests and limits of a pod as a whole, `spec.resources`. */
export interface PodLevel {
  readonly requests: Charge;
  readonly limits: Charge;
  readonly isReadable: boolean;
}

/**
 * What a pod states for all its containers together, with the defaults that follow from it. They are filled in before any
 * LimitRange is read, so from what the containers state themselves.
 *
 * Sources: kubernetes/pkg/apis/core/v1 `defaultHugePagePodLimits`, `defaultPodRequests`.
 */
export function podLevelOf(field: Field, containers: readonly DeclaredContainer[]): PodLevel {
  const stated = { requests: readAmounts(field.get('requests')), limits: readAmounts(field.get('limits')) };
  const isReadable = stated.requests.isReadable && stated.limits.isReadable;
  const requests = supported(stated.requests.amounts);
  const limits = supported(stated.limits.amounts);
  if (Object.keys(requests).length + Object.keys(limits).length === 0) return { requests, limits, isReadable };

  const together = chargeOf(containersOf(containers.map((one) => withDefaults(one, []))), Problems.none());
  const ofContainers = (side: 'requests' | 'limits', isWanted: (resource: string) => boolean): Charge =>
    pick(together, (key) => key.startsWith(`${side}.`) && isWanted(key.slice(side.length + 1)), side.length + 1);

  const pages = ofContainers('limits', (resource) => isHugePages(resource) && requests[resource] === undefined);
  const allLimits = { ...pages, ...limits };
  if (Object.keys(allLimits).length === 0) return { requests, limits, isReadable };
  const shared = ofContainers('requests', (resource) => resource === 'cpu' || resource === 'memory');
  return { requests: { ...allLimits, ...shared, ...requests }, limits: allLimits, isReadable };
}

/** Containers as the charge of a pod is computed from them. */
export function containersOf(
  containers: readonly Pick<DeclaredContainer, 'role' | 'requests' | 'limits'>[],
): Pick<PodResources, 'containers' | 'initContainers'> {
  return {
    containers: containers.filter(({ role }) => role === 'main'),
    initContainers: containers
      .filter(({ role }) => role !== 'main')
      .map(({ role, requests, limits }) => ({
        requests,
        limits,
        ...(role === 'sidecar' && { restartPolicy: 'Always' as const }),
      })),
  };
}

/** LimitRanges take CPU and memory of the pod, but add up the huge pages of its containers. */
export function withoutHugePages({ requests, limits, isReadable }: PodLevel): PodLevel {
  const rest = (amounts: Charge) => pick(amounts, (resource) => !isHugePages(resource));
  return { requests: rest(requests), limits: rest(limits), isReadable };
}

function supported(amounts: Charge): Charge {
  return pick(amounts, (resource) => resource === 'cpu' || resource === 'memory' || isHugePages(resource));
}

function isHugePages(resource: string): boolean {
  return resource.startsWith('hugepages-');
}

function pick(amounts: Charge, isWanted: (key: string) => boolean, cut = 0): Charge {
  const picked: Record<string, Quantity> = {};
  for (const [key, amount] of Object.entries(amounts)) if (isWanted(key)) picked[key.slice(cut)] = amount;
  return picked;
}
