import { Construct } from 'constructs';
import type { LabelSelector } from '../../model/values/label-selector';
import { dnsLabel } from '../../model/values/names';
import { describe, Problems } from '../../model/values/problems';
import { Environment } from '../synth/environment';
import { eachOf, listOf, mapOf, readRequired } from '../synth/input';
import { type NetworkPeer, NetworkPolicy, type NetworkPort, type NetworkRule } from './network-policy';
import { apiServerEgress, dnsEgress, type Egress, objectStoreEgress } from './system-egress';

/** Traffic that agents need beyond names and the API server. */
export interface NamedTraffic {
  /** Names the policy: `allow-<name>`. */
  readonly name: string;
  /** Pods it is for. @default - all pods of the namespace */
  readonly selector?: LabelSelector;
  /** @default - everyone */
  readonly peers?: readonly NetworkPeer[];
  readonly ports: readonly NetworkPort[];
}

export interface AgentIsolationProps {
  /** @default - the namespace of the chart */
  readonly namespace?: string;
  /** Where agents may connect to. @default - nowhere */
  readonly egress?: readonly NamedTraffic[];
  /** Names of the profile's object stores that agents may connect to. @default - none */
  readonly objectStores?: readonly string[];
  /** Who may connect to agents. @default - nobody */
  readonly ingress?: readonly NamedTraffic[];
}

/** IPv4 networks that are not the public internet: private, shared, link-local (cloud credentials are served there). */
export const privateNetworks: readonly string[] = [
  '10.0.0.0/8',
  '100.64.0.0/10',
  '169.254.0.0/16',
  '172.16.0.0/12',
  '192.168.0.0/16',
];

/** The public internet over IPv4. */
export const publicInternet: NetworkPeer = { cidr: '0.0.0.0/0', except: privateNetworks };

/**
 * Cuts a namespace off but for what agents need: names, the API server and the traffic that is named. The API server and
 * object stores are no pods, so policies know them by address only: those come from the environment's `ClusterProfile`.
 * Where it does not declare them, egress is open on their ports, and a warning says so.
 */
export class AgentIsolation extends Construct {
  constructor(scope: Construct, id: string, given: AgentIsolationProps = {}) {
    super(scope, id);
    const problems = Problems.none();
    const props = mapOf(given, '', problems) ?? {};
    this.node.addValidation({ validate: () => problems.all.map(describe) });
    const { namespace } = props;
    const profile = Environment.find(this)?.profile ?? {};
    const allow = (
      name: string,
      rules: { ingress?: NetworkRule[]; egress?: NetworkRule[] },
      selector?: LabelSelector,
    ) => new NetworkPolicy(this, name, { name, namespace, selector, ...rules });

    allow('default-deny', { ingress: [], egress: [] });

    warned(allow('allow-dns', { egress: [...dnsEgress(profile).rules] }), dnsEgress(profile));
    warned(allow('allow-api-server', { egress: [...apiServerEgress(profile).rules] }), apiServerEgress(profile));

    for (const [index, name] of listOf(props.objectStores, 'objectStores', problems).entries()) {
      const store = readRequired(index, name, problems.at('objectStores'), dnsLabel);
      if (store === undefined) continue;
      const egress = objectStoreEgress(profile, store);
      warned(allow(`allow-${store}`, { egress: [...egress.rules] }), egress);
    }
    for (const side of ['egress', 'ingress'] as const) {
      eachOf(props[side], side, problems, ({ name, selector, ...rule }, at) => {
        const valid = readRequired('name', name, at, dnsLabel, 'the policy is called allow-<name>');
        if (valid !== undefined) allow(`allow-${valid}`, { [side]: [rule] }, selector);
      });
    }
  }
}

function warned(policy: NetworkPolicy, { warning }: Egress): void {
  if (warning !== undefined) policy.addWarning(warning);
}
