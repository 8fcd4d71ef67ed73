import { dnsSubdomain } from '../../model/values/names';
import { oneOf } from '../../model/values/numbers';
import type { Problems } from '../../model/values/problems';
import {
  keysUnder,
  oppositeScopes,
  type QuotaScope,
  type QuotaScopeRequirement,
  quotaScopes,
  scopeOperators,
  valuedScopes,
} from '../../model/values/quota-scope';
import { eachOf, listOf, required } from '../synth/input';

/**
 * Reports scopes and keys that the API server refuses together.
 *
 * Source: kubernetes/pkg/apis/core/validation `validateResourceQuotaScopes` and core/helper `IsResourceQuotaScopeValidForResource`.
 */
export function checkScopes(
  plain: readonly QuotaScope[],
  selected: readonly QuotaScopeRequirement[],
  keys: readonly string[],
  problems: Problems,
): void {
  plain.forEach((scope, index) => {
    const at = problems.at('scopes');
    at.read(index, required(scope, index, at), oneOf(quotaScopes));
  });
  const names = eachOf(selected, 'scopeSelector', problems, (requirement, at) => {
    checkRequirement(requirement, at);
    return requirement.scopeName;
  });
  checkTogether(plain, 'scopes', keys, problems);
  checkTogether(names, 'scopeSelector', keys, problems);
}

function checkTogether(
  names: readonly QuotaScope[],
  property: string,
  keys: readonly string[],
  problems: Problems,
): void {
  for (const [one, other] of oppositeScopes) {
    if (names.includes(one) && names.includes(other)) {
      problems.invalid(property, [one, other], 'exclude each other: make two quotas');
    }
  }
  for (const name of names.filter((known) => quotaScopes.includes(known))) {
    const illegal = keys.filter((key) => !isCountedUnder(name, key));
    if (illegal.length > 0) {
      problems.invalid(property, name, `does not allow ${illegal.join(', ')}: only ${keysUnder(name).join(', ')}`);
    }
  }
}

/** Stricter than the API server, which takes any key with a `/`, but counts none of those under a scope on pods. */
function isCountedUnder(scope: QuotaScope, key: string): boolean {
  return keysUnder(scope).includes(key) || (scope === 'VolumeAttributesClass' && key.includes('/'));
}

function checkRequirement(requirement: QuotaScopeRequirement, problems: Problems): void {
  const { operator } = requirement;
  const stated = required(requirement.scopeName, 'scopeName', problems, `one of ${quotaScopes.join(', ')}`);
  const scopeName = problems.read('scopeName', stated, oneOf(quotaScopes));
  required(operator, 'operator', problems, `one of ${scopeOperators.join(', ')}`);
  if (!scopeName || problems.read('operator', operator, oneOf(scopeOperators)) === undefined) return;
  const values = listOf(requirement.values, 'values', problems);
  values.forEach((value, index) => {
    const at = problems.at('values');
    at.read(index, required(value, index, at), dnsSubdomain);
  });
  if (!valuedScopes.includes(scopeName) && operator !== 'Exists') {
    problems.invalid('operator', operator, `is not allowed with ${scopeName}: use Exists`);
  }
  const needsValues = operator === 'In' || operator === 'NotIn';
  if (needsValues && values.length === 0) problems.report('values', `is required with ${operator}`);
  if (!needsValues && values.length > 0)
    problems.invalid('values', values, `is not allowed with ${operator}: leave it out`);
}
