import type { Construct } from 'constructs';
import { limitRange } from '../../model/kinds/limit-range';
import type { Problems } from '../../model/values/problems';
import { Quantity, type QuantityLike } from '../../model/values/quantity';
import { resourceAmount } from '../../model/values/resource-amount';
import { mapOf } from '../synth/input';
import { type Body, KubernetesObject, type NamespacedProps } from '../synth/kubernetes-object';

/** Amounts by resource: `cpu`, `memory`, `ephemeral-storage`, or an extended resource such as `nvidia.com/gpu`. */
export type ResourceAmounts = Readonly<Record<string, QuantityLike>>;

/** Bounds on each pod: the sum of its containers. */
export interface PodLimits {
  /** @default - no lower bound */
  readonly min?: ResourceAmounts;
  /** @default - no upper bound */
  readonly max?: ResourceAmounts;
  /** How many times its request a limit may be, at least 1. @default - any */
  readonly maxLimitRequestRatio?: ResourceAmounts;
}

/** Bounds on each container, and what one gets that does not say. */
export interface ContainerLimits extends PodLimits {
  /** The limit of a container that states none. @default - `max`, where that is set */
  readonly default?: ResourceAmounts;
  /** The request of a container that states neither request nor limit. @default - `default`, then `min` */
  readonly defaultRequest?: ResourceAmounts;
}

/** Bounds on each volume claim. At least one of both. */
export interface ClaimLimits {
  readonly min?: { readonly storage: QuantityLike };
  readonly max?: { readonly storage: QuantityLike };
}

export interface LimitRangeProps extends NamespacedProps {
  /** @default - no bounds */
  readonly container?: ContainerLimits;
  /** @default - no bounds */
  readonly pod?: PodLimits;
  /** @default - no bounds */
  readonly persistentVolumeClaim?: ClaimLimits;
}

type Bound = 'min' | 'defaultRequest' | 'default' | 'max';
type Amounts = Readonly<Record<string, Quantity>>;

const resourceName = /^(cpu|memory|ephemeral-storage|hugepages-\w+|[^/]+\/[^/]+)$/;
/** Each must not exceed the next. */
const ascending: readonly Bound[] = ['min', 'defaultRequest', 'default', 'max'];

/**
 * Bounds what one container, pod or claim may ask for, and sets what a container gets that does not say.
 *
 * The defaults are charged to every silent container, also those that Argo and meshes inject: keep them small.
 */
export class LimitRange extends KubernetesObject<LimitRangeProps> {
  constructor(scope: Construct, id: string, props: LimitRangeProps) {
    super(scope, id, limitRange, props);
  }

  protected body(props: LimitRangeProps, problems: Problems): Body {
    const container = mapOf(props.container, 'container', problems);
    const pod = mapOf(props.pod, 'pod', problems);
    const persistentVolumeClaim = mapOf(props.persistentVolumeClaim, 'persistentVolumeClaim', problems);
    const limits = [
      container && item('Container', container, problems.at('container')),
      persistentVolumeClaim && claimItem(persistentVolumeClaim, problems.at('persistentVolumeClaim')),
      pod && item('Pod', pod, problems.at('pod')),
    ].filter((limit) => limit !== undefined);
    if (limits.length === 0) problems.report('', 'bounds nothing: set container, pod or persistentVolumeClaim');
    return { spec: { limits } };
  }
}

function item(type: 'Container' | 'Pod', limits: ContainerLimits, problems: Problems): Body {
  const bounds = {
    min: amounts(limits.min, problems.at('min')),
    defaultRequest: amounts(limits.defaultRequest, problems.at('defaultRequest')),
    default: amounts(limits.default, problems.at('default')),
    max: amounts(limits.max, problems.at('max')),
  };
  const ratio = amounts(limits.maxLimitRequestRatio, problems.at('maxLimitRequestRatio'));
  if (type === 'Pod') {
    for (const bound of ['default', 'defaultRequest'] as const) {
      if (limits[bound] !== undefined)
        problems.invalid(bound, limits[bound], 'is not allowed for pods: set it for containers');
    }
  }
  if (Object.keys(limits).length === 0) problems.report('', 'bounds nothing: set min, max or another bound');
  checkOrder(bounds, problems);
  checkRatio(ratio, bounds, problems);
  return {
    type,
    ...Object.fromEntries(
      Object.entries({ ...bounds, maxLimitRequestRatio: ratio })
        .filter(([, read]) => Object.keys(read).length > 0)
        .map(([bound, read]) => [bound, rendered(read)]),
    ),
  };
}

function claimItem(limits: ClaimLimits, problems: Problems): Body {
  const min = readAmount(mapOf(limits.min, 'min', problems), 'storage', problems.at('min'));
  const max = readAmount(mapOf(limits.max, 'max', problems), 'storage', problems.at('max'));
  if (limits.min?.storage === undefined && limits.max?.storage === undefined) {
    problems.report('', 'bounds nothing: set min.storage, max.storage or both');
  }
  if (min && max?.lessThan(min)) {
    problems.invalid('min.storage', limits.min?.storage, `exceeds max.storage ${max}: lower it or raise the other`);
  }
  return {
    type: 'PersistentVolumeClaim',
    ...(max && { max: { storage: max.toString() } }),
    ...(min && { min: { storage: min.toString() } }),
  };
}

/** Source: kubernetes/pkg/apis/core/validation `ValidateLimitRange`. */
function checkOrder(bounds: Readonly<Record<Bound, Amounts>>, problems: Problems): void {
  ascending.forEach((lower, index) => {
    for (const upper of ascending.slice(index + 1)) {
      for (const [resource, amount] of Object.entries(bounds[lower])) {
        const other = bounds[upper][resource];
        if (other?.lessThan(amount)) {
          problems.invalid(
            `${lower}.${resource}`,
            amount,
            `exceeds ${upper}.${resource} ${other}: lower it or raise the other`,
          );
        }
      }
    }
  });
  for (const [resource, request] of Object.entries(bounds.defaultRequest)) {
    // The server makes the maximum the default of what has none.
    const bound = bounds.default[resource] ? 'default' : 'max';
    const limit = bounds[bound][resource];
    const neverOvercommitted = resource.includes('/') || resource.startsWith('hugepages-');
    if (neverOvercommitted && limit && !request.equals(limit)) {
      problems.invalid(
        `defaultRequest.${resource}`,
        request,
        `must equal ${bound}.${resource} ${limit}: ${resource} cannot be overcommitted`,
      );
    }
  }
}

function checkRatio(ratio: Amounts, bounds: Readonly<Record<Bound, Amounts>>, problems: Problems): void {
  for (const [resource, factor] of Object.entries(ratio)) {
    const at = `maxLimitRequestRatio.${resource}`;
    if (factor.lessThan(Quantity.units(1)))
      problems.invalid(at, factor, 'is below 1: a limit is never below its request');
    const min = bounds.min[resource];
    const max = bounds.max[resource];
    if (min && max && !min.isZero && max.toNumber() / min.toNumber() < factor.toNumber()) {
      problems.invalid(at, factor, `exceeds max/min, ${max}/${min}: no container could reach it`);
    }
  }
}

function amounts(declared: ResourceAmounts | undefined, problems: Problems): Amounts {
  const read: Record<string, Quantity> = {};
  for (const [resource, value] of Object.entries(mapOf(declared, '', problems) ?? {})) {
    if (!resourceName.test(resource)) {
      problems.invalid('', resource, 'is no resource: use cpu, memory, ephemeral-storage or <vendor>/<resource>');
      continue;
    }
    const amount = readAmount({ [resource]: value }, resource, problems);
    if (amount) read[resource] = amount;
  }
  return read;
}

function readAmount(declared: ResourceAmounts | undefined, resource: string, problems: Problems): Quantity | undefined {
  const value = declared?.[resource];
  const amount = problems.read(resource, value, resourceAmount);
  if (!amount?.isNegative) return amount;
  return problems.invalid(resource, value, 'is negative: a bound is 0 or more');
}

function rendered(amounts: Amounts): Record<string, string> {
  return Object.fromEntries(Object.entries(amounts).map(([resource, amount]) => [resource, amount.toString()]));
}
