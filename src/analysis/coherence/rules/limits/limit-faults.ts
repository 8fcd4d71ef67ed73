import type { Quantity } from '../../../../model/values/quantity';
import type { ClusterObject } from '../../../cluster/cluster-object';
import type { Field } from '../../../cluster/field';
import { isPlaceholder } from '../../../cluster/placeholder';
import { canOvercommit, statedAmounts, thousandths } from '../../../cluster/resources';
import type { Violation } from '../../../findings/finding';

/**
 * Why an API server refuses a LimitRange.
 *
 * Source: kubernetes/pkg/apis/core/validation `ValidateLimitRange`, which sees the defaults that are filled in before.
 */
export function* faultsOf(object: ClusterObject): Generator<Violation> {
  const seen = new Map<string, Field>();
  for (const item of object.field('spec', 'limits').items) {
    const type = item.get('type');
    if (isPlaceholder(type.value)) continue;
    const fault = typeFault(type);
    if (fault) {
      yield fault;
      continue;
    }
    const name = type.text ?? '';
    const first = seen.get(name);
    if (first) {
      yield {
        at: [type, first],
        message: `two items are of type ${name}`,
        fix: 'write one item of each type, with the resources of both',
      };
    } else seen.set(name, type);
    yield* itemFaults(item, name);
  }
}

function typeFault(type: Field): Violation | undefined {
  if (type.text === undefined ? !type.exists : !standardTypes.includes(type.text) && !type.text.includes('/')) {
    return {
      at: [type],
      message: type.exists ? `type ${type.text} is none that limits can be of` : 'an item of limits has no type',
      fix: `write one of ${standardTypes.join(', ')}`,
    };
  }
  return undefined;
}

const standardTypes = ['Container', 'Pod', 'PersistentVolumeClaim'];
const bounds = ['min', 'defaultRequest', 'default', 'max'] as const;
type Bound = (typeof bounds)[number];

function* itemFaults(item: Field, type: string): Generator<Violation> {
  const allowed = type === 'Pod' ? (['min', 'max'] as const) : bounds;
  if (type === 'Pod') yield* defaultsOfPods(item);
  if (type === 'PersistentVolumeClaim' && ['min', 'max'].every((bound) => !item.get(bound, 'storage').exists)) {
    yield {
      at: [item],
      message: 'limits of type PersistentVolumeClaim state neither min.storage nor max.storage',
      fix: 'state min.storage or max.storage; no other resource of a claim is limited',
    };
  }
  const stated = (bound: string) => statedAmounts(item.get(bound)).amounts;
  const amounts = new Map<Bound, ReturnType<typeof stated>>(allowed.map((bound) => [bound, stated(bound)]));
  const ratios = stated('maxLimitRequestRatio');
  const resources = new Set([...amounts.values(), ratios].flatMap((named) => Object.keys(named)));
  for (const resource of resources) {
    const at = (bound: string) => item.get(bound, resource);
    const wrongName = nameFault(item, type, resource);
    if (wrongName) {
      yield wrongName;
      continue;
    }
    const steps = allowed.flatMap((bound): Step[] => {
      const amount = amounts.get(bound)?.[resource];
      return amount ? [{ bound, amount }] : [];
    });
    yield* unordered(steps, resource, at);
    if (type === 'Container') yield* uneven(steps, resource, at);
    const ratio = ratios[resource];
    if (ratio) yield* ratioFaults(ratio, steps, resource, at);
  }
}

interface Step {
  readonly bound: Bound;
  readonly amount: Quantity;
}
type At = (bound: string) => Field;

function* defaultsOfPods(item: Field): Generator<Violation> {
  for (const bound of ['default', 'defaultRequest']) {
    if (item.get(bound).entries.length === 0) continue;
    yield {
      at: [item.get(bound)],
      message: `limits of type Pod state ${bound}, which only containers have`,
      fix: `move ${bound} to an item of type Container`,
    };
  }
}

/** min ≤ defaultRequest ≤ default ≤ max, of those that are stated: a default that is filled in comes from its neighbour. */
function* unordered(steps: readonly Step[], resource: string, at: At): Generator<Violation> {
  for (const [index, lower] of steps.entries()) {
    const upper = steps[index + 1];
    if (!upper?.amount.lessThan(lower.amount)) continue;
    const [mend, against] = lower.bound === 'min' && upper.bound !== 'max' ? [upper, lower] : [lower, upper];
    yield {
      at: [at(mend.bound), at(against.bound)],
      message: `${lower.bound} of ${resource} is ${lower.amount}, more than its ${upper.bound} of ${upper.amount}`,
      fix: `raise ${upper.bound} to ${lower.amount} or lower ${lower.bound} to ${upper.amount}`,
    };
  }
}

/** The limit that is filled in from max counts as well. */
function* uneven(steps: readonly Step[], resource: string, at: At): Generator<Violation> {
  if (canOvercommit(resource)) return;
  const of = (bound: Bound) => steps.find((step) => step.bound === bound);
  const request = of('defaultRequest');
  const limit = of('default') ?? of('max');
  if (!request || !limit || !request.amount.lessThan(limit.amount)) return;
  yield {
    at: [at('defaultRequest'), at(limit.bound)],
    message: `defaultRequest of ${resource} is ${request.amount}, but its default${limit.bound === 'max' ? ', taken from max,' : ''} is ${limit.amount}: a container gets as much of it as its limit`,
    fix: `write the same amount as default and as defaultRequest of ${resource}`,
  };
}

function* ratioFaults(ratio: Quantity, steps: readonly Step[], resource: string, at: At): Generator<Violation> {
  const field = at('maxLimitRequestRatio');
  const value = thousandths(ratio) / 1000;
  if (value < 1) {
    yield {
      at: [field],
      message: `maxLimitRequestRatio of ${resource} is ${value}, but no limit is below its request`,
      fix: 'write 1 or more',
    };
    return;
  }
  const of = (bound: Bound) => steps.find((step) => step.bound === bound)?.amount;
  const [min, max] = [of('min'), of('max')];
  if (!min || !max || min.isZero) return;
  const widest = thousandths(max) / thousandths(min);
  if (value <= widest) return;
  yield {
    at: [field, at('max'), at('min')],
    message: `maxLimitRequestRatio of ${resource} is ${value}, but max over min is only ${Number(widest.toFixed(6))}`,
    arithmetic: [`${resource}: ${max} ÷ ${min} = ${Number(widest.toFixed(6))}`],
    fix: `lower the ratio to ${Math.floor(widest * 1000) / 1000}, or leave it out: min and max bound it`,
  };
}

function nameFault(item: Field, type: string, resource: string): Violation | undefined {
  if (resource.includes('/') || isPlaceholder(resource)) return undefined;
  const ofPods = type === 'Container' || type === 'Pod';
  const known = ofPods ? ofContainers : [...ofContainers, ...ofQuotas];
  if (known.includes(resource) || /^(requests\.)?hugepages-/.test(resource)) return undefined;
  const bound = [...bounds, 'maxLimitRequestRatio'].find((name) => item.get(name, resource).exists) ?? 'max';
  return {
    at: [item.get(bound, resource)],
    message: `${resource} is no resource that limits of type ${type} can name`,
    fix: `write ${ofPods ? 'cpu, memory, ephemeral-storage' : 'storage'}, or the full name of a vendor's resource`,
  };
}

const ofContainers = ['cpu', 'memory', 'ephemeral-storage'];
/** What `IsStandardResourceName` knows beside. */
const ofQuotas = [
  'storage',
  'requests.cpu',
  'requests.memory',
  'requests.ephemeral-storage',
  'requests.storage',
  'limits.cpu',
  'limits.memory',
  'limits.ephemeral-storage',
  'pods',
  'resourcequotas',
  'services',
  'replicationcontrollers',
  'secrets',
  'configmaps',
  'persistentvolumeclaims',
  'services.nodeports',
  'services.loadbalancers',
];
