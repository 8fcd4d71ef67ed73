import { Problems } from '../../../../model/values/problems';
import { Quantity } from '../../../../model/values/quantity';
import { type Charge, chargeOf } from '../../../../model/workloads/charge';
import type { VerticalAutoscaler } from '../../../cluster/autoscaler';
import type { Container } from '../../../cluster/container';
import type { Field } from '../../../cluster/field';
import type { LimitItem } from '../../../cluster/limit-range';
import type { PodTemplate } from '../../../cluster/pod-template';
import { controls, policyOf } from './vertical-policy';

/** The most that a vertical autoscaler may make a container request of one resource. */
export interface Ceiling {
  readonly container: Container;
  readonly resource: string;
  /** Where `maxAllowed` states it. */
  readonly field: Field;
  readonly stated: Quantity;
  /** The most that the request can become. */
  readonly reached: Quantity;
  /** The limit that goes with it; undefined when there is none. */
  readonly limit: Quantity | undefined;
  /** What keeps it below what is stated. */
  readonly stop?: { readonly field: Field; readonly reason: string; readonly arithmetic: string };
}

/**
 * The ceilings of a pod's containers, where `maxAllowed` states any. Limits grow in proportion to requests unless only
 * requests are controlled; what a LimitRange or the limit itself holds back, the autoscaler does not ask for.
 *
 * Source: kubernetes/autoscaler vertical-pod-autoscaler/pkg/utils/vpa `getCappedRecommendationForContainer`.
 */
export function ceilingsOf(
  autoscaler: VerticalAutoscaler,
  { containers }: PodTemplate,
  items: readonly LimitItem[],
): Ceiling[] {
  return containers
    .filter(({ role }) => role === 'main')
    .flatMap((container) => {
      return ['cpu', 'memory'].flatMap((resource) => {
        const policy = policyOf(autoscaler, container.name);
        const field = policy?.get('maxAllowed', resource);
        const stated = field?.quantity;
        if (!policy || !field || !stated || stated.isZero || !controls(autoscaler, container.name, resource)) return [];
        const part = { container, resource, field, stated };
        return policy.get('controlledValues').text === 'RequestsOnly'
          ? [belowOwnLimit(part)]
          : [belowLimitRange(part, items)];
      });
    });
}

/** What a pod charges when its containers request as much as they may come to. */
export function raisedTo(ceilings: readonly Ceiling[], { containers }: PodTemplate): Charge {
  const raised = containers.map((container) => {
    const own = ceilings.filter((ceiling) => ceiling.container === container);
    const requests = { ...container.requests };
    const limits = { ...container.limits };
    for (const { resource, reached, limit } of own) {
      requests[resource] = reached;
      if (limit) limits[resource] = limit;
    }
    return { role: container.role, requests, limits };
  });
  return chargeOf(
    {
      containers: raised.filter(({ role }) => role === 'main'),
      initContainers: raised
        .filter(({ role }) => role !== 'main')
        .map(({ role, ...amounts }) => ({
          ...amounts,
          ...(role === 'sidecar' && { restartPolicy: 'Always' as const }),
        })),
    },
    Problems.none(),
  );
}

type Part = Pick<Ceiling, 'container' | 'resource' | 'field' | 'stated'>;

function belowOwnLimit(part: Part): Ceiling {
  const { container, resource, stated } = part;
  const limit = container.limits[resource];
  if (!limit?.lessThan(stated)) return { ...part, reached: stated, limit };
  const field = container.defaultedFrom[`limits.${resource}`] ?? container.field.get('resources', 'limits', resource);
  return {
    ...part,
    reached: limit,
    limit,
    stop: {
      field,
      reason: `the limit stays at ${limit} with controlledValues: RequestsOnly`,
      arithmetic: `${resource}: at most ${stated} may be requested, but no more than the limit of ${limit}`,
    },
  };
}

function belowLimitRange(part: Part, items: readonly LimitItem[]): Ceiling {
  const { container, resource, stated } = part;
  const [request, limit] = [container.requests[resource], container.limits[resource]];
  if (!limit) return { ...part, reached: stated, limit };
  // A limit without a request is the request, too.
  const base = request && !request.isZero ? request : limit;
  const grown = inProportion(stated, limit, base, resource);
  const tightest = items
    .filter(({ type, max }) => type === 'Container' && max[resource]?.lessThan(grown))
    .sort((a, b) => amountOf(a, resource).compare(amountOf(b, resource)))[0];
  if (!tightest) return { ...part, reached: stated, limit: grown };
  const max = amountOf(tightest, resource);
  const factor = base.equals(limit) ? '' : ` × ${limit} ÷ ${base} (limit ÷ request)`;
  return {
    ...part,
    reached: inProportion(max, base, limit, resource),
    limit: max,
    stop: {
      field: tightest.field.get('max', resource),
      reason: `LimitRange ${tightest.object.name} holds limits at ${max}`,
      arithmetic: `${resource}: ${stated}${factor} = a limit of ${grown}, the LimitRange holds ${max}`,
    },
  };
}

/** `amount` × `by` ÷ `to`, rounded down to what the updater sets: thousandths of a CPU; of memory, whole mebibytes will do. */
function inProportion(amount: Quantity, by: Quantity, to: Quantity, resource: string): Quantity {
  if (by.equals(to)) return amount;
  const units = (quantity: Quantity) =>
    resource === 'cpu' ? Math.round(quantity.toNumber() * 1000) : quantity.toNumber();
  const result = (units(amount) * units(by)) / units(to);
  return Quantity.parse(resource === 'cpu' ? `${Math.floor(result)}m` : `${Math.floor(result / 2 ** 20)}Mi`);
}

function amountOf({ max }: LimitItem, resource: string): Quantity {
  return max[resource]!;
}
