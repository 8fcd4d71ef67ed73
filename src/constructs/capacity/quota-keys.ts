import { structures } from '../../model/kinds/structure';
import { InvalidValue } from '../../model/values/problems';

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

/** The keys that a quota with a scope on pods may hold. */
export const podScopeKeys: readonly string[] = [
  'pods',
  'cpu',
  'memory',
  'requests.cpu',
  'requests.memory',
  'limits.cpu',
  'limits.memory',
];

/**
 * Reads a quota key. The API server checks only bare names; a misspelt one with a `/` it accepts and never enforces, so
 * here it is refused.
 *
 * @throws InvalidValue with the key that was probably meant.
 */
export function quotaKey(key: string): string {
  if (amounts.includes(key) || counts.includes(key) || /^(requests\.)?hugepages-\w+$/.test(key)) return key;
  if (key.startsWith('count/')) return countKey(key);
  if (/^[^/]+\.storageclass\.storage\.k8s\.io\/(requests\.storage|persistentvolumeclaims)$/.test(key)) return key;
  if (/^[^/]+\.deviceclass\.resource\.k8s\.io\/devices$/.test(key)) return key;
  if (/^requests\.[^/]+\/[^/]+$/.test(key)) return key;
  if (/^limits\.[^/]+\/[^/]+$/.test(key)) {
    throw new InvalidValue(key, `is no quota key: extended resources have only requests; use requests.${key.slice(7)}`);
  }
  if (key.includes('/')) {
    throw new InvalidValue(
      key,
      'is no quota key: no server enforces it; use count/<plural>.<group> or requests.<vendor>/<resource>',
    );
  }
  const known = [...amounts, ...counts];
  const near = known.find((candidate) => candidate === key.toLowerCase() || candidate === `${key.toLowerCase()}s`);
  throw new InvalidValue(key, `is no quota key: use ${near ?? `one of ${known.join(', ')}, or a key with a /`}`);
}

/** Whether a key counts things, which come in whole numbers. */
export function countsThings(key: string): boolean {
  if (counts.includes(key) || key.startsWith('count/')) return true;
  return key.endsWith('/persistentvolumeclaims') || key.endsWith('/devices') || /^requests\.[^/]+\//.test(key);
}

function countKey(key: string): string {
  const [resource = '', ...more] = key.slice('count/'.length).split('/');
  const [plural = '', ...groupParts] = resource.split('.');
  const group = groupParts.join('.');
  if (more.length > 0 || plural === '') {
    throw new InvalidValue(key, 'is no quota key: use count/<plural>.<group>, or count/<plural> for core kinds');
  }
  const all = Object.values(structures);
  if (all.some((kind) => kind.plural === plural && kind.group === group)) return key;
  const singular = all.find((kind) => kind.group === group && kind.kind.toLowerCase() === plural.toLowerCase());
  const elsewhere = all.find((kind) => kind.plural === plural);
  const meant = singular ?? (group === '' ? elsewhere : undefined);
  if (meant) {
    throw new InvalidValue(key, `is no quota key: no server enforces it; use count/${nameOf(meant)}`);
  }
  return key;
}

function nameOf({ plural, group }: { readonly plural: string; readonly group: string }): string {
  return group === '' ? plural : `${plural}.${group}`;
}
