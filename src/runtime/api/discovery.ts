import { keyOf } from '../../model/policy/dependents';
import type { Resource } from '../../model/policy/effective-policy';
import type { ApiClient } from './api-client';
import { ApiError } from './api-error';

interface GroupDiscovery {
  readonly metadata: { readonly name: string };
  readonly versions?: readonly {
    readonly version: string;
    readonly resources?: readonly {
      readonly resource: string;
      /** Of a subresource without an object it may be left out. */
      readonly responseKind?: { readonly kind: string } | null;
      readonly scope: 'Namespaced' | 'Cluster';
    }[];
  }[];
}

/** The older form is that of Kubernetes before 1.30; they are the same to us. */
const aggregated = ['v2', 'v2beta1']
  .map((version) => `application/json;g=apidiscovery.k8s.io;v=${version};as=APIGroupDiscoveryList`)
  .join(',');

/** What a server's named groups hold in namespaces, in every version that it serves, its preferred one first. */
export async function namespacedResources(client: ApiClient): Promise<readonly Resource[]> {
  const answer = await client.get<{ items?: readonly GroupDiscovery[] } | null>('/apis', undefined, aggregated);
  if (!Array.isArray(answer?.items)) {
    throw new ApiError(
      501,
      '',
      'the API server does not tell what it has: aggregated discovery is of Kubernetes 1.27 and later',
    );
  }
  const items: readonly GroupDiscovery[] = answer.items;
  return items.flatMap(({ metadata, versions = [] }) =>
    versions.flatMap(({ version, resources = [] }) =>
      resources
        .filter(({ scope }) => scope === 'Namespaced')
        .map(({ resource: plural, responseKind }) => {
          return { apiVersion: `${metadata.name}/${version}`, kind: responseKind?.kind ?? '', plural };
        }),
    ),
  );
}

/** Those of some kinds, each in the version that the server prefers. */
export function preferred(served: readonly Resource[], isWanted: (kind: string) => boolean): readonly Resource[] {
  const found = new Map<string, Resource>();
  for (const resource of served) {
    const key = keyOf(resource);
    if (isWanted(resource.kind) && !found.has(key)) found.set(key, resource);
  }
  return [...found.values()];
}
