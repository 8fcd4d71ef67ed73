import { type Alert, type AlertContext, inContext } from '../alert';

const perKey = 'max by (namespace, resourcequota, resource)';

/** A quota is nearly used up: soon pods are refused. Keys with a limit of 0 are left out, which divide by nothing. */
export function quotaNearlyFull(context: AlertContext, options: { readonly share: number }): Alert {
  const quota = (type: 'used' | 'hard') =>
    `${perKey} (kube_resourcequota{namespace="${context.namespace}",type="${type}"})`;
  return inContext(
    {
      alert: 'NamespaceResourceQuotaHigh',
      expr: `${quota('used')} / on (namespace, resourcequota, resource) (${quota('hard')} > 0) > ${options.share}`,
      for: '5m',
      severity: 'warning',
      summary: 'Quota of {{ $labels.namespace }} is nearly used up',
      description:
        '{{ $labels.resource }} of quota {{ $labels.resourcequota }} in {{ $labels.namespace }} is at ' +
        '{{ $value | humanizePercentage }}.',
    },
    context,
  );
}
