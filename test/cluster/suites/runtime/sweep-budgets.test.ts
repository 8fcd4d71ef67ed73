import type { RetentionPolicy } from '../../../../src/model/policy/retention-policy';
import { Bench } from '../../bench/bench';
import { resultsOf, ruleFor, Sweeper } from './sweeper';

describe('the budgets of a sweep', () => {
  const bench = Bench.shared();
  let sweeper: Sweeper;

  beforeEach(async () => {
    sweeper = await Sweeper.start(bench);
  });
  afterEach(() => sweeper.close());
  afterAll(() => bench.close());

  const jobs = async (count: number, prefix = 'job') => {
    for (let index = 0; index < count; index += 1) await sweeper.make.job(`${prefix}-${index}`);
  };
  const statePath = () => `/api/v1/namespaces/${sweeper.stateNamespace}/configmaps/steward-sweep-${sweeper.namespace}`;
  const state = async () => JSON.parse((await bench.client.get(statePath()))['data']['state.json']);
  const left = async (kind = 'Job') => (await sweeper.left(kind)).length;

  it.each<[string, (namespace: string) => Partial<RetentionPolicy>, number, RegExp]>([
    ['of a policy', () => ({ budgets: { policy: { count: 2 } } }), 2, /policy sweep-\S+ is 2 for/],
    ['of a namespace', () => ({ budgets: { namespace: { count: 3 } } }), 3, /namespace sweep-\S+ is 3 for/],
    ['of all rules', () => ({ budgets: { rule: { count: 1 } } }), 1, /rule job is 1 for/],
    [
      'of one rule',
      (namespace) => ({ rules: [ruleFor('Job', namespace, { budget: { count: 4 } })] }),
      4,
      /rule job is 4 for/,
    ],
    ['in percent', () => ({ budgets: { policy: { percent: 34 } } }), 2, /policy sweep-\S+ is 2 for/],
    [
      'of nothing',
      () => ({ budgets: { policy: { count: 0 } } }),
      0,
      /is 0 for \S+: 0 are spent, one more would be too many$/,
    ],
  ])('%s stops it, and says what it would have done', async (_, more, allowed, reason) => {
    await jobs(6);
    const swept = await sweeper.sweep(sweeper.policy(['Job'], more(sweeper.namespace)), { workers: '1' });
    expect(swept.code).toBe(3);
    expect(swept.summary?.stop).toMatch(reason);
    expect(await left()).toBe(6 - allowed);
    const results = Object.values(resultsOf(swept));
    expect([
      results.filter((one) => one === 'deleted').length,
      results.filter((one) => one === 'budget').length,
    ]).toEqual([allowed, 6 - allowed]);
  });

  it('count what goes along, and take all of it or nothing', async () => {
    const owner = await sweeper.make.job('owner');
    for (const name of ['a', 'b']) await sweeper.make.pod(name, 'Failed', {}, { owners: [owner] });
    const policy = (count: number) => sweeper.policy(['Job'], { budgets: { policy: { count } } });
    const short = await sweeper.sweep(policy(2));
    expect(short.summary?.stop).toMatch(/is 2 for \S+: 0 are spent, 3 more would be too many$/);
    expect(resultsOf(short)).toEqual({ owner: 'budget', a: 'budget', b: 'budget' });
    expect(await sweeper.left('Job', 'Pod')).toHaveLength(3);
  });

  it('are those of the day, not of the run; past them runs only report until somebody has acknowledged it', async () => {
    await jobs(3);
    const policy = sweeper.policy(['Job'], { budgets: { policy: { count: 4 } } });
    expect((await sweeper.sweep(policy)).code).toBe(0);
    expect((await state()).spent).toEqual({ policy: 3, [`namespace/${sweeper.namespace}`]: 3, 'rule/job': 3 });

    await jobs(3, 'more');
    const stopped = await sweeper.sweep(policy, { workers: '1' });
    expect([stopped.code, await left()]).toEqual([3, 2]);
    const { stop } = await state();
    expect(stopped.summary).toMatchObject({ stop: stop.reason, stopId: stop.id });

    // A larger budget is no acknowledgement.
    const larger = sweeper.policy(['Job']);
    const again = await sweeper.sweep(larger);
    expect([again.code, await left()]).toEqual([3, 2]);
    expect(again.summary?.stop).toBe(`stopped before, and not acknowledged: ${stop.reason}`);
    expect((await sweeper.sweep(larger, { mode: 'report' })).code).toBe(0);

    await annotate('2026-01-01T00:00:00Z');
    expect((await sweeper.sweep(larger)).code).toBe(3);
    await annotate(stop.id);
    expect([(await sweeper.sweep(larger)).code, await left()]).toEqual([0, 0]);
    expect((await state()).stop).toBeUndefined();
  });

  it('begin anew with the day', async () => {
    await jobs(2);
    const policy = sweeper.policy(['Job'], { budgets: { policy: { count: 2 } } });
    await sweeper.sweep(policy);
    const yesterday = { ...(await state()), day: '2026-01-01' };
    await bench.client.mergePatch(statePath(), { data: { 'state.json': JSON.stringify(yesterday) } });
    await jobs(2, 'next');
    expect([(await sweeper.sweep(policy)).code, await left()]).toEqual([0, 0]);
  });

  it('hold for two sweeps at once', async () => {
    await jobs(24);
    const policy = sweeper.policy(['Job'], { budgets: { policy: { count: 10 } } });
    const codes = (await Promise.all([sweeper.sweep(policy), sweeper.sweep(policy)])).map(({ code }) => code);
    expect(codes).toContain(3);
    const gone = 24 - (await left());
    expect(gone).toBeLessThanOrEqual(10);
    expect(gone).toBeGreaterThan(0);
    expect((await state()).spent.policy).toBeGreaterThanOrEqual(gone);
  });

  it('are gone through by a report as by a deletion, and written by none', async () => {
    await jobs(3);
    const policy = sweeper.policy(['Job'], { budgets: { policy: { count: 2 } } });
    const { code, summary } = await sweeper.sweep(policy, { mode: 'report' });
    expect(code).toBe(0);
    expect(summary).toMatchObject({ results: { budget: 1, reported: 2 }, stop: expect.stringMatching(/is 2 for/) });
    expect(sweeper.writes()).toEqual([]);
  });

  async function annotate(id: string): Promise<void> {
    await bench.client.mergePatch(statePath(), { metadata: { annotations: { 'cdk8s-steward.dev/acknowledge': id } } });
  }
});
