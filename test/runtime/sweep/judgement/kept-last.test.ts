import type { LiveMetadata } from '../../../../src/model/manifests/live-object';
import { effectivePolicy, resourceOf } from '../../../../src/model/policy/effective-policy';
import type { RetentionRule } from '../../../../src/model/policy/retention-policy';
import { KeptLast } from '../../../../src/runtime/sweep/judgement/kept-last';
import { ago, days, podRule, workflowRule } from '../../../model/policy/sample';
import { refuse, servedForTests } from '../../local-server';

describe('what keepLast keeps', () => {
  const local = servedForTests(() => ({}), { attempts: 1 });

  const item = (name: string, age: number, metadata: Partial<LiveMetadata> = {}) => ({
    metadata: { name, uid: name, resourceVersion: '1', creationTimestamp: ago(age), ...metadata },
  });
  const keep = { Succeeded: { for: '7d', keepLast: 2 }, Failed: { for: '3d', keepLast: 1 } } as const;
  const workflows = resourceOf(workflowRule);
  const keptBy = (rules: readonly RetentionRule[], items: readonly object[]) => {
    local.server.handler = () => ({ metadata: { resourceVersion: '9' }, items });
    return new KeptLast(local.client, effectivePolicy({ name: 'team', rules }), 500);
  };

  it('are the newest of each template and outcome', async () => {
    const of = (name: string, age: number, phase: string, template: string) =>
      item(name, age, {
        labels: { 'workflows.argoproj.io/phase': phase, 'workflows.argoproj.io/workflow-template': template },
      });
    const kept = keptBy(
      [{ ...workflowRule, keep }],
      [
        of('a1', 3 * days, 'Succeeded', 'a'),
        of('a2', 2 * days, 'Succeeded', 'a'),
        of('a3', 4 * days, 'Succeeded', 'a'),
        of('a4', 9 * days, 'Failed', 'a'),
        of('b1', 9 * days, 'Succeeded', 'b'),
        of('c1', 1 * days, 'Running', 'a'),
        item('d2', 9 * days, { generateName: 'd-', labels: { 'workflows.argoproj.io/phase': 'Failed' } }),
        item('d1', 9 * days, { generateName: 'd-', labels: { 'workflows.argoproj.io/phase': 'Failed' } }),
      ],
    );
    expect([...(await kept.of(workflows, 'team'))].sort()).toEqual(['a1', 'a2', 'a4', 'b1', 'd1']);
    expect(await kept.has(workflows, { ...item('a1', 0).metadata, namespace: 'team' })).toBe(true);
    expect(await kept.has(workflows, { ...item('a3', 0).metadata, namespace: 'team' })).toBe(false);
  });

  it('are none of those that are on their way: they would take the place of others', async () => {
    const phase = { labels: { 'workflows.argoproj.io/phase': 'Failed' } };
    const kept = keptBy(
      [{ ...workflowRule, keep }],
      [item('new', days, { ...phase, deletionTimestamp: ago(0) }), item('old', 9 * days, phase)],
    );
    expect([...(await kept.of(workflows, 'team'))]).toEqual(['old']);
  });

  it('are listed once for all who ask, and not at all where no rule keeps any', async () => {
    const kept = keptBy([{ ...workflowRule, keep }, podRule], [item('a', days)]);
    await Promise.all([kept.of(workflows, 'team'), kept.of(workflows, 'team')]);
    expect(local.server.requests).toHaveLength(1);
    expect((await kept.of(resourceOf(podRule), 'team')).size).toBe(0);
    expect((await kept.of(workflows, 'elsewhere')).size).toBe(0);
    expect(local.server.requests).toHaveLength(1);
  });

  it('are never taken to be none because they cannot be listed', async () => {
    const kept = keptBy([{ ...workflowRule, keep }], []);
    local.server.handler = (_, response) => refuse(response, 403, 'Forbidden', 'no');
    await expect(kept.of(workflows, 'team')).rejects.toThrow('no');
  });
});
