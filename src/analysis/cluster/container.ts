import type { Quantity } from '../../model/values/quantity';
import type { Charge } from '../../model/workloads/charge';
import type { Field } from './field';
import { type LimitItem, sourceOfDefault } from './limit-range';
import { readAmounts } from './resources';

/** Runs with the others, before them, or before them and then beside them (`restartPolicy: Always`). */
export type ContainerRole = 'main' | 'init' | 'sidecar';
export type Side = 'requests' | 'limits';

/** A container as its manifest, or the program that injects it, declares it. */
export interface DeclaredContainer {
  readonly name: string;
  readonly role: ContainerRole;
  /** Its entry in the manifest; for one that is injected, the place that decides what it gets. */
  readonly field: Field;
  readonly requests: Charge;
  readonly limits: Charge;
  readonly securityContext: Field | undefined;
  /** False where an amount is no quantity, or cannot be known from the manifests: nothing is computed from it. */
  readonly isReadable: boolean;
  /** Who adds it to the pod; undefined for the manifest's own. */
  readonly injectedBy?: string;
}

/** A container as the API server stores it, defaults filled in. */
export interface Container extends DeclaredContainer {
  /** The field of a LimitRange that an amount comes from, by `requests.cpu`; absent for what the container states. */
  readonly defaultedFrom: Readonly<Record<string, Field>>;
}

export function declaredContainer(field: Field, list: 'containers' | 'initContainers' | 'main'): DeclaredContainer {
  const requests = readAmounts(field.get('resources', 'requests'));
  const limits = readAmounts(field.get('resources', 'limits'));
  const isSidecar = field.get('restartPolicy').value === 'Always';
  return {
    name: field.get('name').text ?? 'main',
    role: list === 'initContainers' ? (isSidecar ? 'sidecar' : 'init') : 'main',
    field,
    requests: requests.amounts,
    limits: limits.amounts,
    securityContext: field.get('securityContext'),
    isReadable: requests.isReadable && limits.isReadable,
  };
}

/**
 * Fills in what a container does not state: first its requests from its own limits, then, from each LimitRange in turn,
 * limits and requests that are still missing. A server takes several LimitRanges in any order, and may change it from one
 * pod to the next: a container that gets a different amount in another order is not readable.
 *
 * Sources: kubernetes/pkg/apis/core/v1 `SetDefaults_Pod`; plugin/pkg/admission/limitranger `mergePodResourceRequirements`
 * and `GetLimitRanges`, which lists an index that has no order.
 */
export function withDefaults(container: DeclaredContainer, items: readonly LimitItem[]): Container {
  const limits: Record<string, Quantity> = { ...container.limits };
  const requests: Record<string, Quantity> = { ...container.limits, ...container.requests };
  const defaultedFrom: Record<string, Field> = {};
  let isSettled = true;
  const fill = (side: Side, into: Record<string, Quantity>, from: Charge, item: LimitItem): void => {
    for (const [resource, amount] of Object.entries(from)) {
      const key = `${side}.${resource}`;
      const known = into[resource];
      if (known === undefined) {
        into[resource] = amount;
        defaultedFrom[key] = sourceOfDefault(item, side, resource);
      } else if (defaultedFrom[key] && !known.equals(amount)) isSettled = false;
    }
  };
  for (const item of items) {
    fill('limits', limits, item.default, item);
    fill('requests', requests, item.defaultRequest, item);
  }
  return { ...container, requests, limits, defaultedFrom, isReadable: container.isReadable && isSettled };
}

/** How messages call it: `container "main"`, `init container "init" (injected by Argo)`. */
export function titleOf({ name, role, injectedBy }: DeclaredContainer): string {
  const kind = role === 'main' ? 'container' : role === 'init' ? 'init container' : 'sidecar container';
  return `${kind} "${name}"${injectedBy === undefined ? '' : ` (injected by ${injectedBy})`}`;
}
