import type { Construct } from 'constructs';
import { scaledObject } from '../../model/kinds/scaled-object';
import { Duration, type DurationLike } from '../../model/values/duration';
import { oneOf, wholeNumber } from '../../model/values/numbers';
import { InvalidValue, type Problems } from '../../model/values/problems';
import { Quantity, type QuantityLike } from '../../model/values/quantity';
import { eachMade, readRequired, required, someText } from '../synth/input';
import { type Body, KubernetesObject, type NamespacedProps } from '../synth/kubernetes-object';
import { resolveTokens } from '../synth/tokens';
import type { ExternalMetric } from './external-metric';
import { readTarget, type ScaleTarget } from './scale-target';
import { readBounds, type ScalingRules } from './scaling-behavior';

/** What KEDA scales on. */
export class ScaledObjectTrigger {
  /** A series of Prometheus: this much of it per pod. */
  static prometheus(metric: ExternalMetric, perPod: QuantityLike, serverAddress: string): ScaledObjectTrigger {
    return new ScaledObjectTrigger((namespace, problems) => ({
      type: 'prometheus',
      metadata: {
        serverAddress: readRequired('serverAddress', serverAddress, problems, someText) ?? '',
        query: typeof metric?.query === 'function' ? metric.query(namespace) : noMetric(metric, problems),
        threshold: threshold(perPod, problems),
      },
    }));
  }

  /** Use of CPU or memory, in percent of the requests. It cannot wake a target from 0 pods. */
  static utilization(resource: 'cpu' | 'memory', percent: number): ScaledObjectTrigger {
    return new ScaledObjectTrigger((_, problems) => ({
      type: readRequired('resource', resource, problems, oneOf(['cpu', 'memory'])) ?? '',
      metricType: 'Utilization',
      metadata: { value: String(readRequired('utilization', percent, problems, wholeNumber(1))) },
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
    const { min, max, behavior } = readBounds(props, 0, 'KEDA would scale to 100', problems);
    const namespace = resolveTokens(this.metadata.namespace, this);
    if (props.triggers?.length === 0) problems.report('triggers', 'is empty: name at least one');
    const declared = required(props.triggers, 'triggers', problems, 'name at least one');
    const triggers = eachMade(declared, 'triggers', problems, triggerMade, (trigger, at) =>
      trigger.render(namespace, at),
    );
    const onlyUse = triggers.length > 0 && triggers.every(({ metricType }) => metricType === 'Utilization');
    if (min === 0 && onlyUse) {
      problems.invalid('minReplicas', min, 'needs a trigger besides CPU and memory: without pods these have no value');
    }
    return {
      spec: {
        scaleTargetRef: readTarget(props.target, problems.at('target')),
        minReplicaCount: min,
        maxReplicaCount: max,
        pollingInterval: problems.read('pollingInterval', props.pollingInterval, seconds(1)),
        cooldownPeriod: problems.read('cooldownPeriod', props.cooldownPeriod, seconds(0)),
        triggers,
        ...(behavior && { advanced: { horizontalPodAutoscalerConfig: { behavior } } }),
      },
    };
  }
}

function noMetric(metric: unknown, problems: Problems): string {
  problems.invalid('metric', metric, 'is no metric: use new ExternalMetric({ series: … })');
  return '';
}

const triggerMade = { method: 'render', remedy: 'use ScaledObjectTrigger.prometheus or .utilization' } as const;

function seconds(min: number): (value: DurationLike) => number {
  return (value) => {
    const count = Duration.parse(value).toSeconds();
    if (count >= min) return count;
    throw new InvalidValue(value, `is too short: use at least ${min}s`);
  };
}

/** KEDA parses a plain number, no suffix. */
function threshold(perPod: QuantityLike, problems: Problems): string {
  const amount = readRequired('perPod', perPod, problems, Quantity.parse);
  if (amount && (amount.isNegative || amount.isZero)) problems.invalid('perPod', perPod, 'must be above 0');
  return String(amount?.toNumber());
}
