import type { Charge } from '../../model/workloads/charge';
import type { ClusterObject } from './cluster-object';
import type { Field } from './field';
import { readAmounts } from './resources';

export type LimitType = 'Container' | 'Pod' | 'PersistentVolumeClaim';
export type Bound = 'min' | 'defaultRequest' | 'default' | 'max';

/** What a LimitRange says of one type of object, after the API server has filled in what follows from it. */
export interface LimitItem {
  readonly object: ClusterObject;
  readonly field: Field;
  readonly type: LimitType;
  readonly min: Charge;
  readonly max: Charge;
  readonly maxLimitRequestRatio: Charge;
  /** The limit of a container that states none; only of type Container. */
  readonly default: Charge;
  /** The request of a container that states neither request nor limit; only of type Container. */
  readonly defaultRequest: Charge;
  /** The same four as they are written, without what follows. */
  readonly stated: Readonly<Record<Bound, Charge>>;
  readonly isReadable: boolean;
}

/** The items of a LimitRange of the types that bound pods and claims. */
export function limitItems(object: ClusterObject): LimitItem[] {
  return object.field('spec', 'limits').items.flatMap((field) => {
    const type = field.get('type').text;
    return type === 'Container' || type === 'Pod' || type === 'PersistentVolumeClaim'
      ? [itemOf(object, field, type)]
      : [];
  });
}

/** Where an amount that a container got by default comes from: the field that says so. */
export function sourceOfDefault(item: LimitItem, side: 'requests' | 'limits', resource: string): Field {
  const order: readonly Bound[] = side === 'limits' ? ['default', 'max'] : ['defaultRequest', 'default', 'max', 'min'];
  const bound = order.find((name) => item.stated[name][resource] !== undefined);
  return bound ? item.field.get(bound, resource) : item.field;
}

/** Source: kubernetes/pkg/apis/core/v1 `SetDefaults_LimitRangeItem`. */
function itemOf(object: ClusterObject, field: Field, type: LimitType): LimitItem {
  const read = (name: string) => readAmounts(field.get(name));
  const [min, max, ratio] = [read('min'), read('max'), read('maxLimitRequestRatio')];
  const [given, givenRequest] = [read('default'), read('defaultRequest')];
  const filled = type === 'Container' ? { ...max.amounts, ...given.amounts } : given.amounts;
  return {
    object,
    field,
    type,
    min: min.amounts,
    max: max.amounts,
    maxLimitRequestRatio: ratio.amounts,
    default: filled,
    defaultRequest:
      type === 'Container' ? { ...min.amounts, ...filled, ...givenRequest.amounts } : givenRequest.amounts,
    stated: {
      min: min.amounts,
      defaultRequest: givenRequest.amounts,
      default: given.amounts,
      max: max.amounts,
    },
    isReadable: [min, max, ratio, given, givenRequest].every(({ isReadable }) => isReadable),
  };
}
