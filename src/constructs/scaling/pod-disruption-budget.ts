import type { Construct } from 'constructs';
import { podDisruptionBudget } from '../../model/kinds/pod-disruption-budget';
import { type IntOrPercent, intOrPercent, isPercent } from '../../model/values/int-or-percent';
import type { LabelSelector } from '../../model/values/label-selector';
import { oneOf } from '../../model/values/numbers';
import type { Problems } from '../../model/values/problems';
import { readSelector, required, someText } from '../synth/input';
import { type Body, KubernetesObject, type NamespacedProps } from '../synth/kubernetes-object';

/** Limits how many pods voluntary evictions may take at once. */
export interface PodDisruptionBudgetProps extends NamespacedProps {
  /** Pods the budget protects. */
  readonly selector: LabelSelector;
  /** How many may be away: `1` or `'50%'` (rounded up). Exactly one of this and `minAvailable`. */
  readonly maxUnavailable?: IntOrPercent;
  /** How many must stay: `1` or `'50%'` (rounded up). */
  readonly minAvailable?: IntOrPercent;
  /** @default 'AlwaysAllow' - a crash loop never blocks a drain (Kubernetes itself: IfHealthyBudget) */
  readonly unhealthyPodEvictionPolicy?: 'AlwaysAllow' | 'IfHealthyBudget';
  /**
   * The kind that controls the pods. Shares and `maxUnavailable` need one with a scale subresource to count from.
   * @default - guessed from the labels that Argo and Jobs put on their pods
   */
  readonly controller?: string;
}

/** Kinds whose pods no budget can count but by a whole `minAvailable`: they have no scale subresource. */
const unscalable: readonly string[] = ['DaemonSet', 'Job', 'CronJob', 'Workflow', 'CronWorkflow', 'Pod'];
/** Labels that only pods of such kinds bear. */
const telltales: readonly (readonly [prefix: string, kind: string])[] = [
  ['workflows.argoproj.io/', 'Workflow'],
  ['batch.kubernetes.io/job-name', 'Job'],
  ['job-name', 'Job'],
];

export class PodDisruptionBudget extends KubernetesObject<PodDisruptionBudgetProps> {
  constructor(scope: Construct, id: string, props: PodDisruptionBudgetProps) {
    super(scope, id, podDisruptionBudget, props);
  }

  protected body(props: PodDisruptionBudgetProps, problems: Problems): Body {
    const { unhealthyPodEvictionPolicy = 'AlwaysAllow' } = props;
    const stated = required(props.selector, 'selector', problems, 'the labels of the pods to protect');
    const selector = readSelector(stated ?? {}, 'selector', problems);
    const minAvailable = problems.read('minAvailable', props.minAvailable, intOrPercent);
    const maxUnavailable = problems.read('maxUnavailable', props.maxUnavailable, intOrPercent);
    if (props.minAvailable === undefined && props.maxUnavailable === undefined) {
      problems.report('', 'allows nothing to be evicted: set minAvailable or maxUnavailable');
    }
    if (props.minAvailable !== undefined && props.maxUnavailable !== undefined) {
      problems.invalid(
        'maxUnavailable',
        props.maxUnavailable,
        `excludes minAvailable ${props.minAvailable}: leave one of them out`,
      );
    }
    checkController({ ...props, selector }, problems);
    return {
      spec: {
        selector,
        minAvailable,
        maxUnavailable,
        unhealthyPodEvictionPolicy: problems.read(
          'unhealthyPodEvictionPolicy',
          unhealthyPodEvictionPolicy,
          oneOf(['AlwaysAllow', 'IfHealthyBudget']),
        ),
      },
    };
  }
}

function checkController(props: PodDisruptionBudgetProps, problems: Problems): void {
  const kind = problems.read('controller', props.controller, someText) ?? guessController(props.selector);
  if (kind === undefined || !unscalable.includes(kind)) return;
  const remedy = `pods of a ${kind} can only be counted by a whole minAvailable, since it has no scale subresource`;
  if (props.maxUnavailable !== undefined)
    problems.invalid('maxUnavailable', props.maxUnavailable, `cannot work: ${remedy}`);
  if (props.minAvailable !== undefined && isPercent(props.minAvailable)) {
    problems.invalid('minAvailable', props.minAvailable, `cannot work: ${remedy}`);
  }
}

function guessController({ matchLabels = {}, matchExpressions = [] }: LabelSelector): string | undefined {
  const keys = [...Object.keys(matchLabels), ...matchExpressions.map(({ key }) => key)];
  return telltales.find(([prefix]) => keys.some((key) => key.startsWith(prefix)))?.[1];
}
