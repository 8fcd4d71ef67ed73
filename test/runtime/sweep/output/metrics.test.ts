import { metricsText } from '../../../../src/runtime/sweep/output/metrics';
import { summaryOf } from '../sample';

const pauses = new Map([
  ['agents', 1_796_112_000_000],
  ['ci', Number.POSITIVE_INFINITY],
]);

test('metrics tell a sweep and the pauses that it met', async () => {
  const summary = summaryOf(['deleted', 'deleted', 'budget'], { stop: 'a budget', problems: ['x'], expired: 2 });
  const lines = (await metricsText(summary, pauses, 1_795_000_000_000)).split('\n');
  expect(lines.filter((line) => !line.startsWith('#') && line !== '')).toEqual([
    'steward_sweep_objects_total{policy="agents",result="budget"} 1',
    'steward_sweep_objects_total{policy="agents",result="deleted"} 2',
    'steward_namespace_paused_until_seconds{policy="agents",namespace="agents"} 1796112000',
    'steward_namespace_paused_until_seconds{policy="agents",namespace="ci"} +Inf',
    'steward_sweep_last_finish_timestamp_seconds{policy="agents"} 1795000000',
    'steward_sweep_duration_seconds{policy="agents"} 1.25',
    'steward_sweep_stopped{policy="agents"} 1',
    'steward_sweep_problems{policy="agents"} 1',
    'steward_sweep_expired_exemptions{policy="agents"} 2',
    'steward_sweep_freed_etcd_bytes{policy="agents"} 0',
  ]);
});
