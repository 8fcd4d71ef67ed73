import type { Cgroups } from './cgroup';
import { type Figures, groupFigures, namespaceFigures } from './figures';
import type { Instance } from './instance';
import type { Pod } from './pod';

/** The figures of a container that runs. */
export interface ContainerFigures extends Figures {
  readonly namespace: string;
  readonly pod: string;
  readonly container: string;
  readonly startSeconds: number;
}

/** What the node's containers use now. */
export function containerFigures(pods: readonly Pod[], cgroups: Cgroups): readonly ContainerFigures[] {
  return pods.flatMap(({ containers, manifest }) =>
    containers.flatMap(({ usage, spec }) => {
      if (!usage) return [];
      const figures = groupFigures(cgroups, usage.group) ?? namespaceFigures(usage.pid);
      const { namespace, name } = manifest.metadata;
      return [
        { ...figures, namespace, pod: name, container: spec.name, startSeconds: Date.parse(usage.startedAt) / 1000 },
      ];
    }),
  );
}

/** The node's own figures: all of its pods, for the machine is not its alone. */
export function nodeFigures(instance: Instance, cgroups: Cgroups, containers: readonly ContainerFigures[]): Figures {
  return groupFigures(cgroups, instance.name) ?? sum(containers);
}

/**
 * The kubelet's `/metrics/resource`, which metrics-server scrapes
 * (https://kubernetes.io/docs/reference/instrumentation/node-metrics/#resource-metrics-source).
 */
export function resourceMetrics(node: Figures, containers: readonly ContainerFigures[], now = Date.now()): string {
  const perContainer = containers.map((figures) => {
    const { namespace, pod, container } = figures;
    return [labels({ container, namespace, pod }), figures] as const;
  });
  const podLabels = ({ namespace, pod }: ContainerFigures) => labels({ namespace, pod });
  const perPod = [...new Set(containers.map(podLabels))].map(
    (key) => [key, sum(containers.filter((figures) => podLabels(figures) === key))] as const,
  );
  const cpu = ({ cpuSeconds }: Figures) => cpuSeconds;
  const memory = ({ workingSetBytes }: Figures) => workingSetBytes;
  return [
    ...family('container_cpu_usage_seconds_total', 'counter', perContainer, cpu),
    ...family('container_memory_working_set_bytes', 'gauge', perContainer, memory),
    ...family('container_start_time_seconds', 'gauge', perContainer, ({ startSeconds }) => startSeconds),
    ...family('node_cpu_usage_seconds_total', 'counter', [['', node]], cpu),
    ...family('node_memory_working_set_bytes', 'gauge', [['', node]], memory),
    ...family('pod_cpu_usage_seconds_total', 'counter', perPod, cpu),
    ...family('pod_memory_working_set_bytes', 'gauge', perPod, memory),
    '# TYPE scrape_error gauge',
    'scrape_error 0',
    '',
  ].join('\n');

  function family<T>(
    name: string,
    type: string,
    rows: readonly (readonly [string, T])[],
    value: (of: T) => number,
  ): readonly string[] {
    return [`# TYPE ${name} ${type}`, ...rows.map(([key, row]) => `${name}${key} ${value(row)} ${now}`)];
  }
}

function labels(values: Readonly<Record<string, string>>): string {
  const pairs = Object.entries(values).map(([name, value]) => `${name}=${JSON.stringify(value)}`);
  return `{${pairs.join(',')}}`;
}

function sum(all: readonly Figures[]): Figures {
  return {
    cpuSeconds: all.reduce((total, { cpuSeconds }) => total + cpuSeconds, 0),
    workingSetBytes: all.reduce((total, { workingSetBytes }) => total + workingSetBytes, 0),
  };
}
