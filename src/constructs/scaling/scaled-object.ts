import type { Construct } from 'constructs';
import { scaledObject } from '../../model/kinds/scaled-object';
import { Duration, type DurationLike } from '../../model/values/duration';
import { wholeNumber } from '../../model/values/numbers';
import type { Problems } from '../../model/values/problems';
import { Quantity, type QuantityLike } from '../../model/values/quantity';
import { type Body, KubernetesObject, type NamespacedProps } from '../synth/kubernetes-object';
import type { ExternalMetric } from './external-metric';
import { readTarget, type ScaleTarget } from './scale-target';
import { renderRules, type ScalingRules } from './scaling-behavior';

/** What KEDA scales on. */
export class ScaledObjectTrigger {
  /** A series of Prometheus: this much of it per pod. */
  static prometheus(metric: ExternalMetric, perPod: QuantityLike, serverAddress: string): ScaledObjectTrigger {
    return new ScaledObjectTrigger((namespace, problems) => ({
      type: 'prometheus',
      metadata: {
        serverAddress,
        query: metric.query(namespace),
        threshold: threshold(perPod, problems),
      },
    }));
  }

  /** Use of CPU or memory, in percent of the requests. It cannot wake a target from 0 pods. */
  static utilization(resource: 'cpu' | 'memory', percent: number): ScaledObjectTrigger {
    return new ScaledObjectTrigger((_, problems) => ({
      type: resource,
      metricType: 'Utilization',
      metadata: { value: String(problems.read('utilization', percent, wholeNumber(1))) },
    }));
  }

  private constructor(readonly render: (namespace: string | undefined, problems: Problems) => TriggerJson) {}
}

/** A trigger as KEDA takes it; its metadata are strings. */
interface TriggerJson {
  readonly type: string;
  readonly metricType?: string;
  readonly metadata: Readonly<Record<string, string>>;
}

export interface ScaledObjectProps extends NamespacedProps {
  readonly target: ScaleTarget;
  readonly triggers: readonly ScaledObjectTrigger[];
  /** @default 0 */
  readonly minReplicas?: number;
  /** Required here: KEDA's own default of 100 pods is more than most quotas hold. */
  readonly maxReplicas: number;
  /** @default - KEDA's, 30 s */
  readonly pollingInterval?: DurationLike;
  /** How long after the last activity the target goes to 0. @default - KEDA's, 5 minutes */
  readonly cooldownPeriod?: DurationLike;
  /** @default - as Kubernetes does */
  readonly scaleUp?: ScalingRules;
  /** @default - as Kubernetes does */
  readonly scaleDown?: ScalingRules;
}

/**
 * KEDA's autoscaler: it makes a HorizontalPodAutoscaler of its own, so the target must have no other. It needs no metrics
 * adapter, and can scale to no pods on any Kubernetes.
 */
export class ScaledObject extends KubernetesObject<ScaledObjectProps> {
  constructor(scope: Construct, id: string, props: ScaledObjectProps) {
    super(scope, id, scaledObject, props);
  }

  protected body(props: ScaledObjectProps, problems: Problems): Body {
    const minReplicaCount = problems.read('minReplicas', props.minReplicas ?? 0, wholeNumber(0)) ?? 0;
    const maxReplicaCount = problems.read('maxReplicas', props.maxReplicas, wholeNumber(1));
    if (maxReplicaCount === undefined) problems.report('maxReplicas', 'is required: KEDA would scale to 100');
    else if (maxReplicaCount < minReplicaCount) {
      problems.invalid(
        'maxReplicas',
        maxReplicaCount,
        `is below minReplicas ${minReplicaCount}: raise it or lower the other`,
      );
    }
    const triggers = (props.triggers ?? []).map((trigger, index) => {
      return trigger.render(this.metadata.namespace, problems.at('triggers').at(index));
    });
    if (triggers.length === 0) problems.report('triggers', 'is required: name at least one');
    if (
      minReplicaCount === 0 &&
      triggers.length > 0 &&
      triggers.every(({ metricType }) => metricType === 'Utilization')
    ) {
      problems.invalid(
        'minReplicas',
        minReplicaCount,
        'needs a trigger besides CPU and memory: without pods these have no value',
      );
    }
    const behavior = {
      scaleUp: renderRules(props.scaleUp, problems.at('scaleUp')),
      scaleDown: renderRules(props.scaleDown, problems.at('scaleDown')),
    };
    return {
      spec: {
        scaleTargetRef: readTarget(props.target, problems.at('target')),
        minReplicaCount,
        maxReplicaCount,
        pollingInterval: problems.read('pollingInterval', props.pollingInterval, seconds),
        cooldownPeriod: problems.read('cooldownPeriod', props.cooldownPeriod, seconds),
        triggers,
        ...((behavior.scaleUp || behavior.scaleDown) && { advanced: { horizontalPodAutoscalerConfig: { behavior } } }),
      },
    };
  }
}

function seconds(value: DurationLike): number {
  return Duration.parse(value).toSeconds();
}

/** KEDA parses a plain number, no suffix. */
function threshold(perPod: QuantityLike, problems: Problems): string {
  const amount = problems.read('perPod', perPod, Quantity.parse);
  if (amount && (amount.isNegative || amount.isZero)) problems.invalid('perPod', perPod, 'must be above 0');
  return String(amount?.toNumber());
}
