import { type Alert, type AlertContext, inContext } from '../alert';

const perContainer = 'max by (namespace, pod, container)';

/**
 * A container that runs once was killed for memory. Workflow pods never restart, so the kill shows as the reason they
 * ended, and only until the pod is deleted: hence no waiting, and the alert outlives the pod.
 */
export function oomKilled(context: AlertContext): Alert {
  const { namespace } = context;
  return inContext(
    {
      alert: 'AgentOOMKilled',
      expr: `${perContainer} (kube_pod_container_status_terminated_reason{namespace="${namespace}",reason="OOMKilled"}) == 1`,
      for: '0s',
      keepFiringFor: '15m',
      severity: 'critical',
      summary: '{{ $labels.pod }} was killed for memory',
      description:
        'Container {{ $labels.container }} of {{ $labels.pod }} in {{ $labels.namespace }} exceeded its memory limit and ' +
        'was killed. Its work is lost.',
    },
    context,
  );
}

/** A container that restarts was killed for memory: it restarted, and that was the reason for it. */
export function restartedAfterOom(context: AlertContext): Alert {
  const { namespace } = context;
  const restarts = `${perContainer} (increase(kube_pod_container_status_restarts_total{namespace="${namespace}"}[5m])) > 0`;
  const reason = `kube_pod_container_status_last_terminated_reason{namespace="${namespace}",reason="OOMKilled"}`;
  return inContext(
    {
      alert: 'AgentRestartedAfterOOM',
      expr: `${restarts} and on (namespace, pod, container) ${perContainer} (${reason}) == 1`,
      for: '0s',
      severity: 'critical',
      summary: '{{ $labels.pod }} restarted after it was killed for memory',
      description:
        'Container {{ $labels.container }} of {{ $labels.pod }} in {{ $labels.namespace }} exceeded its memory limit, was ' +
        'killed and restarted.',
    },
    context,
  );
}
