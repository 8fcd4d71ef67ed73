import { type Alert, type AlertContext, inContext } from '../alert';

/**
 * More pods run or wait than should. Pods that have ended do not count: they are only not deleted yet, and a quota on pods
 * does not count them either.
 */
export function highPodCount(context: AlertContext, options: { readonly moreThan: number }): Alert {
  const { namespace } = context;
  return inContext(
    {
      alert: 'AgentPlatformHighPodCount',
      expr: `sum by (namespace) (kube_pod_status_phase{namespace="${namespace}",phase=~"Pending|Running"}) > ${options.moreThan}`,
      for: '10m',
      severity: 'warning',
      summary: 'High pod count in {{ $labels.namespace }}',
      description: '{{ $value }} pods run or wait in {{ $labels.namespace }}; soon its quota admits no more.',
    },
    context,
  );
}
