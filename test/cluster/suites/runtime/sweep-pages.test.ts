import { Bench } from '../../bench/bench';
import { FaultPlan } from '../../faults/fault-plan';
import { ruleFor, Sweeper } from './sweeper';

const many = 5_000;
const workflow = { apiVersion: 'argoproj.io/v1alpha1', kind: 'Workflow', spec: { entrypoint: 'main' } };

describe(`a sweep through ${many} objects`, () => {
  const bench = Bench.shared();
  let sweeper: Sweeper;

  beforeAll(async () => {
    sweeper = await Sweeper.start(bench);
    const path = `/apis/argoproj.io/v1alpha1/namespaces/${sweeper.namespace}/workflows`;
    // Another controller's, so that the real one leaves it as it is written here.
    const labels = {
      'workflows.argoproj.io/completed': 'true',
      'workflows.argoproj.io/controller-instanceid': 'nobody',
    };
    const names = Array.from({ length: many }, (_, index) => `object-${index}`);
    const make = async () => {
      for (let name = names.pop(); name !== undefined; name = names.pop()) {
        await bench.client.call('POST', path, { ...workflow, metadata: { name, labels } });
      }
    };
    await Promise.all(Array.from({ length: 32 }, make));
  }, 120_000);
  afterAll(() => {
    sweeper.close();
    bench.close();
  });
  afterEach(() => {
    sweeper.proxy.plan = undefined;
  });

  // All of them are younger than that, as their metadata alone tells.
  const policy = () => {
    const keep = { Succeeded: { for: '1d' } };
    return { name: sweeper.namespace, rules: [ruleFor('Workflow', sweeper.namespace, { keep })] };
  };
  const listed = (since: number) =>
    sweeper.proxy.exchanges.slice(since).filter(({ path, query }) => path.endsWith('/workflows') && query.has('limit'));

  it('meets each once, in pages', async () => {
    const since = sweeper.proxy.exchanges.length;
    const { code, decisions, summary } = await sweeper.sweep(policy(), { mode: 'report' });
    expect([code, summary?.objects]).toEqual([0, many]);
    expect(new Set(decisions.map(({ uid }) => uid)).size).toBe(many);
    expect(listed(since)).toHaveLength(many / 500);
  });

  it('goes on where a list has expired in the middle', async () => {
    sweeper.proxy.plan = only('expired');
    const since = sweeper.proxy.exchanges.length;
    const { code, decisions } = await sweeper.sweep(policy(), { mode: 'report' });
    expect(listed(since).some(({ fault }) => fault === 'expired')).toBe(true);
    expect(code).toBe(0);
    expect(new Set(decisions.map(({ uid }) => uid)).size).toBe(many);
  });

  it('says so when there is no way on, and keeps what it has found', async () => {
    sweeper.proxy.plan = only('expired-for-good');
    const { code, decisions, summary } = await sweeper.sweep(policy(), { mode: 'report' });
    expect(code).toBe(1);
    expect(summary?.problems).toEqual([
      `workflows in ${sweeper.namespace} cannot be listed: the provided continue parameter is too old`,
    ]);
    expect(decisions.length).toBeGreaterThan(0);
    expect(decisions.length).toBeLessThan(many);
  });

  /** One kind of fault, now and then, by this seed within the ten pages. */
  function only(fault: 'expired' | 'expired-for-good'): FaultPlan {
    const all = [
      'dropped',
      'lost',
      'throttled',
      'error',
      'unavailable',
      'cut',
      'short',
      'slow',
      'expired',
      'expired-for-good',
    ] as const;
    const plan = new FaultPlan({ seed: 1, share: 0.3, without: all.filter((one) => one !== fault) });
    return plan;
  }
});
