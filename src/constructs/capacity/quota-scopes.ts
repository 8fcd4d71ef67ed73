import { dnsSubdomain } from '../../model/values/names';
import { oneOf } from '../../model/values/numbers';
import type { Problems } from '../../model/values/problems';
import { eachOf, listOf, required } from '../synth/input';
import { podScopeKeys } from './quota-keys';

/** Narrows a quota to some of the namespace's pods or claims. */
export type QuotaScope =
  | 'Terminating'
  | 'NotTerminating'
  | 'BestEffort'
  | 'NotBestEffort'
  | 'PriorityClass'
  | 'CrossNamespacePodAffinity'
  | 'VolumeAttributesClass';

/** A scope with values, e.g. the priority classes it is for. */
export interface QuotaScopeRequirement {
  readonly scopeName: QuotaScope;
  readonly operator: 'In' | 'NotIn' | 'Exists' | 'DoesNotExist';
  readonly values?: readonly string[];
}

const scopes: readonly QuotaScope[] = [
  'Terminating',
  'NotTerminating',
  'BestEffort',
  'NotBestEffort',
  'PriorityClass',
  'CrossNamespacePodAffinity',
  'VolumeAttributesClass',
];
const operators = ['In', 'NotIn', 'Exists', 'DoesNotExist'] as const;
/** Scopes that take values; all others only exist. */
const valued: readonly QuotaScope[] = ['PriorityClass', 'VolumeAttributesClass'];
const opposites: readonly (readonly [QuotaScope, QuotaScope])[] = [
  ['Terminating', 'NotTerminating'],
  ['BestEffort', 'NotBestEffort'],
];

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
    at.read(index, required(scope, index, at), oneOf(scopes));
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
  for (const [one, other] of opposites) {
    if (names.includes(one) && names.includes(other)) {
      problems.invalid(property, [one, other], 'exclude each other: make two quotas');
    }
  }
  for (const name of names.filter((known) => scopes.includes(known))) {
    const illegal = keys.filter((key) => !allowedUnder(name).includes(key));
    if (allowedUnder(name).length > 0 && illegal.length > 0) {
      problems.invalid(property, name, `does not allow ${illegal.join(', ')}: only ${allowedUnder(name).join(', ')}`);
    }
  }
}

/** The keys a scope allows; empty for those that nothing checks. */
function allowedUnder(scope: QuotaScope): readonly string[] {
  if (scope === 'VolumeAttributesClass') return [];
  return scope === 'BestEffort' ? ['pods'] : podScopeKeys;
}

function checkRequirement(requirement: QuotaScopeRequirement, problems: Problems): void {
  const { operator } = requirement;
  const stated = required(requirement.scopeName, 'scopeName', problems, `one of ${scopes.join(', ')}`);
  const scopeName = problems.read('scopeName', stated, oneOf(scopes));
  required(operator, 'operator', problems, `one of ${operators.join(', ')}`);
  if (!scopeName || problems.read('operator', operator, oneOf(operators)) === undefined) return;
  const values = listOf(requirement.values, 'values', problems);
  values.forEach((value, index) => {
    const at = problems.at('values');
    at.read(index, required(value, index, at), dnsSubdomain);
  });
  if (!valued.includes(scopeName) && operator !== 'Exists') {
    problems.invalid('operator', operator, `is not allowed with ${scopeName}: use Exists`);
  }
  const needsValues = operator === 'In' || operator === 'NotIn';
  if (needsValues && values.length === 0) problems.report('values', `is required with ${operator}`);
  if (!needsValues && values.length > 0)
    problems.invalid('values', values, `is not allowed with ${operator}: leave it out`);
}
