import type { LabelRequirement } from '../../../../model/values/label-selector';
import type { Cluster } from '../../../cluster/cluster';
import type { Field } from '../../../cluster/field';
import type { Selection } from '../../../cluster/network/egress-policy';
import { selectionOf } from '../../../cluster/retention/label-selection';
import { isOwn, type Outcome, type RetainedSpec, secondsOf } from './lifetimes';
import type { Subject } from './subject';

/** How Argo collects the pods of a workflow. */
export interface PodCollection {
  readonly strategy: Field;
  /** What says how long after; absent where nothing does. */
  readonly delay: Field;
  /** As messages name it: `deleteDelayDuration`. */
  readonly delayName: string;
  readonly seconds: number;
  /** How the pods end that are surely collected. */
  readonly outcomes: readonly Outcome[];
  selects(pods: Subject): Selection;
}

/** By strategy. The pods of a workflow that fails, but for those that succeeded, stay where only success counts. */
const collected: Readonly<Record<string, readonly Outcome[]>> = {
  OnPodCompletion: ['Succeeded', 'Failed'],
  OnPodSuccess: ['Succeeded'],
  OnWorkflowCompletion: ['Succeeded', 'Failed'],
  OnWorkflowSuccess: ['Succeeded'],
};

/** Source: argo-workflows config/config.go `GetPodGCDeleteDelayDuration`. */
const presetDelay = 5;

/** Undefined where pods stay as long as their workflow, or the delay is not known. */
export function podCollection({ setting }: RetainedSpec, cluster: Cluster): PodCollection | undefined {
  const strategy = setting('podGC', 'strategy');
  const outcomes = Object.hasOwn(collected, strategy.text ?? '') ? collected[strategy.text ?? ''] : undefined;
  const own = setting('podGC', 'deleteDelayDuration');
  const general = cluster.workflowControllers[0]?.setting('podGCDeleteDelayDuration');
  const delay = own.exists || !general ? own : general;
  const isKnown = own.exists || cluster.workflowControllers.length < 2;
  const seconds = delay.exists ? secondsOf(delay) : presetDelay;
  if (!outcomes || !isKnown || seconds === undefined) return undefined;
  const selector = setting('podGC', 'labelSelector');
  return {
    strategy,
    delay,
    delayName: own.exists ? 'deleteDelayDuration' : general ? 'podGCDeleteDelayDuration' : 'default',
    seconds,
    outcomes,
    selects: ({ labels, isOpen }) => selectionOf(selectorIn(selector), labels, isOpen),
  };
}

/** Whether a spec itself says how its pods are collected, rather than the defaults. */
export function isOwnCollection({ strategy, delay }: PodCollection, retained: RetainedSpec): boolean {
  return isOwn(strategy, retained) || (delay.exists && isOwn(delay, retained));
}

/** What is written wrong selects as little as it says. */
function selectorIn(field: Field) {
  const matchExpressions = field.get('matchExpressions').items.map((item) => ({
    key: item.get('key').text ?? '',
    operator: item.get('operator').text as LabelRequirement['operator'],
    values: item.get('values').words,
  }));
  return { matchLabels: field.get('matchLabels').strings, matchExpressions };
}
