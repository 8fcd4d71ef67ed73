import { type Alert, type AlertContext, inContext } from '../alert';

const perContainer = 'by (namespace, pod, container)';
const onContainer = 'on (namespace, pod, container)';
/** cAdvisor also reports the pod as a whole and the node, without a container or an image. */
const containersOnly = 'container!="",image!=""';

/** A container uses much of its CPU limit, and is slowed down soon. */
export function highCpuUsage(context: AlertContext, options: { readonly share: number }): Alert {
  const { namespace } = context;
  const used = `sum ${perContainer} (rate(container_cpu_usage_seconds_total{namespace="${namespace}",${containersOnly}}[5m]))`;
  return inContext(
    {
      alert: 'AgentHighCPUUsage',
      expr: `${used} / ${onContainer} ${limit(namespace, 'cpu')} > ${options.share}`,
      for: '10m',
      severity: 'warning',
      summary: 'CPU use of {{ $labels.pod }} is high',
      description:
        'Container {{ $labels.container }} of {{ $labels.pod }} in {{ $labels.namespace }} uses ' +
        '{{ $value | humanizePercentage }} of its CPU limit.',
    },
    context,
  );
}

/** A container uses much of its memory limit, and is killed when it reaches it. */
export function highMemoryUsage(context: AlertContext, options: { readonly share: number }): Alert {
  const { namespace } = context;
  const used = `max ${perContainer} (container_memory_working_set_bytes{namespace="${namespace}",${containersOnly}})`;
  return inContext(
    {
      alert: 'AgentHighMemoryUsage',
      expr: `${used} / ${onContainer} ${limit(namespace, 'memory')} > ${options.share}`,
      for: '5m',
      severity: 'warning',
      summary: 'Memory use of {{ $labels.pod }} is high',
      description:
        'Container {{ $labels.container }} of {{ $labels.pod }} in {{ $labels.namespace }} uses ' +
        '{{ $value | humanizePercentage }} of its memory limit, and is killed at 100%.',
    },
    context,
  );
}

/** The declared limit: unlike cAdvisor's, absent rather than infinite where there is none. */
function limit(namespace: string, resource: 'cpu' | 'memory'): string {
  return `max ${perContainer} (kube_pod_container_resource_limits{namespace="${namespace}",resource="${resource}"})`;
}
