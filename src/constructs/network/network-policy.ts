import { BlockList, isIP } from 'node:net';
import type { Construct } from 'constructs';
import { networkPolicy } from '../../model/kinds/network-policy';
import { cidr, port } from '../../model/values/cidr';
import type { LabelSelector } from '../../model/values/label-selector';
import { oneOf } from '../../model/values/numbers';
import type { Problems } from '../../model/values/problems';
import { eachOf, listOf, readRequired, readSelector, required } from '../synth/input';
import { type Body, KubernetesObject, type NamespacedProps } from '../synth/kubernetes-object';

/** Who a rule is about: addresses, or pods by their labels and those of their namespace. */
export type NetworkPeer =
  | {
      /** A network, e.g. `10.0.0.0/8`. */
      readonly cidr: string;
      /** Networks inside it that are left out. */
      readonly except?: readonly string[];
    }
  | {
      /** Pods with these labels; `{}` means all. @default - all pods of the namespaces */
      readonly pods?: LabelSelector;
      /** Namespaces with these labels; `{}` means all. @default - the policy's own */
      readonly namespaces?: LabelSelector;
    };

export interface NetworkPort {
  readonly port: number;
  /** @default 'TCP' */
  readonly protocol?: 'TCP' | 'UDP' | 'SCTP';
}

/** Traffic that is let through. */
export interface NetworkRule {
  /** @default - everyone, pods or not */
  readonly peers?: readonly NetworkPeer[];
  /** @default - all ports */
  readonly ports?: readonly NetworkPort[];
}

export interface NetworkPolicyProps extends NamespacedProps {
  /** Pods the policy isolates. @default - all pods of the namespace */
  readonly selector?: LabelSelector;
  /** What may come in; `[]` means nothing. @default - not restricted by this policy */
  readonly ingress?: readonly NetworkRule[];
  /** What may go out; `[]` means nothing. @default - not restricted by this policy */
  readonly egress?: readonly NetworkRule[];
}

/** Isolates pods: once a policy selects a pod, only what some policy allows reaches it. Needs a network plugin that enforces it. */
export class NetworkPolicy extends KubernetesObject<NetworkPolicyProps> {
  constructor(scope: Construct, id: string, props: NetworkPolicyProps) {
    super(scope, id, networkPolicy, props);
  }

  protected body(props: NetworkPolicyProps, problems: Problems): Body {
    if (!props.ingress && !props.egress) problems.report('', 'restricts nothing: set ingress, egress or both');
    const ingress = eachOf(props.ingress, 'ingress', problems, (rule, at) => readRule(rule, 'from', at));
    const egress = eachOf(props.egress, 'egress', problems, (rule, at) => readRule(rule, 'to', at));
    return {
      spec: {
        podSelector: readSelector(props.selector ?? {}, 'selector', problems),
        policyTypes: [...(props.egress ? ['Egress'] : []), ...(props.ingress ? ['Ingress'] : [])],
        ...(ingress.length > 0 && { ingress }),
        ...(egress.length > 0 && { egress }),
      },
    };
  }
}

function readRule(rule: NetworkRule, side: 'from' | 'to', problems: Problems): Body {
  const peers = eachOf(rule.peers, 'peers', problems, readPeer);
  const ports = eachOf(rule.ports, 'ports', problems, readPort);
  if (rule.peers?.length === 0)
    problems.report('peers', 'is empty, which Kubernetes reads as everyone: name a peer, or leave it out');
  if (rule.ports?.length === 0)
    problems.report('ports', 'is empty, which Kubernetes reads as all ports: name a port, or leave it out');
  return { ...(peers.length > 0 && { [side]: peers }), ...(ports.length > 0 && { ports }) };
}

function readPeer(peer: NetworkPeer, problems: Problems): Body {
  const { cidr: network, except, pods, namespaces }: AnyPeer = peer;
  if (network !== undefined) {
    if (pods || namespaces) problems.report('', 'has cidr, which excludes pods and namespaces: make two peers');
    const outer = problems.read('cidr', network, cidr);
    const inner = listOf(except, 'except', problems);
    inner.forEach((part, index) => {
      const at = problems.at('except');
      const valid = at.read(index, required(part, index, at), cidr);
      if (outer && valid && !contains(outer, valid)) {
        at.invalid(index, part, `is not inside ${outer}: only part of the network can be left out`);
      }
    });
    return { ipBlock: { cidr: outer, ...(inner.length > 0 && { except: inner }) } };
  }
  if (!pods && !namespaces) problems.report('', 'selects nobody: set cidr, pods or namespaces');
  return {
    ...(namespaces && { namespaceSelector: readSelector(namespaces, 'namespaces', problems) }),
    ...(pods && { podSelector: readSelector(pods, 'pods', problems) }),
  };
}

/** Both forms of a peer in one, which a type of alternatives does not rule out. */
interface AnyPeer {
  readonly cidr?: string;
  readonly except?: readonly string[];
  readonly pods?: LabelSelector;
  readonly namespaces?: LabelSelector;
}

function readPort(declared: NetworkPort, problems: Problems): Body {
  readRequired('port', declared.port, problems, port, 'a whole number from 1 to 65535');
  problems.read('protocol', declared.protocol, oneOf(['TCP', 'UDP', 'SCTP']));
  return { port: declared.port, protocol: declared.protocol ?? 'TCP' };
}

/** Whether the inner network lies strictly inside the outer one. */
function contains(outer: string, inner: string): boolean {
  const [address = '', length = ''] = outer.split('/');
  const [innerAddress = '', innerLength = ''] = inner.split('/');
  if (isIP(address) !== isIP(innerAddress)) return false;
  const family = isIP(address) === 4 ? 'ipv4' : 'ipv6';
  const block = new BlockList();
  block.addSubnet(address, Number(length), family);
  return Number(innerLength) > Number(length) && block.check(innerAddress, family);
}
