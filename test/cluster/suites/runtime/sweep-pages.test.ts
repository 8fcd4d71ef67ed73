import { Bench } from '../../bench/bench';
import type { ApiFaults } from '../../faults/fault-plan';
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
    sweeper.proxy.plan = fifth('expired');
    const since = sweeper.proxy.exchanges.length;
    const { code, decisions } = await sweeper.sweep(policy(), { mode: 'report' });
    expect(listed(since).map(({ fault }) => fault)).toEqual([...Array(4), 'expired', ...Array(6)]);
    expect(code).toBe(0);
    expect(new Set(decisions.map(({ uid }) => uid)).size).toBe(many);
  });

  it('says so when there is no way on, and keeps what it has found', async () => {
    sweeper.proxy.plan = fifth('expired-for-good');
    const { code, decisions, summary } = await sweeper.sweep(policy(), { mode: 'report' });
    expect(code).toBe(1);
    expect(summary?.problems).toEqual([
      `workflows in ${sweeper.namespace} cannot be listed: the provided continue parameter is too old`,
    ]);
    expect(decisions).toHaveLength(4 * 500);
  });

  /** The fifth page of the list. */
  function fifth(fault: 'expired' | 'expired-for-good'): ApiFaults {
    let pages = 0;
    return {
      ofApi: ({ path, query }) => {
        if (!path.endsWith('/workflows') || !query.has('limit')) return undefined;
        pages += 1;
        return pages === 5 ? fault : undefined;
      },
      extent: () => 0,
    };
  }
});
