import { contains } from '../../../model/values/cidr';
import type { ClusterObject } from '../cluster-object';
import type { Field } from '../field';
import type { Namespace } from '../namespace';
import { isPlaceholder } from '../placeholder';
import type { PodTemplate } from '../pod-template';

/** Whether a policy is for a pod; labels that only the cluster knows leave it open. */
export type Selection = 'yes' | 'no' | 'maybe';

/** A NetworkPolicy that says where its pods may connect to: nowhere but where a rule lets them. */
export interface EgressPolicy {
  readonly object: ClusterObject;
  readonly rules: readonly EgressRule[];
  selects(pod: PodTemplate): Selection;
}

/** A network and what listens there. */
export interface Destination {
  /** Undefined when its addresses are not known. */
  readonly cidrs: readonly string[] | undefined;
  readonly protocol: 'TCP' | 'UDP';
  accepts(port: number): boolean;
}

/** One rule of a policy: these peers, on these ports. */
export interface EgressRule {
  readonly field: Field;
  /** Whether it lets pods connect to something that is no pod: what selects pods never does. */
  reachesAddress(destination: Destination): boolean;
  /** Whether it lets them connect to pods of other namespaces. */
  reachesOtherNamespaces(destination: Destination): boolean;
}

/** The policies of a namespace that say something about egress; of a policy that is a template nothing is known. */
export function egressPolicies(namespace: Namespace): EgressPolicy[] {
  return namespace
    .ofKind('NetworkPolicy', 'networking.k8s.io')
    .filter(isAboutEgress)
    .map((object) => ({
      object,
      rules: object.field('spec', 'egress').items.map(ruleOf),
      selects: (pod) => selectionOf(object.field('spec', 'podSelector'), pod),
    }));
}

/** Source: kubernetes/pkg/apis/networking/v1 `SetDefaults_NetworkPolicy`. */
function isAboutEgress(object: ClusterObject): boolean {
  const types = object.field('spec', 'policyTypes');
  return types.items.length > 0 ? types.words.includes('Egress') : object.field('spec', 'egress').items.length > 0;
}

function ruleOf(field: Field): EgressRule {
  const peers = field.get('to').items;
  const ports = field.get('ports').items;
  const accepts = (destination: Destination, named: boolean) => portsAccept(ports, destination, named);
  return {
    field,
    reachesAddress: (destination) =>
      accepts(destination, false) &&
      (peers.length === 0 || peers.some((peer) => blockReaches(peer.get('ipBlock'), destination.cidrs))),
    reachesOtherNamespaces: (destination) =>
      accepts(destination, true) && (peers.length === 0 || peers.some((peer) => peer.get('namespaceSelector').exists)),
  };
}

/** A part of the destination is enough: which of its addresses is used is not known. */
function blockReaches(block: Field, cidrs: readonly string[] | undefined): boolean {
  const network = block.get('cidr').text;
  if (network === undefined) return false;
  if (cidrs === undefined || isPlaceholder(network)) return true;
  return cidrs.some((cidr) => {
    const common = contains(network, cidr) ? cidr : contains(cidr, network) ? network : undefined;
    return common !== undefined && !block.get('except').words.some((taken) => contains(taken, common));
  });
}

/** A port by name is one of a pod's. */
function portsAccept(ports: readonly Field[], { protocol, accepts }: Destination, named: boolean): boolean {
  if (ports.length === 0) return true;
  return ports.some((entry) => {
    if ((entry.get('protocol').text ?? 'TCP') !== protocol) return false;
    const port = entry.get('port');
    if (!port.exists) return true;
    if (port.number === undefined) return named || isPlaceholder(port.value);
    const last = entry.get('endPort').number ?? port.number;
    for (let number = port.number; number <= Math.min(last, 65_535); number += 1) if (accepts(number)) return true;
    return false;
  });
}

/** Labels that controllers add to pods, with values of their own. */
const addedLabels =
  /^(pod-template-hash|controller-revision-hash|controller-uid|job-name|batch\.kubernetes\.io\/.*|apps\.kubernetes\.io\/pod-index|statefulset\.kubernetes\.io\/pod-name|workflows\.argoproj\.io\/.*)$/;

function selectionOf(selector: Field, { labels }: PodTemplate): Selection {
  const matches = (key: string, holds: (value: string | undefined) => boolean): Selection => {
    const value = Object.hasOwn(labels, key) ? labels[key] : undefined;
    const isOpen = value === undefined ? addedLabels.test(key) : isPlaceholder(value);
    if (isOpen) return 'maybe';
    return holds(value) ? 'yes' : 'no';
  };
  const wanted = [
    ...selector.get('matchLabels').entries.map(([key, { text }]) => {
      return text !== undefined && isPlaceholder(text) ? 'maybe' : matches(key, (value) => value === text);
    }),
    ...selector.get('matchExpressions').items.map((item) => {
      const values = item.get('values').words;
      if (values.some(isPlaceholder)) return 'maybe';
      return matches(item.get('key').text ?? '', (value) => {
        return requirementHolds(item.get('operator').text, value, values);
      });
    }),
  ];
  if (wanted.includes('no')) return 'no';
  return wanted.includes('maybe') ? 'maybe' : 'yes';
}

function requirementHolds(operator: string | undefined, value: string | undefined, values: readonly string[]): boolean {
  const isListed = value !== undefined && values.includes(value);
  switch (operator) {
    case 'In':
      return isListed;
    case 'NotIn':
      return !isListed;
    case 'Exists':
      return value !== undefined;
    default:
      return value === undefined;
  }
}
