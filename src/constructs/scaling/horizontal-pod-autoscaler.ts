import type { Construct } from 'constructs';
import { horizontalPodAutoscaler } from '../../model/kinds/horizontal-pod-autoscaler';
import type { Problems } from '../../model/values/problems';
import { eachMade, listOf } from '../synth/input';
import { type Body, KubernetesObject, type NamespacedProps } from '../synth/kubernetes-object';
import type { Metric } from './metric';
import { readTarget, type ScaleTarget } from './scale-target';
import { readBounds, type ScalingRules } from './scaling-behavior';

export interface HorizontalPodAutoscalerProps extends NamespacedProps {
  /** What is scaled; its own manifest must not set `replicas`, or every sync resets them. */
  readonly target: ScaleTarget;
  /** Pods at least; 0 needs an Object or External metric, and Kubernetes 1.37 or its gate HPAScaleToZero. @default 1 */
  readonly minReplicas?: number;
  /** Pods at most. The autoscaler knows nothing of quotas: keep it within them. */
  readonly maxReplicas: number;
  /** What it scales on; the one that asks for most pods wins. */
  readonly metrics: readonly Metric[];
  /** @default - as Kubernetes does: at once, by up to 100 % or 4 pods in 15 s */
  readonly scaleUp?: ScalingRules;
  /** @default - as Kubernetes does: after 5 minutes, to any lower number */
  readonly scaleDown?: ScalingRules;
}

/** Scales the pods of a workload with their load. */
export class HorizontalPodAutoscaler extends KubernetesObject<HorizontalPodAutoscalerProps> {
  constructor(scope: Construct, id: string, props: HorizontalPodAutoscalerProps) {
    super(scope, id, horizontalPodAutoscaler, props);
  }

  protected body(props: HorizontalPodAutoscalerProps, problems: Problems): Body {
    const { min, max, behavior } = readBounds(props, 1, 'a whole number of at least 1', problems);
    const metrics = listOf(props.metrics, 'metrics', problems);
    if (min === 0) this.checkScaleToZero(metrics, problems);
    return {
      spec: {
        scaleTargetRef: readTarget(props.target, problems.at('target')),
        minReplicas: min,
        maxReplicas: max,
        metrics: renderMetrics(metrics, problems),
        behavior,
      },
    };
  }

  private checkScaleToZero(metrics: readonly Metric[], problems: Problems): void {
    if (!metrics.some((metric) => metric?.type === 'Object' || metric?.type === 'External')) {
      problems.invalid('minReplicas', 0, 'needs an Object or External metric: without pods no other has a value');
    }
  }
}

function renderMetrics(metrics: readonly Metric[], problems: Problems) {
  if (metrics.length === 0)
    problems.report('metrics', 'is required: name at least one, e.g. Metric.utilization("cpu", 70)');
  const made = { method: 'render', remedy: 'use Metric.utilization or another of Metric' } as const;
  const rendered = eachMade(metrics, 'metrics', problems, made, (metric, at) => ({
    isCpu: metric.resource === 'cpu',
    json: metric.render(at),
  }));
  // Servers before 1.28 moved CPU last, which Argo CD then saw as drift (kubernetes#74099).
  return [...rendered.filter(({ isCpu }) => !isCpu), ...rendered.filter(({ isCpu }) => isCpu)].map(({ json }) => json);
}
