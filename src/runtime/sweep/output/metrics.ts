import { Counter, Gauge, Registry } from 'prom-client';
import type { Summary } from '../summary';

/**
 * What a sweep came to in Prometheus' text format, for a collector that reads files or a gateway that takes them.
 *
 * @param pauses ends of the pauses that were met, by namespace; milliseconds since 1970
 */
export function metricsText(
  summary: Summary,
  pauses: ReadonlyMap<string, number>,
  finishedAt: number,
): Promise<string> {
  const registry = new Registry();
  const { policy } = summary;
  const gauge = (name: string, help: string, value: number) => {
    new Gauge({ name, help, labelNames: ['policy'], registers: [registry] }).set({ policy }, value);
  };
  const objects = new Counter({
    name: 'steward_sweep_objects_total',
    help: 'Objects of the last sweep by what became of them.',
    labelNames: ['policy', 'result'],
    registers: [registry],
  });
  for (const [result, count] of Object.entries(summary.results)) objects.inc({ policy, result }, count);
  const paused = new Gauge({
    name: 'steward_namespace_paused_until_seconds',
    help: 'When the pause of a namespace ends; +Inf for one without end.',
    labelNames: ['policy', 'namespace'],
    registers: [registry],
  });
  for (const [namespace, until] of pauses) paused.set({ policy, namespace }, until / 1_000);
  gauge('steward_sweep_last_finish_timestamp_seconds', 'When the last sweep ended.', finishedAt / 1_000);
  gauge('steward_sweep_duration_seconds', 'How long the last sweep took.', summary.duration);
  gauge('steward_sweep_stopped', 'Whether a safety limit has stopped the policy.', summary.stop === undefined ? 0 : 1);
  gauge('steward_sweep_problems', 'What could not be listed or written.', summary.problems.length);
  gauge('steward_sweep_expired_exemptions', 'Exemptions that have expired.', summary.expired);
  gauge('steward_sweep_freed_etcd_bytes', 'About what the last sweep freed in etcd.', summary.freed.etcdBytes);
  return registry.metrics();
}
