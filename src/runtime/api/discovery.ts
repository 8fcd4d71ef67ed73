import type { Resource } from '../../model/policy/effective-policy';
import type { ApiClient } from './api-client';

interface GroupDiscovery {
  readonly metadata: { readonly name: string };
  readonly versions?: readonly {
    readonly version: string;
    readonly resources?: readonly {
      readonly resource: string;
      readonly responseKind: { readonly kind: string };
      readonly scope: 'Namespaced' | 'Cluster';
    }[];
  }[];
}

const aggregated = 'application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList';

/** The resources of a server's named groups that have one of some kinds, each in the version that the server prefers. */
export async function resourcesOfKinds(client: ApiClient, kinds: readonly string[]): Promise<readonly Resource[]> {
  const { items } = await client.get<{ items: readonly GroupDiscovery[] }>('/apis', undefined, aggregated);
  const found: Resource[] = [];
  for (const { metadata, versions = [] } of items) {
    const known = new Set<string>();
    for (const { version, resources = [] } of versions) {
      for (const { resource: plural, responseKind, scope } of resources) {
        if (scope !== 'Namespaced' || !kinds.includes(responseKind.kind) || known.has(plural)) continue;
        known.add(plural);
        found.push({ apiVersion: `${metadata.name}/${version}`, kind: responseKind.kind, plural });
      }
    }
  }
  return found;
}
