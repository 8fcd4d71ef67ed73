import { effectivePolicy } from '../../../../src/model/policy/effective-policy';
import { pauseAnnotation, protectedLabel } from '../../../../src/model/policy/pause';
import type { RetentionPolicy } from '../../../../src/model/policy/retention-policy';
import { NamespaceGuard } from '../../../../src/runtime/sweep/judgement/namespace-guard';
import { podRule } from '../../../model/policy/sample';
import { refuse, servedForTests } from '../../local-server';

describe('the guard of a namespace', () => {
  const local = servedForTests(() => ({}), { attempts: 1 });

  const guard = (more: Partial<RetentionPolicy> = {}) =>
    new NamespaceGuard(local.client, effectivePolicy({ name: 'p', rules: [podRule], ...more }));
  const bears = (metadata: object) => {
    local.server.handler = () => ({ metadata: { name: 'team', ...metadata } });
  };

  it('refuses some by their names alone', async () => {
    bears({});
    const { barrier, isRefused } = { barrier: guard(), isRefused: guard({ protectedNamespaces: ['prod-*'] }) };
    expect(await barrier.barrier('kube-system')).toMatchObject({ result: 'protected' });
    expect(local.server.requests).toEqual([]);
    expect(['kube-public', 'prod-eu', 'team-kube-x', 'prod'].map((name) => isRefused.isRefused(name))).toEqual([
      true,
      true,
      false,
      false,
    ]);
  });

  it.each<[string, object, object | undefined]>([
    ['none', {}, undefined],
    ['a label that protects', { labels: { [protectedLabel]: '' } }, { result: 'protected' }],
    ['a label that does not', { labels: { [protectedLabel]: 'false' } }, undefined],
    [
      'a pause',
      { annotations: { [pauseAnnotation]: '2999-01-01T00:00:00Z, incident' } },
      { result: 'paused', reason: 'namespace team is paused until 2999-01-01T00:00:00Z: incident' },
    ],
    ['a pause that is over', { annotations: { [pauseAnnotation]: '2020-01-01, incident' } }, undefined],
    ['a pause that cannot be read', { annotations: { [pauseAnnotation]: 'soon' } }, { result: 'paused' }],
  ])('knows %s', async (_, metadata, barrier) => {
    bears(metadata);
    const given = await guard().barrier('team');
    if (barrier === undefined) expect(given).toBeUndefined();
    else expect(given).toMatchObject(barrier);
  });

  it('tells pauses that it met, and when they end', async () => {
    bears({ annotations: { [pauseAnnotation]: '2999-01-01T00:00:00Z, x' } });
    const one = guard();
    await one.barrier('team');
    expect([...one.pauses]).toEqual([['team', Date.UTC(2999, 0, 1)]]);
  });

  it('knows hold windows', async () => {
    bears({});
    const holdWindows = [{ schedule: '* * * * *', duration: '1h', reason: 'always' }];
    expect(await guard({ holdWindows }).barrier('team')).toMatchObject({
      result: 'hold-window',
      reason: expect.stringMatching(/^nothing is deleted until .*: always$/),
    });
  });

  it('knows a namespace that is gone', async () => {
    local.server.handler = (_, response) => refuse(response, 404, 'NotFound');
    expect(await guard().barrier('team')).toMatchObject({ result: 'gone' });
  });

  it('asks once for many, and again when the answer is half a second old', async () => {
    bears({});
    const one = guard();
    await Promise.all(Array.from({ length: 20 }, () => one.barrier('team')));
    expect(local.server.requests).toHaveLength(1);
    bears({ annotations: { [pauseAnnotation]: 'forever, x' } });
    await new Promise((resolve) => setTimeout(resolve, 600));
    expect(await one.barrier('team')).toMatchObject({ result: 'paused' });
  });

  it('relies on no answer that took a second, and on no failure', async () => {
    local.server.handler = async () => {
      await new Promise((resolve) => setTimeout(resolve, 1_100));
      return { metadata: { name: 'team' } };
    };
    await expect(guard().barrier('team')).rejects.toThrow('whether team is paused is not told within a second');
    local.server.handler = (_, response) => refuse(response, 500, 'InternalError', 'down');
    const one = guard();
    await expect(one.barrier('team')).rejects.toThrow('down');
    bears({});
    expect(await one.barrier('team')).toBeUndefined();
  }, 20_000);
});
