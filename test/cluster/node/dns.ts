import type { ApiClient, LiveObject } from '../api/client';
import { readQuery, writeReply } from './dns-message';

/** A name of the cluster's zone, taken apart. */
export interface ServiceName {
  readonly hostname?: string;
  readonly service: string;
  readonly namespace: string;
}

/** The cluster's names: headless Services and their pods' hostnames, and the API. All others do not exist. */
export class Dns {
  constructor(
    private readonly api: ApiClient,
    private readonly apiAddress: string,
  ) {}

  /** The reply to a query; undefined for what is no query. */
  async answer(message: Buffer): Promise<Buffer | undefined> {
    const query = readQuery(message);
    return query && writeReply(query, await this.addresses(query.name));
  }

  private async addresses(name: string): Promise<readonly string[] | undefined> {
    const parts = serviceName(name);
    if (!parts) return undefined;
    const { service, namespace, hostname } = parts;
    if (service === 'kubernetes' && namespace === 'default' && !hostname) return [this.apiAddress];
    const services = `/api/v1/namespaces/${namespace}/services`;
    const [found] = await this.api.list(services, { fieldSelector: `metadata.name=${service}` });
    // A virtual address would need a proxy in every pod: a Service that has one does not exist here.
    if (found?.spec.clusterIP !== 'None') return undefined;
    const slices = await this.api.list(`/apis/discovery.k8s.io/v1/namespaces/${namespace}/endpointslices`, {
      labelSelector: `kubernetes.io/service-name=${service}`,
    });
    const addresses = endpointAddresses(slices, hostname);
    return addresses.length > 0 ? addresses : undefined;
  }
}

/** Reads `[hostname.]service.namespace.svc[.cluster.local]`. */
export function serviceName(name: string): ServiceName | undefined {
  const match = /^(?:([^.]+)\.)?([^.]+)\.([^.]+)\.svc(?:\.cluster\.local)?$/.exec(name);
  return match ? { hostname: match[1], service: match[2]!, namespace: match[3]! } : undefined;
}

/** The ready addresses of a Service; with a hostname, of that pod only. */
export function endpointAddresses(slices: readonly LiveObject[], hostname?: string): readonly string[] {
  const addresses = slices
    .flatMap(({ endpoints }) => (endpoints ?? []) as Endpoint[])
    .filter((endpoint) => endpoint.conditions?.ready !== false)
    .filter((endpoint) => hostname === undefined || endpoint.hostname === hostname)
    .flatMap((endpoint) => endpoint.addresses);
  return [...new Set(addresses)];
}

interface Endpoint {
  readonly addresses: readonly string[];
  readonly hostname?: string;
  readonly conditions?: { readonly ready?: boolean };
}
