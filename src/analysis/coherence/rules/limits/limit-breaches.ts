import type { Quantity } from '../../../../model/values/quantity';
import type { Charge } from '../../../../model/workloads/charge';
import type { Container, Side } from '../../../cluster/container';
import type { Field } from '../../../cluster/field';
import type { LimitItem } from '../../../cluster/limit-range';
import { thousandths } from '../../../cluster/resources';

/** One thing about a container or a pod that a LimitRange does not allow. */
export interface Breach {
  readonly resource: string;
  readonly side: Side;
  readonly bound: Field;
  /** Continues "… is outside LimitRange x: ". */
  readonly text: string;
  readonly step: string;
  readonly fix: string;
}

interface Amounts {
  readonly requests: Charge;
  readonly limits: Charge;
}

/**
 * What of these amounts an item does not allow: a min needs a request, a max needs a limit, a ratio needs both.
 *
 * Source: kubernetes/plugin/pkg/admission/limitranger `minConstraint`, `maxConstraint`, `limitRequestRatioConstraint`.
 */
export function breachesOf(
  item: LimitItem,
  amounts: Amounts,
  isMoot: (bound: 'min' | 'max', resource: string) => boolean,
): Breach[] {
  const breaches: Breach[] = [];
  const add = (bound: 'min' | 'max' | 'maxLimitRequestRatio', resource: string, found: Found | undefined): void => {
    if (found) breaches.push({ ...found, resource, bound: item.field.get(bound, resource) });
  };
  for (const [resource, min] of Object.entries(item.min)) {
    if (!isMoot('min', resource)) add('min', resource, belowMin(resource, min, of(amounts, resource)));
  }
  for (const [resource, max] of Object.entries(item.max)) {
    if (!isMoot('max', resource)) add('max', resource, aboveMax(resource, max, of(amounts, resource)));
  }
  for (const [resource, ratio] of Object.entries(item.maxLimitRequestRatio)) {
    add('maxLimitRequestRatio', resource, aboveRatio(resource, ratio, of(amounts, resource)));
  }
  return breaches;
}

/** The field that holds an amount of a container, or would; of one that is injected, the place that decides. */
export function amountField(container: Container, side: Side, resource: string): Field {
  return container.injectedBy === undefined ? container.field.get('resources', side, resource) : container.field;
}

type Found = Omit<Breach, 'resource' | 'bound'>;

interface Pair {
  readonly request: Quantity | undefined;
  readonly limit: Quantity | undefined;
}

function of({ requests, limits }: Amounts, resource: string): Pair {
  return { request: requests[resource], limit: limits[resource] };
}

function belowMin(resource: string, min: Quantity, { request, limit }: Pair): Found | undefined {
  if (!request) return missing('requests', resource, 'a min');
  const isLimit = limit?.lessThan(min) === true;
  // A request that equals the limit is most often taken from it.
  const [side, amount] =
    isLimit && !request.lessThan(limit) ? (['limits', limit] as const) : (['requests', request] as const);
  if (!amount.lessThan(min)) return undefined;
  return {
    side,
    text: `its ${resource} ${nounOf(side)} of ${amount} is below the min of ${min}`,
    step: `${side}.${resource}: ${amount} < ${min}`,
    fix: `raise its ${resource} request${isLimit ? ' and limit' : ''} to ${min}`,
  };
}

function aboveMax(resource: string, max: Quantity, { request, limit }: Pair): Found | undefined {
  if (!limit) return missing('limits', resource, 'a max');
  const isRequest = request !== undefined && max.lessThan(request);
  const [side, amount] = max.lessThan(limit) ? (['limits', limit] as const) : (['requests', request] as const);
  if (!amount || !max.lessThan(amount)) return undefined;
  const nouns = side === 'limits' && isRequest ? 'request and limit' : nounOf(side);
  return {
    side,
    text: `its ${resource} ${nounOf(side)} of ${amount} is above the max of ${max}`,
    step: `${side}.${resource}: ${amount} > ${max}`,
    fix: `lower its ${resource} ${nouns} to ${max}`,
  };
}

/** In floating point, as the server computes it. */
function aboveRatio(resource: string, most: Quantity, { request, limit }: Pair): Found | undefined {
  if (!request || request.isZero) return missing('requests', resource, 'maxLimitRequestRatio');
  if (!limit || limit.isZero) return missing('limits', resource, 'maxLimitRequestRatio');
  const ratio = thousandths(limit) / thousandths(request);
  if (ratio * 1000 <= thousandths(most)) return undefined;
  const shown = Number(ratio.toFixed(3));
  return {
    side: 'limits',
    text: `its ${resource} limit of ${limit} is ${shown} times its request of ${request}, more than maxLimitRequestRatio ${most.toNumber()}`,
    step: `${resource}: ${limit} ÷ ${request} = ${shown} > ${most.toNumber()}`,
    fix: `bring its ${resource} limit within ${most.toNumber()} times its request`,
  };
}

function missing(side: Side, resource: string, by: string): Found {
  return {
    side,
    text: `it has no ${resource} ${nounOf(side)}, which ${by} demands`,
    step: `${side}.${resource}: none`,
    fix: `state a ${resource} ${nounOf(side)}`,
  };
}

function nounOf(side: Side): string {
  return side === 'requests' ? 'request' : 'limit';
}
