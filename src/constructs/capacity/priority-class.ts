import type { Construct } from 'constructs';
import { priorityClass } from '../../model/kinds/priority-class';
import { oneOf, wholeNumber } from '../../model/values/numbers';
import type { Problems } from '../../model/values/problems';
import { required, text } from '../synth/input';
import { type Body, KubernetesObject, type ObjectProps } from '../synth/kubernetes-object';

/** Says aloud what a default priority class does, so that nobody sets one by accident. */
export type GlobalDefaultConsent = 'raises every pod of the cluster that names no class';

export interface PriorityClassProps extends ObjectProps {
  /** Higher goes first: -2147483648 to 1000000000. Unchangeable once the class exists; pods without a class have 0. */
  readonly value: number;
  /** Whether its pods may evict others to be scheduled. Unchangeable. @default 'PreemptLowerPriority' */
  readonly preemptionPolicy?: 'PreemptLowerPriority' | 'Never';
  /**
   * Makes this the class of every new pod in every namespace that names none: they all outrank the pods that exist, which
   * become preemptible. A second default class in the cluster is refused.
   * @default - not the default class
   */
  readonly globalDefault?: GlobalDefaultConsent;
  /** When to use the class. @default - none */
  readonly description?: string;
  /** @default -5 - Argo CD sorts priority classes after the workloads that need them */
  readonly syncWave?: number;
}

const consent: GlobalDefaultConsent = 'raises every pod of the cluster that names no class';

/** Ranks pods of the whole cluster for scheduling and preemption. */
export class PriorityClass extends KubernetesObject<PriorityClassProps> {
  constructor(scope: Construct, id: string, props: PriorityClassProps) {
    super(scope, id, priorityClass, props, { syncWave: -5 });
  }

  protected body(props: PriorityClassProps, problems: Problems): Body {
    if (String(props.name).startsWith('system-')) {
      problems.invalid('name', props.name, 'starts with system-, which Kubernetes keeps for itself: use another name');
    }
    const stated = required(props.value, 'value', problems, 'a whole number from -2147483648 to 1000000000');
    const value = problems.read('value', stated, wholeNumber(-(2 ** 31), 1_000_000_000));
    problems.read('preemptionPolicy', props.preemptionPolicy, oneOf(['PreemptLowerPriority', 'Never']));
    return {
      value,
      globalDefault: this.isGlobalDefault(props, problems),
      preemptionPolicy: props.preemptionPolicy,
      description: problems.read('description', props.description, text),
    };
  }

  private isGlobalDefault({ globalDefault }: PriorityClassProps, problems: Problems): boolean {
    if (globalDefault === undefined || (globalDefault as unknown) === false) return false;
    if (globalDefault !== consent) {
      problems.invalid(
        'globalDefault',
        globalDefault,
        `needs consent, for it acts on namespaces that are not yours: '${consent}'`,
      );
    }
    return true;
  }
}
