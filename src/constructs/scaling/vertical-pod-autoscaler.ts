import type { Construct } from 'constructs';
import { verticalPodAutoscaler } from '../../model/kinds/vertical-pod-autoscaler';
import { oneOf, wholeNumber } from '../../model/values/numbers';
import type { Problems } from '../../model/values/problems';
import { Quantity, type QuantityLike } from '../../model/values/quantity';
import { isAtLeast } from '../../model/values/version';
import { Environment } from '../synth/environment';
import { eachOf, listOf, mapOf, readRequired, someText } from '../synth/input';
import { type Body, KubernetesObject, type NamespacedProps } from '../synth/kubernetes-object';
import { readTarget, type ScaleTarget } from './scale-target';

/**
 * What is done with a recommendation: nothing (`Off`), at a pod's creation (`Initial`), by eviction (`Recreate`), in place
 * and else by eviction (`InPlaceOrRecreate`, from VPA 1.4 and Kubernetes 1.33), only in place (`InPlace`, from VPA 1.7).
 */
export type VpaUpdateMode = 'Off' | 'Initial' | 'Recreate' | 'InPlaceOrRecreate' | 'InPlace';

/** Bounds for the containers of this name. */
export interface VpaContainerPolicy {
  /** `*` means all that have no policy of their own. */
  readonly containerName: string;
  /** `Off` leaves the container alone. @default 'Auto' */
  readonly mode?: 'Auto' | 'Off';
  /** @default - no lower bound */
  readonly minAllowed?: { readonly cpu?: QuantityLike; readonly memory?: QuantityLike };
  /** @default - no upper bound */
  readonly maxAllowed?: { readonly cpu?: QuantityLike; readonly memory?: QuantityLike };
  /** @default - both */
  readonly controlledResources?: readonly ('cpu' | 'memory')[];
  /** Whether limits move in proportion to requests. @default 'RequestsAndLimits' */
  readonly controlledValues?: 'RequestsAndLimits' | 'RequestsOnly';
}

export interface VerticalPodAutoscalerProps extends NamespacedProps {
  /** The topmost controller of the pods. */
  readonly target: ScaleTarget;
  /** @default 'Off' - recommends, and changes nothing */
  readonly updateMode?: VpaUpdateMode;
  /** Live pods below which nothing is evicted. @default - the updater's, 2 */
  readonly minReplicas?: number;
  /** @default - no bounds */
  readonly containerPolicies?: readonly VpaContainerPolicy[];
}

const modes: readonly VpaUpdateMode[] = ['Off', 'Initial', 'Recreate', 'InPlaceOrRecreate', 'InPlace'];
const resources = ['cpu', 'memory'] as const;
/** The first versions of the VPA and of Kubernetes that know a mode. */
const modeSince: Readonly<Partial<Record<VpaUpdateMode, { readonly vpa: string; readonly kubernetes: string }>>> = {
  InPlaceOrRecreate: { vpa: '1.4', kubernetes: '1.33' },
  InPlace: { vpa: '1.7', kubernetes: '1.33' },
};
/** Kinds that end in the condition ConfigUnsupported, and what to do instead. */
const untargetable: Readonly<Record<string, string>> = {
  Pod: 'a pod has no scale subresource and no pods of its own: target its controller',
  Workflow: 'a Workflow has no scale subresource (argo-workflows#5189): size its templates from measurements instead',
  WorkflowTemplate: 'a WorkflowTemplate runs no pods itself: size its templates from measurements instead',
  CronWorkflow: 'a CronWorkflow has no scale subresource: size its templates from measurements instead',
};

/** Recommends, and where allowed sets, the requests of a workload's containers. */
export class VerticalPodAutoscaler extends KubernetesObject<VerticalPodAutoscalerProps> {
  constructor(scope: Construct, id: string, props: VerticalPodAutoscalerProps) {
    super(scope, id, verticalPodAutoscaler, props);
  }

  protected body(props: VerticalPodAutoscalerProps, problems: Problems): Body {
    const updateMode = props.updateMode ?? 'Off';
    this.checkMode(updateMode, problems);
    checkTarget(mapOf(props.target, 'target', problems), problems.at('target'));
    const policies = eachOf(props.containerPolicies, 'containerPolicies', problems, renderPolicy);
    return {
      spec: {
        targetRef: readTarget(props.target, problems.at('target')),
        updatePolicy: { updateMode, minReplicas: problems.read('minReplicas', props.minReplicas, wholeNumber(1)) },
        ...(policies.length > 0 && { resourcePolicy: { containerPolicies: policies } }),
      },
    };
  }

  private checkMode(mode: VpaUpdateMode, problems: Problems): void {
    if ((mode as string) === 'Auto') {
      problems.invalid(
        'updateMode',
        mode,
        'is deprecated (autoscaler#8424): write Recreate, which it means, or InPlaceOrRecreate',
      );
      return;
    }
    const since = problems.read('updateMode', mode, oneOf(modes)) && modeSince[mode];
    const { verticalPodAutoscaler: vpa, kubernetes } = Environment.find(this)?.profile ?? {};
    if (since && vpa !== undefined && !isAtLeast(vpa, since.vpa)) {
      problems.invalid('updateMode', mode, `needs VPA ${since.vpa}, the profile has ${vpa}: use Recreate or Initial`);
    }
    if (since && kubernetes !== undefined && !isAtLeast(kubernetes, since.kubernetes)) {
      problems.invalid(
        'updateMode',
        mode,
        `needs Kubernetes ${since.kubernetes}, the profile has ${kubernetes}: use Recreate or Initial`,
      );
    }
  }
}

function checkTarget(target: ScaleTarget | undefined, problems: Problems): void {
  const kind = target?.kind ?? '';
  const why = Object.hasOwn(untargetable, kind) ? untargetable[kind] : undefined;
  if (why) problems.invalid('kind', target?.kind, `cannot be targeted: ${why}`);
  if (target && 'selector' in target)
    problems.report('selector', 'is not known to the VPA API: name the controller of the pods');
}

function renderPolicy(policy: VpaContainerPolicy, problems: Problems): Body {
  const controlled = listOf(policy.controlledResources, 'controlledResources', problems);
  const min = readAmounts(policy.minAllowed, problems.at('minAllowed'));
  const max = readAmounts(policy.maxAllowed, problems.at('maxAllowed'));
  for (const [resource, lowest] of Object.entries(min)) {
    const highest = max[resource];
    if (highest?.lessThan(lowest)) {
      problems.invalid(
        `minAllowed.${resource}`,
        lowest,
        `exceeds maxAllowed.${resource} ${highest}: lower it or raise the other`,
      );
    }
  }
  return {
    containerName: readRequired(
      'containerName',
      policy.containerName,
      problems,
      someText,
      'a container, or * for all others',
    ),
    mode: problems.read('mode', policy.mode, oneOf(['Auto', 'Off'])),
    minAllowed: unlessEmpty(min),
    maxAllowed: unlessEmpty(max),
    controlledResources:
      policy.controlledResources === undefined
        ? undefined
        : controlled.map((resource, index) => {
            return readRequired(index, resource, problems.at('controlledResources'), oneOf(resources));
          }),
    controlledValues: problems.read(
      'controlledValues',
      policy.controlledValues,
      oneOf(['RequestsAndLimits', 'RequestsOnly']),
    ),
  };
}

function readAmounts(declared: VpaContainerPolicy['minAllowed'], problems: Problems): Record<string, Quantity> {
  const amounts: Record<string, Quantity> = {};
  for (const [resource, value] of Object.entries(mapOf(declared, '', problems) ?? {})) {
    if (problems.read('', resource, oneOf<string>(resources)) === undefined) continue;
    const amount = problems.read(resource, value, Quantity.parse);
    if (!amount) continue;
    if (amount.isNegative) problems.invalid(resource, value, 'is negative: a bound is 0 or more');
    const whole = resource === 'cpu' ? amount.isWholeMilli : amount.isWhole;
    if (!whole)
      problems.invalid(
        resource,
        value,
        `is finer than ${resource === 'cpu' ? '1m of CPU' : 'one byte'}, which the VPA refuses`,
      );
    amounts[resource] = amount;
  }
  return amounts;
}

function unlessEmpty(amounts: Readonly<Record<string, Quantity>>): Record<string, string> | undefined {
  const entries = Object.entries(amounts).map(([resource, amount]) => [resource, amount.toString()]);
  return entries.length > 0 ? Object.fromEntries(entries) : undefined;
}
