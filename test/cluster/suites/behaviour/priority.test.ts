import { Bench, rendered } from '../../bench/bench';

const classes = ['high', 'standard', 'low'].map((rank) =>
  rendered(`prod/_cluster/priority-class-agent-${rank}-priority.yaml`),
);
const whole = { requests: { cpu: '8', memory: '1Gi' }, limits: { cpu: '8', memory: '1Gi' } };

describe('the rendered priority classes', () => {
  const bench = Bench.shared();
  afterAll(() => bench.close());

  async function occupied(purpose: string) {
    for (const one of classes) await bench.client.apply(one);
    const namespace = await bench.namespace(purpose);
    // Room for one of them.
    const here = await bench.node(`node-${namespace}`, { cpu: '10', memory: '16Gi' });
    const pod = (name: string, priorityClassName: string) =>
      bench.pod(namespace, name, whole, 'run', { ...here, priorityClassName });
    await bench.client.create(pod('first', 'agent-low-priority'));
    const first = { apiVersion: 'v1', kind: 'Pod', namespace, name: 'first' };
    await bench.untilObject(first, 'runs', ({ status }) => status?.phase === 'Running');
    return { namespace, pod, first };
  }

  it('let an agent of high priority take the place of one of low priority', async () => {
    const { namespace, pod, first } = await occupied('preempts');
    await bench.client.create(pod('second', 'agent-high-priority'));
    const second = { ...first, name: 'second' };
    const live = await bench.untilObject(second, 'runs', ({ status }) => status?.phase === 'Running');
    expect(live.spec.priority).toBe(1000);
    expect(await bench.find('v1', 'Pod', namespace, 'first')).toBeUndefined();
  });

  it('let one of standard priority wait, although it ranks above', async () => {
    const { pod, first } = await occupied('waits');
    await bench.client.create(pod('second', 'agent-standard-priority'));
    const second = { ...first, name: 'second' };
    const isUnschedulable = (one: { type: string; reason?: string }) =>
      one.type === 'PodScheduled' && one.reason === 'Unschedulable';
    const live = await bench.untilObject(second, 'is refused a node', ({ status }) =>
      status?.conditions?.some(isUnschedulable),
    );
    expect(live.spec).toMatchObject({ priority: 500, preemptionPolicy: 'Never' });
    expect(live.status.conditions[0].message).toContain('not eligible due to preemptionPolicy=Never');
    expect(await bench.get('v1', 'Pod', first.namespace, 'first')).toMatchObject({ status: { phase: 'Running' } });
  });

  it('leave pods without a class at 0', async () => {
    const namespace = await bench.namespace('unclassed');
    const { spec } = await bench.client.create(bench.pod(namespace, 'plain', {}));
    expect(spec.priority).toBe(0);
  });
});
