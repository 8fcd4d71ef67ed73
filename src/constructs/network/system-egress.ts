import type { ClusterProfile, Endpoint } from '../../model/profile/cluster-profile';
import type { NetworkPeer, NetworkPort, NetworkRule } from './network-policy';

/** Traffic to something that is no pod, as far as the profile knows where it is. */
export interface Egress {
  readonly rules: readonly NetworkRule[];
  /** What a reader should know, where the profile does not: the policy lets through more than is meant. */
  readonly warning?: string;
}

const dnsPorts: readonly NetworkPort[] = [{ port: 53, protocol: 'UDP' }, { port: 53 }];
/** Some network plugins look at a packet before the service's address is replaced by a pod's, some after. */
const dnsPods: NetworkPeer = {
  namespaces: { matchLabels: { 'kubernetes.io/metadata.name': 'kube-system' } },
  pods: { matchLabels: { 'k8s-app': 'kube-dns' } },
};
const apiServerPorts = [443, 6443];

/** To the cluster's name service. */
export function dnsEgress({ dns }: ClusterProfile): Egress {
  if (!dns) {
    const warning = 'lets pods send to port 53 anywhere: declare dns in the cluster profile';
    return { rules: [{ ports: dnsPorts }], warning };
  }
  return { rules: [{ peers: [...dns.cidrs.map((cidr) => ({ cidr })), dnsPods], ports: dnsPorts }] };
}

/** To the API server. */
export function apiServerEgress({ apiServer }: ClusterProfile): Egress {
  if (apiServer) return { rules: apiServer.map(endpointRule) };
  const warning = 'lets pods connect to ports 443 and 6443 anywhere: declare apiServer in the cluster profile';
  return { rules: [{ ports: apiServerPorts.map((port) => ({ port })) }], warning };
}

/** To an object store of the profile, by its name. */
export function objectStoreEgress({ objectStores }: ClusterProfile, name: string): Egress {
  const endpoint = objectStores?.[name];
  if (endpoint) return { rules: [endpointRule(endpoint)] };
  const warning = `lets pods connect to port 443 anywhere: declare objectStores.${name} in the cluster profile`;
  return { rules: [{ ports: [{ port: 443 }] }], warning };
}

function endpointRule({ cidrs, ports }: Endpoint): NetworkRule {
  return { peers: cidrs.map((cidr) => ({ cidr })), ports: ports.map((port) => ({ port })) };
}
