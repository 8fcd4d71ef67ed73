import { Construct, type IConstruct } from 'constructs';
import { systemNamespace } from '../../model/policy/rights';
import { dnsLabel, dnsSubdomain } from '../../model/values/names';
import { describe, InvalidValue, Problems } from '../../model/values/problems';
import { listOf, mapOf } from '../synth/input';
import { Shipping } from './shipping';

export interface StewardRuntimeProps {
  /**
   * Namespace of the programs. One of their own, so that they start although the namespaces that they serve are full; in a
   * namespace that they serve they need a quota of their own, by a PriorityClass that the others except.
   * @default 'steward-system'
   */
  readonly namespace?: string;
  /** @default Shipping.bundle() */
  readonly shipping?: Shipping;
  /** Names of Secrets in that namespace by which the image is pulled. @default - none */
  readonly imagePullSecrets?: readonly string[];
}

/** Where the programs of one environment run, and how they get there: once, however many of them there are. */
export class StewardRuntime extends Construct {
  readonly namespace: string;
  readonly shipping: Shipping;
  /** The ConfigMap that holds the program; undefined where the image does. */
  readonly program: string | undefined;
  readonly imagePullSecrets: readonly string[];
  /** Who sweeps by the policy of a name. */
  private readonly policies = new Map<string, IConstruct>();

  constructor(scope: Construct, id: string, given: StewardRuntimeProps = {}) {
    super(scope, id);
    const problems = Problems.none();
    const props = mapOf(given, '', problems) ?? {};
    this.namespace = problems.read('namespace', props.namespace ?? systemNamespace, dnsLabel) ?? systemNamespace;
    this.shipping = problems.read('shipping', props.shipping, made) ?? Shipping.bundle();
    this.shipping.check(problems.at('shipping'));
    this.node.addValidation({ validate: () => problems.all.map(describe) });
    this.program = this.shipping.addProgram(this, this.namespace);
    const secrets = listOf(props.imagePullSecrets, 'imagePullSecrets', problems);
    this.imagePullSecrets = secrets.flatMap((secret, index) => {
      return problems.at('imagePullSecrets').read(index, secret, dnsSubdomain) ?? [];
    });
  }

  /**
   * Takes the name of a policy, under which its budgets and sightings are kept.
   *
   * @throws InvalidValue for one that another construct has taken
   */
  claim(policy: string, user: IConstruct): string {
    const other = this.policies.get(policy);
    if (other !== undefined && other !== user) {
      throw new InvalidValue(
        policy,
        `is the name of the policy of ${other.node.path} too, and would share its budgets and sightings: choose another`,
      );
    }
    this.policies.set(policy, user);
    return policy;
  }
}

function made(shipping: Shipping): Shipping {
  if (typeof shipping?.addProgram === 'function') return shipping;
  throw new InvalidValue(shipping, 'is no way to ship a program: use Shipping.bundle() or Shipping.image(…)');
}
