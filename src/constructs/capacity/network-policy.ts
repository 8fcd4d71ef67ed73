import { BlockList, isIP } from 'node:net';
import type { Construct } from 'constructs';
import { networkPolicy } from '../../model/kinds/network-policy';
import { cidr, port } from '../../model/values/cidr';
import { type LabelSelector, readLabelSelector } from '../../model/values/label-selector';
import { oneOf } from '../../model/values/numbers';
import type { Problems } from '../../model/values/problems';
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
    const { ingress, egress } = props;
    if (!ingress && !egress) problems.report('', 'restricts nothing: set ingress, egress or both');
    const policyTypes = [egress && 'Egress', ingress && 'Ingress'].filter((type) => type !== undefined);
    return {
      spec: {
        podSelector: readLabelSelector(props.selector ?? {}, problems.at('selector')),
        policyTypes,
        ...(ingress && ingress.length > 0 && { ingress: rules(ingress, 'from', problems.at('ingress')) }),
        ...(egress && egress.length > 0 && { egress: rules(egress, 'to', problems.at('egress')) }),
      },
    };
  }
}

function rules(declared: readonly NetworkRule[], side: 'from' | 'to', problems: Problems): Body[] {
  return declared.map((rule, index) => {
    const at = problems.at(index);
    const peers = (rule.peers ?? []).map((peer, position) => readPeer(peer, at.at('peers').at(position)));
    const ports = (rule.ports ?? []).map((one, position) => readPort(one, at.at('ports').at(position)));
    if (rule.peers?.length === 0)
      at.report('peers', 'is empty, which Kubernetes reads as everyone: name a peer, or leave it out');
    return { ...(peers.length > 0 && { [side]: peers }), ...(ports.length > 0 && { ports }) };
  });
}

function readPeer(peer: NetworkPeer, problems: Problems): Body {
  if ('cidr' in peer) {
    problems.read('cidr', peer.cidr, cidr);
    const except = peer.except ?? [];
    except.forEach((inner, index) => {
      const at = problems.at('except');
      const valid = at.read(index, inner, cidr);
      if (valid && isIP(peer.cidr.split('/')[0] ?? '') > 0 && !contains(peer.cidr, valid)) {
        at.invalid(index, inner, `is not inside ${peer.cidr}: only part of the network can be left out`);
      }
    });
    return { ipBlock: { cidr: peer.cidr, ...(except.length > 0 && { except }) } };
  }
  if (!peer.pods && !peer.namespaces) problems.report('', 'selects nobody: set cidr, pods or namespaces');
  return {
    ...(peer.namespaces && { namespaceSelector: readLabelSelector(peer.namespaces, problems.at('namespaces')) }),
    ...(peer.pods && { podSelector: readLabelSelector(peer.pods, problems.at('pods')) }),
  };
}

function readPort(declared: NetworkPort, problems: Problems): Body {
  problems.read('port', declared.port, port);
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
