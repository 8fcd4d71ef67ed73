import { type IntOrPercent, intOrPercent, podsOf } from '../values/int-or-percent';
import { wholeNumber } from '../values/numbers';
import type { Problems } from '../values/problems';
import { Quantity, type QuantityLike } from '../values/quantity';
import { type Charge, type ContainerResources, chargeOf, type PodResources, sum, times } from './charge';

/** A volume claim that each pod of a workload brings. */
export interface WorkloadClaim {
  readonly storage: QuantityLike;
}

interface WorkloadShape {
  /** Pods that exist at once at most. */
  readonly replicas: number;
  /** The property that says so. */
  readonly counted: 'replicas' | 'atOnce';
  /** Pods beyond `replicas` while a rollout replaces them. */
  readonly surge: IntOrPercent;
  readonly pod: PodResources;
  readonly claim?: WorkloadClaim;
}

export interface DeploymentWorkloadProps {
  /** Replicas at most; under an autoscaler its maximum. */
  readonly replicas: number;
  /** What each container takes; a pod of one container needs no more. */
  readonly containers: readonly ContainerResources[];
  /** @default - none */
  readonly initContainers?: PodResources['initContainers'];
  /** @default '25%' - what a Deployment has when it does not say; rounded up */
  readonly surge?: IntOrPercent;
}

export interface PodsWorkloadProps {
  /** Pods at once at most. */
  readonly atOnce: number;
  readonly containers: readonly ContainerResources[];
  /** @default - none */
  readonly initContainers?: PodResources['initContainers'];
  /** @default - no claim */
  readonly claim?: WorkloadClaim;
}

/** Pods that a namespace must have room for: what a computed quota is made of. Its own manifests may live elsewhere. */
export class Workload {
  /** A Deployment, at its largest and while it rolls out. */
  static deployment(name: string, props: DeploymentWorkloadProps): Workload {
    const { replicas, surge = '25%', containers, initContainers } = props;
    return new Workload(name, { replicas, counted: 'replicas', surge, pod: { containers, initContainers } });
  }

  /** Pods that run to their end: Jobs, agents, workflow steps. None surges. */
  static pods(name: string, props: PodsWorkloadProps): Workload {
    const { atOnce, containers, initContainers, claim } = props;
    return new Workload(name, {
      replicas: atOnce,
      counted: 'atOnce',
      surge: 0,
      pod: { containers, initContainers },
      claim,
    });
  }

  private constructor(
    readonly name: string,
    private readonly shape: WorkloadShape,
  ) {}

  /** What one pod counts against a quota. */
  charge(problems: Problems): Charge {
    const claim = this.shape.claim && problems.at('claim').read('storage', this.shape.claim.storage, Quantity.parse);
    const pod = chargeOf(this.shape.pod, problems);
    return claim ? sum(pod, { persistentvolumeclaims: Quantity.units(1), 'requests.storage': claim }) : pod;
  }

  /** What all its pods count, at their most. Every container, init container too, must state limits of CPU and memory. */
  peak(problems: Problems): Charge {
    const replicas = problems.read(this.shape.counted, this.shape.replicas, wholeNumber(0)) ?? 0;
    const surge = problems.read('surge', this.shape.surge, intOrPercent) ?? 0;
    if (!Array.isArray(this.shape.pod.containers)) {
      problems.report('containers', 'is required: what each container of a pod takes');
      return {};
    }
    for (const property of ['containers', 'initContainers'] as const) {
      for (const [index, container] of (this.shape.pod[property] ?? []).entries()) {
        requireComplete(container, problems.at(property).at(index));
      }
    }
    return times(this.charge(problems), replicas + podsOf(surge, replicas));
  }
}

function requireComplete(container: ContainerResources, problems: Problems): void {
  for (const resource of ['cpu', 'memory']) {
    if (container.limits?.[resource] === undefined) {
      problems.report(`limits.${resource}`, 'is required: a quota on limits refuses a container without one');
    }
  }
}
