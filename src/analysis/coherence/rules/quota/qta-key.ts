import { isQualifiedName, isStandardQuotaKey, mustBeWhole, nearestKey } from '../../../../model/values/quota-key';
import type { Field } from '../../../cluster/field';
import { isPlaceholder } from '../../../cluster/placeholder';
import type { Violation } from '../../../findings/finding';
import { rule } from '../../rule';

/** The API server refuses a quota with a bare key that is no standard resource, and one that counts less than nothing, or parts of things. */
export const qtaKey = rule({
  id: 'QTA-KEY',
  severity: 'error',
  title: 'the API server refuses a key of the quota, or its value',
  *check(cluster) {
    for (const { quotas } of cluster.namespaces) {
      for (const { object } of quotas) {
        for (const [key, field] of object.field('spec', 'hard').entries) {
          const violation = isPlaceholder(key) ? undefined : (wrongKey(key, field) ?? wrongValue(key, field));
          if (violation) yield violation;
        }
      }
    }
  },
});

function wrongKey(key: string, field: Field): Violation | undefined {
  if (!isQualifiedName(key)) {
    const fix = 'use a standard resource, count/<plural>.<group>, or requests.<vendor>/<resource>';
    return { at: [field], message: `${key} is no quota key: a key is a name, or a domain / and a name`, fix };
  }
  if (key.includes('/') || isStandardQuotaKey(key)) return undefined;
  return { at: [field], message: `${key} is no resource that a quota can limit`, fix: `use ${meant(key)}` };
}

function meant(key: string): string {
  const near = nearestKey(key);
  if (near) return near;
  const [, resource] = /^requests\.([\w-]+)$/.exec(key) ?? [];
  if (resource && resource !== 'pods') {
    return `requests.<vendor>/${resource}, as the nodes offer it: ${resource === 'gpu' ? 'requests.nvidia.com/gpu' : `requests.example.com/${resource}`}`;
  }
  return 'a standard resource as requests.cpu, limits.memory or pods, or count/<plural>.<group> for objects of a kind';
}

function wrongValue(key: string, field: Field): Violation | undefined {
  const amount = field.quantity;
  if (!amount) return undefined;
  if (amount.isNegative)
    return { at: [field], message: `${key} is ${amount}, less than nothing`, fix: 'use 0 or more' };
  if (amount.isWhole || !mustBeWhole(key)) return undefined;
  return {
    at: [field],
    message: `${key} is ${amount}, but it counts things`,
    fix: `use a whole number, e.g. ${Math.ceil(amount.toNumber())}`,
  };
}
