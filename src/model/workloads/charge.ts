import type { Problems } from '../values/problems';
import { Quantity, type QuantityLike } from '../values/quantity';
import { resourceAmount } from '../values/resource-amount';

/** What a container asks for and may use at most; a request that is absent equals the limit, as the API server sets it. */
export interface ContainerResources {
  readonly requests?: Readonly<Record<string, QuantityLike>>;
  readonly limits?: Readonly<Record<string, QuantityLike>>;
}

export interface InitContainerResources extends ContainerResources {
  /** `Always` makes it a sidecar that runs beside the containers. */
  readonly restartPolicy?: 'Always';
}

/** The part of a pod that a quota charges for. */
export interface PodResources {
  readonly containers: readonly ContainerResources[];
  readonly initContainers?: readonly InitContainerResources[];
  /** What the runtime class adds to each pod. */
  readonly overhead?: Readonly<Record<string, QuantityLike>>;
  /** What the pod states for all its containers together; it counts instead of their sum, resource by resource. */
  readonly resources?: ContainerResources;
}

/** Amounts by quota key, e.g. `requests.cpu`. */
export type Charge = Readonly<Record<string, Quantity>>;

const sides = ['requests', 'limits'] as const;
type Side = (typeof sides)[number];
type Amounts = Readonly<Record<Side, Charge>>;

/**
 * What one pod counts against a quota, by key: for each resource the larger of its containers and sidecars together, and
 * of the greediest init container with the sidecars started before it; what the pod itself states instead; then the overhead.
 *
 * Source: k8s.io/component-helpers/resource `PodRequests` and `PodLimits`, which the quota evaluator uses.
 */
export function chargeOf(pod: PodResources, problems: Problems): Charge {
  const containers = pod.containers.map((container, index) =>
    readAmounts(container, problems.at('containers').at(index)),
  );
  const inits = (pod.initContainers ?? []).map((container, index) => {
    return {
      ...readAmounts(container, problems.at('initContainers').at(index)),
      isSidecar: container.restartPolicy === 'Always',
    };
  });
  const overhead = read(pod.overhead ?? {}, problems.at('overhead'));
  const ofPod = readAmounts(pod.resources ?? {}, problems.at('resources'));

  const charge: Record<string, Quantity> = { pods: Quantity.units(1) };
  for (const side of sides) {
    const total = containers.map((container) => container[side]).reduce(sum, {});
    const { peak, sidecars } = initPeak(inits, side);
    const asked = { ...larger(sum(total, sidecars), peak), ...ofPod[side] };
    // Overhead raises a limit, but makes none.
    const needed = sum(asked, side === 'limits' ? only(overhead, asked) : overhead);
    for (const [resource, amount] of Object.entries(needed)) charge[`${side}.${resource}`] = amount;
  }
  return charge;
}

/** Both charges together. */
export function sum(a: Charge, b: Charge): Charge {
  return combine(a, b, (left, right) => left.add(right));
}

/** A charge as often as there are pods. */
export function times(charge: Charge, count: number): Charge {
  return Object.fromEntries(Object.entries(charge).map(([key, amount]) => [key, amount.multiply(count)]));
}

/**
 * How many of `each` fit into `hard` beside `others`: the least over all keys that both name, and at least 0. Undefined
 * where they have no key in common, and so nothing limits them.
 */
export function podsThatFit(hard: Charge, each: Charge, others: Charge = {}): number | undefined {
  const counts = Object.entries(hard).flatMap(([key, limit]) => {
    const amount = each[key];
    if (amount === undefined || amount.isZero) return [];
    return [Number(limit.subtract(others[key] ?? Quantity.zero).floorDivide(amount))];
  });
  return counts.length === 0 ? undefined : Math.max(0, Math.min(...counts));
}

function initPeak(inits: readonly (Amounts & { readonly isSidecar: boolean })[], side: Side) {
  let sidecars: Charge = {};
  let peak: Charge = {};
  for (const container of inits) {
    peak = larger(peak, sum(container[side], sidecars));
    if (container.isSidecar) sidecars = sum(sidecars, container[side]);
  }
  return { peak, sidecars };
}

function readAmounts(container: ContainerResources, problems: Problems): Amounts {
  const limits = read(container.limits ?? {}, problems.at('limits'));
  const requests = { ...limits, ...read(container.requests ?? {}, problems.at('requests')) };
  return { requests, limits };
}

function only(charge: Charge, keys: Charge): Charge {
  return Object.fromEntries(Object.entries(charge).filter(([key]) => keys[key] && !keys[key].isZero));
}

function read(declared: Readonly<Record<string, QuantityLike>>, problems: Problems): Charge {
  const read: Record<string, Quantity> = {};
  for (const [resource, value] of Object.entries(declared)) {
    const amount = problems.read(resource, value, resourceAmount);
    if (amount) read[resource] = amount;
  }
  return read;
}

function larger(a: Charge, b: Charge): Charge {
  return combine(a, b, (left, right) => (left.lessThan(right) ? right : left));
}

function combine(a: Charge, b: Charge, both: (left: Quantity, right: Quantity) => Quantity): Charge {
  const result: Record<string, Quantity> = { ...a };
  for (const [key, right] of Object.entries(b)) {
    const left = result[key];
    result[key] = left ? both(left, right) : right;
  }
  return result;
}
