import { Construct } from 'constructs';
import type { IntOrPercent } from '../../model/values/int-or-percent';
import { dnsSubdomain } from '../../model/values/names';
import { describe, Problems } from '../../model/values/problems';
import type { ContainerResources } from '../../model/workloads/charge';
import { Workload } from '../../model/workloads/workload';
import { HorizontalPodAutoscaler } from '../scaling/horizontal-pod-autoscaler';
import type { Metric } from '../scaling/metric';
import { PodDisruptionBudget } from '../scaling/pod-disruption-budget';
import { ScaleTargets } from '../scaling/scale-target';
import type { ScalingRules } from '../scaling/scaling-behavior';
import { VerticalPodAutoscaler, type VpaContainerPolicy } from '../scaling/vertical-pod-autoscaler';
import { eachOf, isMap, mapOf, readRequired, required } from '../synth/input';

/** How a Deployment is scaled. */
export interface DeploymentScaling {
  readonly min: number;
  readonly max: number;
  readonly metrics: readonly Metric[];
  /** @default - as Kubernetes does */
  readonly scaleUp?: ScalingRules;
  /** @default - as Kubernetes does */
  readonly scaleDown?: ScalingRules;
}

/** A Deployment that some other repository deploys, and that this namespace scales, protects and makes room for. */
export interface ManagedDeploymentProps {
  readonly name: string;
  /** @default - the namespace of the chart */
  readonly namespace?: string;
  /** What each of its containers takes. */
  readonly containers: readonly ContainerResources[];
  /** A fixed number, or how it is scaled. */
  readonly replicas: number | DeploymentScaling;
  /** Labels of its pods. @default - `app: <name>` */
  readonly podLabels?: Readonly<Record<string, string>>;
  /** Pods that voluntary evictions must leave. @default - no disruption budget */
  readonly minAvailable?: IntOrPercent;
  /** Name of the disruption budget. @default - `<name>-pdb` */
  readonly budgetName?: string;
  /** Bounds within which requests are recommended; nothing is changed. @default - no recommendation */
  readonly recommend?: readonly VpaContainerPolicy[];
}

/** Stands in for a name that is wrong: that is one problem, not one of each part. */
export const unnamed = 'unnamed';

/** The autoscalers and the disruption budget of a Deployment, and its room in a computed quota. */
export class ManagedDeployment extends Construct {
  /** What it needs at its largest. */
  readonly workload: Workload;

  constructor(scope: Construct, id: string, given: ManagedDeploymentProps) {
    super(scope, id);
    const problems = Problems.none();
    const props = mapOf(given, '', problems) ?? ({} as ManagedDeploymentProps);
    const { namespace, replicas, minAvailable } = props;
    const name = readRequired('name', props.name, problems, dnsSubdomain) ?? unnamed;
    this.node.addValidation({ validate: () => problems.all.map(describe) });
    const scaling = isMap(replicas) ? (replicas as DeploymentScaling) : undefined;
    if (!scaling && typeof replicas !== 'number') {
      problems.invalid(
        'replicas',
        replicas,
        'is neither a number of pods nor how they are scaled, { min, max, metrics }',
      );
    }
    const stated = required(props.containers, 'containers', problems, 'what each container takes');
    const containers = eachOf(stated, 'containers', problems, (container) => container);
    const target = ScaleTargets.deployment(name);
    this.workload = Workload.deployment(name, {
      replicas: scaling ? scaling.max : (replicas as number),
      containers,
    });

    if (scaling) {
      const { min, max, ...rest } = scaling;
      new HorizontalPodAutoscaler(this, 'hpa', {
        name: `${name}-hpa`,
        namespace,
        target,
        minReplicas: min,
        maxReplicas: max,
        ...rest,
      });
    }
    if (minAvailable !== undefined) {
      new PodDisruptionBudget(this, 'pdb', {
        name: props.budgetName ?? `${name}-pdb`,
        namespace,
        selector: { matchLabels: props.podLabels ?? { app: name } },
        minAvailable,
      });
    }
    if (props.recommend) {
      new VerticalPodAutoscaler(this, 'vpa', {
        name,
        namespace,
        target,
        updateMode: 'Off',
        containerPolicies: props.recommend,
      });
    }
  }
}
