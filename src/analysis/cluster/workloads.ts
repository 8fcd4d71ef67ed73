import type { ClusterProfile } from '../../model/profile/cluster-profile';
import type { IntOrPercent } from '../../model/values/int-or-percent';
import type { WorkflowController } from './argo/workflow-controller';
import { workflowPods } from './argo/workflow-pods';
import { widestFanOut } from './argo/workflow-width';
import type { ClusterObject } from './cluster-object';
import type { Field } from './field';
import type { LimitItem } from './limit-range';
import { type DeclaredPod, PodTemplate, podOf } from './pod-template';
import type { ReplicaRange, Rollout, Workload } from './workload';

/** What the making of pods depends on beside the object. */
export interface Surroundings {
  readonly limits: readonly LimitItem[];
  readonly controller: WorkflowController | undefined;
  readonly profile: ClusterProfile | undefined;
}

/** Where a kind says what its pods are and how many. */
interface PodMaker {
  pods(object: ClusterObject, surroundings: Surroundings): readonly DeclaredPod[];
  replicas(object: ClusterObject, surroundings: Surroundings): ReplicaRange;
  rollout?(object: ClusterObject): Rollout | undefined;
  readonly hasScale?: true;
}

const scaled: PodMaker = {
  pods: (object) => [podOf(object, object.field('spec', 'template'))],
  replicas: (object) => exactly(object.field('spec', 'replicas'), 1),
  hasScale: true,
};

const makers: Readonly<Record<string, PodMaker>> = {
  'Deployment.apps': { ...scaled, rollout: deploymentRollout },
  'ReplicaSet.apps': scaled,
  'StatefulSet.apps': scaled,
  ReplicationController: scaled,
  'DaemonSet.apps': {
    pods: scaled.pods,
    replicas: (object, { profile }) => {
      const nodes = profile?.nodes?.reduce((total, { count }) => total + count, 0);
      return { min: 0, max: nodes, field: object.field('spec', 'template') };
    },
  },
  Pod: {
    pods: (object) => [{ ...podOf(object, object.root), labels: object.labels }],
    replicas: (object) => ({ min: 1, max: 1, field: object.root }),
  },
  'Job.batch': {
    pods: (object) => [podOf(object, object.field('spec', 'template'))],
    replicas: (object) => jobPods(object.field('spec')),
  },
  'CronJob.batch': {
    pods: (object) => [podOf(object, object.field('spec', 'jobTemplate', 'spec', 'template'))],
    replicas: (object) => jobPods(object.field('spec', 'jobTemplate', 'spec')),
  },
  'Workflow.argoproj.io': workflowMaker('spec'),
  'WorkflowTemplate.argoproj.io': workflowMaker('spec'),
  'CronWorkflow.argoproj.io': workflowMaker('spec', 'workflowSpec'),
};

/** Whether an object is of a kind that makes pods, as far as we know. */
export function makesPods(object: ClusterObject): boolean {
  return makerOf(object) !== undefined;
}

/** The workload that an object is; undefined for objects that make no pods, or none that we know. */
export function workloadOf(object: ClusterObject, surroundings: Surroundings): Workload | undefined {
  const maker = makerOf(object);
  if (!maker) return undefined;
  return {
    object,
    templates: maker.pods(object, surroundings).map((pod) => new PodTemplate(pod, surroundings.limits)),
    replicas: maker.replicas(object, surroundings),
    rollout: maker.rollout?.(object),
    hasScale: maker.hasScale === true,
  };
}

function makerOf({ kind, group }: ClusterObject): PodMaker | undefined {
  const name = group === '' ? kind : `${kind}.${group}`;
  return Object.hasOwn(makers, name) ? makers[name] : undefined;
}

function workflowMaker(...path: string[]): PodMaker {
  return {
    pods: (object, { controller, profile }) => workflowPods(object, object.field(...path), controller, profile),
    replicas: (object, { controller }) => {
      const spec = object.field(...path);
      const own = spec.get('parallelism');
      const parallelism = own.exists ? own : controller?.setting('workflowDefaults')?.get('spec', 'parallelism');
      const { count, field } = widestFanOut(spec, parallelism);
      return { min: 0, max: count, field };
    },
  };
}

function exactly(field: Field, fallback: number): ReplicaRange {
  const count = field.count ?? fallback;
  return { min: count, max: count, field };
}

/** Source: kubernetes/pkg/controller/job: never more pods at once than are still to complete. */
function jobPods(spec: Field): ReplicaRange {
  const parallelism = spec.get('parallelism');
  const completions = spec.get('completions').count;
  const asked = parallelism.count ?? 1;
  const max = completions === undefined ? asked : Math.min(asked, completions);
  return { min: 0, max, field: parallelism };
}

/** Source: kubernetes/pkg/apis/apps/v1 `SetDefaults_Deployment`. */
function deploymentRollout(object: ClusterObject): Rollout | undefined {
  const strategy = object.field('spec', 'strategy');
  if (strategy.get('type').text === 'Recreate') return undefined;
  const share = (name: string): IntOrPercent => strategy.get('rollingUpdate', name).intOrPercent ?? '25%';
  return {
    surge: share('maxSurge'),
    unavailable: share('maxUnavailable'),
    field: strategy.get('rollingUpdate', 'maxSurge'),
  };
}
