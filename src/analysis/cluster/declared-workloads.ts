import type { ClusterProfile, DeclaredWorkload } from '../../model/profile/cluster-profile';
import { ClusterObject } from './cluster-object';

/** The workloads that a profile declares, as objects: rules read them like any other, but nobody mends them here. */
export function declaredWorkloads(profile: ClusterProfile): ClusterObject[] {
  return (profile.workloads ?? []).map((workload, index) => {
    const { apiVersion = 'apps/v1', kind = 'Deployment', namespace, name, labels = {} } = workload;
    const spec = (specs[kind] ?? scaledSpec)(workload);
    return new ClusterObject({
      manifest: { apiVersion, kind, metadata: { name, namespace, labels }, spec },
      locate: () => ({ construct: `profile: workloads[${index}]` }),
    });
  });
}

const specs: Readonly<Record<string, (workload: DeclaredWorkload) => object>> = {
  Workflow: workflowSpec,
  WorkflowTemplate: workflowSpec,
  Job: jobSpec,
  CronJob: (workload) => ({ jobTemplate: { spec: jobSpec(workload) } }),
};

function scaledSpec(workload: DeclaredWorkload): object {
  return { replicas: workload.replicas, strategy: workload.strategy, template: podTemplate(workload) };
}

function jobSpec(workload: DeclaredWorkload): object {
  return { parallelism: workload.replicas, template: podTemplate(workload) };
}

/** One template whose first container is the main one; Argo adds its own. */
function workflowSpec({
  replicas = 1,
  labels,
  containers,
  initContainers,
  priorityClassName,
}: DeclaredWorkload): object {
  const [container, ...sidecars] = containers;
  const template = { name: 'main', metadata: { labels }, container, sidecars, initContainers };
  const run = { name: 'all', steps: [[{ name: 'run', template: 'main', withSequence: { count: replicas } }]] };
  return {
    entrypoint: 'all',
    parallelism: replicas,
    podPriorityClassName: priorityClassName,
    templates: [run, template],
  };
}

function podTemplate({ labels, containers, initContainers, priorityClassName }: DeclaredWorkload): object {
  return { metadata: { labels }, spec: { containers, initContainers, priorityClassName } };
}
