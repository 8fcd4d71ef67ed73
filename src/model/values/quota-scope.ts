import { isStandardQuotaKey } from './quota-key';

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

export const quotaScopes: readonly QuotaScope[] = [
  'Terminating',
  'NotTerminating',
  'BestEffort',
  'NotBestEffort',
  'PriorityClass',
  'CrossNamespacePodAffinity',
  'VolumeAttributesClass',
];

export const scopeOperators = ['In', 'NotIn', 'Exists', 'DoesNotExist'] as const;

/** Scopes that take values; all others only exist. */
export const valuedScopes: readonly QuotaScope[] = ['PriorityClass', 'VolumeAttributesClass'];

/** Scopes that a quota cannot have both. */
export const oppositeScopes: readonly (readonly [QuotaScope, QuotaScope])[] = [
  ['Terminating', 'NotTerminating'],
  ['BestEffort', 'NotBestEffort'],
];

const podKeys = ['pods', 'cpu', 'memory', 'requests.cpu', 'requests.memory', 'limits.cpu', 'limits.memory'];

/** The bare names that a quota with this scope may hold. */
export function keysUnder(scope: QuotaScope): readonly string[] {
  if (scope === 'VolumeAttributesClass') return ['persistentvolumeclaims', 'requests.storage'];
  return scope === 'BestEffort' ? ['pods'] : podKeys;
}

/**
 * Whether the API server lets a quota with this scope hold this key; it checks bare names only.
 *
 * Source: kubernetes/pkg/apis/core/helper `IsResourceQuotaScopeValidForResource`.
 */
export function isAllowedUnder(scope: QuotaScope, key: string): boolean {
  return !isStandardQuotaKey(key) || keysUnder(scope).includes(key);
}
