import { effectivePolicy } from '../../../../src/model/policy/effective-policy';
import type { RetentionRule } from '../../../../src/model/policy/retention-policy';
import { takeCensus } from '../../../../src/runtime/sweep/candidates/census';
import { podRule, workflowRule } from '../../../model/policy/sample';
import { servedForTests } from '../../local-server';

describe('the objects that shares are of', () => {
  // A thousand of each kind; three of them have a label.
  const local = servedForTests(({ query }) => {
    const items = Array.from({ length: query.has('labelSelector') ? 3 : 1 }, () => ({ metadata: {} }));
    const rest = query.has('labelSelector') ? {} : { remainingItemCount: 999 };
    return { metadata: { resourceVersion: '9', ...rest }, items };
  });

  const census = (rules: readonly RetentionRule[], budgets = {}) =>
    takeCensus(local.client, effectivePolicy({ name: 'p', rules, budgets }), ['team']);
  const selected = { ...podRule, name: 'few', selector: { matchLabels: { few: 'yes' } } };

  test('are all of the kinds concerned; of a rule with a share, those that it selects', async () => {
    const budget = { percent: 10 };
    expect(await census([workflowRule, podRule, { ...selected, budget }])).toEqual({
      policy: 2_000,
      'namespace/team': 2_000,
      'rule/workflows': 1_000,
      'rule/pods': 1_000,
      'rule/few': 3,
    });
  });

  test('are not counted where nothing is a share', async () => {
    expect(await census([selected])).toEqual({});
    expect(local.server.requests).toEqual([]);
  });
});
