import { oneOf } from '../../model/values/numbers';
import type { Problems } from '../../model/values/problems';
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
    problems.at('scopes').read(index, scope, oneOf(scopes));
  });
  selected.forEach((requirement, index) => {
    checkRequirement(requirement, problems.at('scopeSelector').at(index));
  });
  checkTogether(plain, 'scopes', keys, problems);
  const names = selected.map(({ scopeName }) => scopeName);
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
  for (const name of names) {
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

function checkRequirement({ scopeName, operator, values = [] }: QuotaScopeRequirement, problems: Problems): void {
  problems.read('scopeName', scopeName, oneOf(scopes));
  if (problems.read('operator', operator, oneOf(operators)) === undefined) return;
  if (!valued.includes(scopeName) && operator !== 'Exists') {
    problems.invalid('operator', operator, `is not allowed with ${scopeName}: use Exists`);
  }
  const needsValues = operator === 'In' || operator === 'NotIn';
  if (needsValues && values.length === 0) problems.report('values', `is required with ${operator}`);
  if (!needsValues && values.length > 0)
    problems.invalid('values', values, `is not allowed with ${operator}: leave it out`);
}
