import type { ClusterObject } from '../../../cluster/cluster-object';
import type { Field } from '../../../cluster/field';

/**
 * Classes that every cluster brings along, with the only value each may have.
 *
 * Source: kubernetes/pkg/apis/scheduling/v1 `systemPriorityClasses`.
 */
export const systemClasses: Readonly<Record<string, number>> = {
  'system-cluster-critical': 2_000_000_000,
  'system-node-critical': 2_000_001_000,
};

/** The mark of the class that pods get which name none; undefined where the object does not bear it. */
export function globalDefaultOf(object: ClusterObject): Field | undefined {
  const field = object.field('globalDefault');
  return field.flag === true ? field : undefined;
}
