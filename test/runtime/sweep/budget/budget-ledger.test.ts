import * as fc from 'fast-check';
import type { EffectivePolicy } from '../../../../src/model/policy/effective-policy';
import type { Budgets } from '../../../../src/model/policy/retention-policy';
import type { ApiClient } from '../../../../src/runtime/api/api-client';
import { BudgetLedger, type Census } from '../../../../src/runtime/sweep/budget/budget-ledger';
import { StateStore } from '../../../../src/runtime/sweep/budget/state';
import { days, now, policyOf, ruleOf } from '../../../model/policy/sample';
import { ObjectStore } from '../store';

describe('the budgets of a day', () => {
  let objects: ObjectStore;
  let client: ApiClient;
  let store: StateStore;

  beforeAll(async () => {
    objects = await ObjectStore.start();
    client = objects.server.client();
    store = new StateStore(client, 'steward-system', 'state');
  });
  afterAll(() => {
    client.close();
    objects.server.close();
  });
  beforeEach(() => objects.objects.clear());

  const policyWith = (budgets: Budgets) => policyOf({}, { budgets });
  const open = async (policy: EffectivePolicy, time = now, census: Census = {}, counts = true) =>
    BudgetLedger.open({
      policy,
      store: counts ? store : undefined,
      state: await store.read(),
      census,
      now: () => time,
    });
  const taken = async (ledger: BudgetLedger, policy: EffectivePolicy, counts: readonly number[], namespace = 'team') =>
    Promise.all(counts.map((count) => ledger.take(ruleOf(policy), namespace, count)));

  it('never give more than there is, however many sweeps ask, in whatever portions', async () => {
    const portions = fc.array(fc.integer({ min: 1, max: 60 }), { maxLength: 12 });
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 0, max: 400 }), portions, portions, async (limit, first, second) => {
        objects.objects.clear();
        const policy = policyWith({ policy: { count: limit } });
        const ledgers = [await open(policy), await open(policy)];
        const answers = await Promise.all([taken(ledgers[0]!, policy, first), taken(ledgers[1]!, policy, second)]);
        const given = (counts: readonly number[], told: readonly (string | undefined)[]) =>
          counts.filter((_, index) => told[index] === undefined).reduce((sum, count) => sum + count, 0);
        const all = given(first, answers[0]) + given(second, answers[1]);
        expect(all).toBeLessThanOrEqual(limit);
        // Counted before anything was deleted, and afterwards no more than was.
        expect((await store.read()).spent['policy'] ?? 0).toBeGreaterThanOrEqual(all);
        for (const ledger of ledgers) await ledger.settle();
        expect((await store.read()).spent['policy'] ?? 0).toBe(all);
      }),
      { numRuns: 60, seed: 1 },
    );
  });

  it('stop the policy, with the arithmetic, until somebody has looked', async () => {
    const policy = policyWith({ namespace: { count: 5 } });
    const ledger = await open(policy);
    expect(await taken(ledger, policy, [4, 3, 1])).toEqual([
      undefined,
      'the budget of namespace team is 5 for 2026-11-26: 4 are spent, 3 more would be too many',
      expect.stringContaining('is 5'),
    ]);
    await ledger.settle();
    const tomorrow = await open(policy, now + days);
    expect(tomorrow.stop?.reason).toContain('4 are spent');
    expect(await taken(tomorrow, policy, [1], 'other')).toEqual([expect.stringContaining('4 are spent')]);
    await store.acknowledge();
    expect(await taken(await open(policy, now + days), policy, [5])).toEqual([undefined]);
  });

  it('of a day that is over are left alone by a sweep that ends in the next', async () => {
    const policy = policyWith({ policy: { count: 500 } });
    const late = await open(policy);
    expect(await taken(late, policy, [1])).toEqual([undefined]);
    const early = await open(policy, now + days);
    expect(await taken(early, policy, [40])).toEqual([undefined]);
    // Of what it had reserved the day before, 99 are not used.
    await late.settle();
    await early.settle();
    expect((await store.read()).spent['policy']).toBe(40);
  });

  it('are not renewed by a sweep of the same day, and are by the next day', async () => {
    const policy = policyWith({ policy: { count: 5 } });
    expect(await taken(await open(policy), policy, [5])).toEqual([undefined]);
    expect(await taken(await open(policy), policy, [1])).toEqual([expect.stringContaining('5 are spent')]);
    await store.acknowledge();
    expect(await taken(await open(policy, now + days), policy, [5])).toEqual([undefined]);
  });

  it('take back what was not deleted', async () => {
    const policy = policyWith({ policy: { count: 5 } });
    const ledger = await open(policy);
    await taken(ledger, policy, [5]);
    ledger.giveBack(ruleOf(policy), 'team', 2);
    await ledger.settle();
    expect((await store.read()).spent).toMatchObject({ policy: 3, 'namespace/team': 3, 'rule/workflows': 3 });
  });

  it('are shares of what the first sweep of the day saw, rounded down', async () => {
    const policy = policyWith({ policy: { percent: 50 } });
    expect(await taken(await open(policy, now, { policy: 9 }), policy, [4])).toEqual([undefined]);
    // Four are gone by now, and count all the same.
    expect(await taken(await open(policy, now, { policy: 5 }), policy, [1])).toEqual([
      expect.stringContaining('the budget of policy team is 4 for 2026-11-26: 4 are spent'),
    ]);
  });

  it('are counted for a report too, and written nowhere', async () => {
    const policy = policyWith({ policy: { count: 1 } });
    const ledger = await open(policy, now, {}, false);
    expect(await taken(ledger, policy, [1, 1])).toEqual([undefined, expect.stringContaining('1 are spent')]);
    await ledger.settle();
    expect(await store.exists()).toBe(false);
  });
});
