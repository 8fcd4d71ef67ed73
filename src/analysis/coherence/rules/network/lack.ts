import type { ClusterProfile, Endpoint } from '../../../../model/profile/cluster-profile';
import type { Cluster } from '../../../cluster/cluster';
import type { Destination, EgressPolicy, EgressRule } from '../../../cluster/network/egress-policy';
import {
  type ApiServerNeed,
  apiServerNeed,
  type BoundAccounts,
  needsStore,
} from '../../../cluster/network/pod-destinations';
import type { PodTemplate } from '../../../cluster/pod-template';

/** Something that a pod needs and no rule reaches. */
export interface Lack {
  readonly what: string;
  readonly why: string;
  readonly fix: string;
}

/** Where a pod is. */
export interface Place {
  readonly namespace: string;
  readonly bound: BoundAccounts;
  readonly cluster: Cluster;
}

/** What a pod needs that none of the policies which select it reaches. */
export function lacks(pod: PodTemplate, policies: readonly EgressPolicy[], place: Place): Lack[] {
  const rules = policies.flatMap((policy) => policy.rules);
  const need = apiServerNeed(pod, place.namespace, place.bound);
  const connects = need !== undefined || rules.length > 0;
  return [
    need && withoutApiServer(need, rules, place.cluster.profile),
    connects ? withoutNames(pod, rules, place) : undefined,
    withoutStore(pod, rules, place.cluster),
  ].filter((lack) => lack !== undefined);
}

type Rules = readonly EgressRule[];

function reaches(rules: Rules, destination: Destination): boolean {
  return rules.some((rule) => rule.reachesAddress(destination));
}

function withoutApiServer(need: ApiServerNeed, rules: Rules, profile: ClusterProfile): Lack | undefined {
  if (apiServer(profile).some((one) => reaches(rules, one))) return undefined;
  const where = (profile.apiServer ?? []).map(describe);
  const peer = where.length === 0 ? 'its addresses as ipBlock, and its port' : `ipBlock ${where.join(', or ipBlock ')}`;
  return {
    what: `the API server${where.length === 0 ? '' : ` (${where.join('; ')})`}`,
    why: need.reason,
    fix: `add an egress rule to ${peer}: rules that select pods or namespaces never reach it`,
  };
}

function withoutNames(pod: PodTemplate, rules: Rules, { namespace, cluster }: Place): Lack | undefined {
  if (pod.spec.get('dnsPolicy').text === 'None' || namespace === 'kube-system') return undefined;
  const { dns } = cluster.profile;
  // OpenShift's pods listen on 5353.
  const accepts = (port: number) => !isNoDnsPort(port);
  const servers = (['UDP', 'TCP'] as const).map((protocol) => ({ cidrs: dns?.cidrs, protocol, accepts }));
  if (servers.some((one) => reaches(rules, one) || rules.some((rule) => rule.reachesOtherNamespaces(one)))) {
    return undefined;
  }
  const blocks = (dns?.cidrs ?? []).map((cidr) => ` and to ipBlock ${cidr}`);
  return {
    what: 'DNS',
    why: 'it resolves no name',
    fix: `add an egress rule with ports 53 UDP and TCP, to the pods labelled k8s-app: kube-dns in kube-system${blocks.join('')}`,
  };
}

/** Which store it is that a pod uses is not known: one that is reached is enough, and so may be one that runs in a pod. */
function withoutStore(pod: PodTemplate, rules: Rules, { profile, workflowControllers }: Cluster): Lack | undefined {
  const stores = Object.entries(profile.objectStores ?? {});
  if (stores.length === 0 || pod.object.group !== 'argoproj.io') return undefined;
  const isReached = stores.some(([, { cidrs, ports }]) =>
    reaches(
      rules,
      tcp(cidrs, (port) => ports.includes(port)),
    ),
  );
  const mayBeInside = rules.some((rule) => rule.reachesOtherNamespaces(tcp(undefined, isNoDnsPort)));
  if (isReached || mayBeInside || !needsStore(pod.spec, workflowControllers[0])) return undefined;
  return {
    what: `an object store (${stores.map(([name]) => name).join(', ')})`,
    why: 'it reads or writes artifacts',
    fix: `add an egress rule to ipBlock ${stores.map(([, store]) => describe(store)).join(', or ipBlock ')}`,
  };
}

function apiServer({ apiServer: endpoints }: ClusterProfile): Destination[] {
  // Whatever its port is, it is not that of names.
  if (!endpoints) return [tcp(undefined, isNoDnsPort)];
  return endpoints.map(({ cidrs, ports }) => tcp(cidrs, (port) => ports.includes(port)));
}

function tcp(cidrs: readonly string[] | undefined, accepts: (port: number) => boolean): Destination {
  return { cidrs, protocol: 'TCP', accepts };
}

function isNoDnsPort(port: number): boolean {
  return port !== 53 && port !== 5353;
}

function describe({ cidrs, ports }: Endpoint): string {
  return `${cidrs.join(', ')} port ${ports.join(', ')}`;
}
