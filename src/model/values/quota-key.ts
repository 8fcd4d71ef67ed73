import { type Countable, countables, isClosedGroup } from '../kinds/countable';
import { labelKey } from './names';
import { InvalidValue } from './problems';

/** What a quota can limit by a bare name. */
export type StandardQuotaKey =
  | 'cpu'
  | 'memory'
  | 'ephemeral-storage'
  | `requests.${'cpu' | 'memory' | 'ephemeral-storage' | 'storage'}`
  | `limits.${'cpu' | 'memory' | 'ephemeral-storage'}`
  | 'pods'
  | 'services'
  | 'services.nodeports'
  | 'services.loadbalancers'
  | 'replicationcontrollers'
  | 'resourcequotas'
  | 'secrets'
  | 'configmaps'
  | 'persistentvolumeclaims';

/** What a quota can limit. */
export type QuotaKey =
  | StandardQuotaKey
  | `${'' | 'requests.'}hugepages-${string}`
  /** Objects of a kind: `count/<plural>.<group>`, without a group for core kinds. */
  | `count/${string}`
  /** Extended resources, e.g. `requests.nvidia.com/gpu`. */
  | `requests.${string}/${string}`
  /** Claims of one storage class. */
  | `${string}.storageclass.storage.k8s.io/${'requests.storage' | 'persistentvolumeclaims'}`
  | `${string}.deviceclass.resource.k8s.io/devices`;

const amounts = [
  'cpu',
  'memory',
  'ephemeral-storage',
  'requests.cpu',
  'requests.memory',
  'requests.ephemeral-storage',
  'requests.storage',
  'limits.cpu',
  'limits.memory',
  'limits.ephemeral-storage',
];
const counts = [
  'pods',
  'services',
  'services.nodeports',
  'services.loadbalancers',
  'replicationcontrollers',
  'resourcequotas',
  'secrets',
  'configmaps',
  'persistentvolumeclaims',
];

const known = [...amounts, ...counts];
/** Keys with a `/` that an evaluator reads. */
const counted = [
  /^[^/]+\.storageclass\.storage\.k8s\.io\/(requests\.storage|persistentvolumeclaims)$/,
  /^[^/]+\.deviceclass\.resource\.k8s\.io\/devices$/,
  /^requests\.[^/]+\/[^/]+$/,
];

/**
 * Reads a quota key. The API server checks only bare names; a misspelt one with a `/` it accepts and never enforces, so
 * here it is refused.
 *
 * @throws InvalidValue with the key that was probably meant.
 */
export function quotaKey(key: string): string {
  if (isStandardQuotaKey(key)) return key;
  if (!key.includes('/')) {
    const near = nearestKey(key);
    throw new InvalidValue(key, `is no quota key: use ${near ?? `one of ${known.join(', ')}, or a key with a /`}`);
  }
  const dead = deadKey(key);
  if (!isQualifiedName(key) && key.startsWith('count/')) {
    throw new InvalidValue(key, 'is no quota key: use count/<plural>.<group>, or count/<plural> for core kinds');
  }
  if (dead && (dead.isCertain || !key.startsWith('count/'))) {
    throw new InvalidValue(key, `is no quota key: ${dead.why}; ${dead.remedy}`);
  }
  return key;
}

/** The standard key that a bare name was probably meant to be. */
export function nearestKey(key: string): string | undefined {
  const lower = key.toLowerCase();
  return known.find((candidate) => candidate === lower || candidate === `${lower}s`);
}

/** Whether a key has the form that the API server asks of one: `name` or `prefix/name`. */
export function isQualifiedName(key: string): boolean {
  try {
    labelKey(key);
    return true;
  } catch (error) {
    if (error instanceof InvalidValue) return false;
    throw error;
  }
}

/** A key that the API server takes, although it counts nothing. */
export interface DeadKey {
  readonly why: string;
  readonly remedy: string;
  /** Whether no kind that may exist elsewhere, and no other program, can bring it to life. */
  readonly isCertain: boolean;
}

/**
 * Why a key with a `/` counts nothing; undefined for those that count.
 *
 * Source: kubernetes/pkg/quota/v1/evaluator/core, which has one evaluator for pods, claims, services and resource claims
 * each, and a counter for all other objects.
 */
export function deadKey(key: string, kinds: readonly Countable[] = []): DeadKey | undefined {
  if (key.startsWith('count/')) return deadCount(key.slice('count/'.length), [...kinds, ...countables]);
  if (counted.some((form) => form.test(key))) return undefined;
  if (/^limits\.[^/]+\/[^/]+$/.test(key)) {
    const remedy = `use requests.${key.slice('limits.'.length)}`;
    return { why: 'extended resources have only requests', remedy, isCertain: true };
  }
  return {
    why: 'no server enforces it',
    remedy: 'use count/<plural>.<group> or requests.<vendor>/<resource>',
    isCertain: false,
  };
}

/**
 * Whether the API server takes a bare name for one that a quota can limit; names with a `/` it does not check.
 *
 * Source: kubernetes/pkg/apis/core/helper `IsStandardQuotaResourceName`.
 */
export function isStandardQuotaKey(key: string): boolean {
  return amounts.includes(key) || counts.includes(key) || /^(requests\.)?hugepages-[\w.-]+$/.test(key);
}

/**
 * Whether the API server refuses fractions under this key.
 *
 * Source: kubernetes/pkg/apis/core/helper `IsIntegerResourceName`.
 */
export function mustBeWhole(key: string): boolean {
  const isExtended = key.includes('/') && !key.includes('kubernetes.io/') && !key.startsWith('requests.');
  return counts.includes(key) || isExtended;
}

/** Whether a key counts things, which come in whole numbers. */
export function countsThings(key: string): boolean {
  if (counts.includes(key) || key.startsWith('count/')) return true;
  return key.endsWith('/persistentvolumeclaims') || key.endsWith('/devices') || /^requests\.[^/]+\//.test(key);
}

function deadCount(resource: string, kinds: readonly Countable[]): DeadKey | undefined {
  const [plural = '', ...groupParts] = resource.split('.');
  const group = groupParts.join('.');
  const sameGroup = kinds.filter((kind) => kind.group === group);
  const exact = sameGroup.find((kind) => kind.plural === plural);
  if (exact) {
    const why = `a ${exact.kind} is in no namespace`;
    return exact.namespaced ? undefined : { why, remedy: 'leave it out', isCertain: true };
  }
  const lower = plural.toLowerCase();
  const isMeant = (kind: Countable) => {
    return kind.namespaced && (kind.plural === lower || kind.kind.toLowerCase() === lower);
  };
  const meant = sameGroup.find(isMeant) ?? (isClosedGroup(group) ? kinds.find(isMeant) : undefined);
  const why = 'no server enforces it';
  if (meant) return { why, remedy: `use count/${nameOf(meant)}`, isCertain: true };
  const remedy = 'use count/<plural>.<group>, or count/<plural> for core kinds';
  if (isClosedGroup(group)) return { why, remedy, isCertain: true };
  return /^[^A-Z]+s$/.test(plural) ? undefined : { why, remedy, isCertain: false };
}

function nameOf({ plural, group }: Countable): string {
  return group === '' ? plural : `${plural}.${group}`;
}
