import type { LiveMetadata } from '../../../../src/model/manifests/live-object';
import { effectivePolicy } from '../../../../src/model/policy/effective-policy';
import type { RetentionRule } from '../../../../src/model/policy/retention-policy';
import { Candidates } from '../../../../src/runtime/sweep/candidates/candidates';
import { passesOf, queries } from '../../../../src/runtime/sweep/candidates/passes';
import { ago, days, hours, now, podRule, workflowRule } from '../../../model/policy/sample';
import { servedForTests } from '../../local-server';

describe('candidates', () => {
  const local = servedForTests();

  const item = (name: string, age: number, metadata: Partial<LiveMetadata> = {}) => ({
    metadata: { name, uid: name, resourceVersion: '1', creationTimestamp: ago(age), ...metadata },
  });
  const look = (rules: readonly RetentionRule[], items: readonly object[]) => {
    local.server.handler = () => ({ metadata: { resourceVersion: '9' }, items });
    const policy = effectivePolicy({ name: 'team', rules });
    const [pass] = passesOf(policy, 'team');
    return {
      candidates: new Candidates(local.client, policy, 500, () => now, new AbortController().signal),
      pass: pass!,
    };
  };
  const found = async (rules: readonly RetentionRule[], items: readonly object[]) => {
    const { candidates, pass } = look(rules, items);
    const all = [];
    for (const query of queries(pass)) for await (const one of candidates.of(pass, query)) all.push(one);
    return all.map((one) => ('result' in one ? `${one.name} ${one.result}: ${one.reason}` : one.metadata.name));
  };
  const selectors = () =>
    local.server.requests.map(({ query }) => [query.get('labelSelector'), query.get('fieldSelector')]);

  it('are what is old enough, by metadata alone; what is exempt or young is decided', async () => {
    const preserved = { annotations: { preserve: 'true' } };
    const items = [
      item('old', 9 * days),
      item('young', 2 * days),
      item('exempt', 9 * days, preserved),
      item('going', hours, { deletionTimestamp: ago(hours) }),
      item('for-good', 9 * days, { annotations: { 'cleanup.cto.dev/ttl-seconds': '5d' } }),
      item('soon', 2 * hours, { annotations: { 'cleanup.cto.dev/ttl-seconds': '3600' } }),
    ];
    expect(await found([workflowRule], items)).toEqual([
      'old',
      'young young: made 2d ago, kept at least 3d',
      'exempt exempt: preserve=true',
      'going',
      'for-good',
      'soon',
    ]);
  });

  it('that are young and were exempt once say that they no longer are', async () => {
    const annotations = { preserve: 'true', 'cdk8s-steward.dev/preserve-until': ago(days) };
    const { candidates, pass } = look([workflowRule], [item('young', 2 * days, { annotations })]);
    const all = [];
    for await (const one of candidates.of(pass, {})) all.push(one);
    expect(all).toEqual([
      expect.objectContaining({
        result: 'young',
        notes: [expect.stringMatching(/^exemption has expired: preserve=true/)],
      }),
    ]);
  });

  it('of one kind are listed once, whatever the number of rules, in the order of the policy', () => {
    const another = { ...workflowRule, name: 'more' };
    const elsewhere = { ...podRule, name: 'else', namespaces: ['other'] };
    const policy = effectivePolicy({ name: 'p', rules: [workflowRule, podRule, another, elsewhere] });
    expect(passesOf(policy, 'team').map(({ rules }) => rules.map(({ name }) => name))).toEqual([
      ['workflows', 'more'],
      ['pods'],
    ]);
  });

  it('that the server can tell apart are left to it', async () => {
    await found([workflowRule], []);
    await found([{ ...workflowRule, keep: { Running: { for: '14d' } } }], []);
    await found([podRule], []);
    await found([{ ...podRule, keep: { Failed: { for: '1d' } }, selector: { matchLabels: { a: 'b' } } }], []);
    const other = { ...podRule, name: 'other', selector: { matchLabels: { a: 'c' } } };
    await found(
      [
        { ...podRule, keep: { Failed: { for: '1d' } } },
        { ...other, keep: { Failed: { for: '1d' } } },
      ],
      [],
    );
    expect(selectors()).toEqual([
      ['workflows.argoproj.io/completed=true', null],
      [null, null],
      [null, 'status.phase=Succeeded'],
      [null, 'status.phase=Failed'],
      ['a=b', 'status.phase=Failed'],
      [null, 'status.phase=Failed'],
    ]);
  });

  it('are those alone for which there is a rule', async () => {
    const rule = { ...workflowRule, selector: { matchLabels: { team: 'a' } } };
    const items = [item('ours', 9 * days, { labels: { team: 'a' } }), item('theirs', 9 * days)];
    expect(await found([rule], items)).toEqual(['ours']);
  });
});
