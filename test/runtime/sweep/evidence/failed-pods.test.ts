import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { RetentionPolicy } from '../../../../src/model/policy/retention-policy';
import type { Capsule } from '../../../../src/runtime/store/capsules/capsule';
import { endedAt, endedPod, eventOf } from '../../ended';
import { LocalCluster } from '../../local-cluster';
import { refuse } from '../../local-server';
import { archivedIn, podRule, ringOf, sweep } from '../sweeps';

const pods = '/api/v1/namespaces/agents/pods';
const ringPath = '/api/v1/namespaces/steward-system/configmaps/steward-capsules-night';

describe('what a failed pod tells', () => {
  const folder = mkdtempSync(join(tmpdir(), 'steward-evidence-'));
  const file = join(folder, 'file');
  let cluster: LocalCluster;

  beforeAll(async () => {
    cluster = await LocalCluster.start();
    writeFileSync(file, '');
  });
  afterAll(() => {
    cluster.server.close();
    rmSync(folder, { recursive: true });
  });
  beforeEach(() => cluster.clear());

  const asked = (path: string) =>
    cluster.server.requests.filter((request) => request.path === path).map(({ query }) => Object.fromEntries(query));

  describe.each<[string, Partial<RetentionPolicy>, () => Capsule[] | Promise<Capsule[]>]>([
    ['in the archive', { archive: { directory: join(folder, 'kept') } }, () => archivedIn(join(folder, 'kept'))],
    ['in a ConfigMap where there is no archive', {}, () => ringOf(cluster)],
  ])('is kept %s', (_, policy, kept) => {
    beforeEach(() => rmSync(join(folder, 'kept'), { recursive: true, force: true }));

    it('before it is deleted: status, events and the last 200 lines, without secrets', async () => {
      cluster.put(
        endedPod('agent', 'Failed', { uid: 'uid-of-agent' }),
        eventOf('agent', 'BackOff', 'restarting with token=hunter2'),
        eventOf('other', 'Pulled', 'of another pod'),
      );
      const lines = Array.from({ length: 300 }, (__, index) => `line ${index}\n`);
      cluster.logs.set('agent/main', `${lines.join('')}login with password: hunter2\n`);
      let beforeDeletion: Capsule[] | undefined;
      cluster.fault = async ({ method }) => {
        if (method === 'DELETE') beforeDeletion = await kept();
      };

      const { code, decisions } = await sweep(cluster, podRule, policy);
      expect([code, decisions]).toEqual([0, [expect.objectContaining({ name: 'agent', result: 'deleted' })]]);
      expect(cluster.objects.has(`${pods}/agent`)).toBe(false);
      expect(asked(`${pods}/agent/log`)).toMatchObject([{ container: 'main', tailLines: '201' }]);
      const capsules = await kept();
      expect(beforeDeletion).toEqual(capsules);
      expect(capsules).toEqual([
        expect.objectContaining({
          kind: 'Capsule',
          metadata: expect.objectContaining({ name: 'agent', namespace: 'agents', uid: 'uid-of-agent' }),
          node: 'node-1',
          status: {
            phase: 'Failed',
            finishedAt: endedAt,
            containers: [
              {
                name: 'main',
                image: 'worker:1',
                restarts: 0,
                end: { state: 'terminated', reason: 'OOMKilled', exitCode: 137, finishedAt: endedAt },
              },
            ],
          },
          events: [{ type: 'Warning', reason: 'BackOff', message: 'restarting with token=***', count: 1, at: endedAt }],
          logs: {
            main: {
              lines: [...lines.slice(-199).map((line) => line.trimEnd()), 'login with password: ***'],
              omitted: 1,
            },
          },
        }),
      ]);
    });

    it('with the log that a busy server was asked for again, when it said', async () => {
      cluster.put(endedPod('agent', 'Failed'));
      cluster.logs.set('agent/main', 'last words\n');
      let refusals = 0;
      cluster.fault = ({ path }, response) => {
        if (!path.endsWith('/log') || refusals === 2) return undefined;
        refusals += 1;
        response.setHeader('retry-after', '0');
        return refuse(response, 429, 'TooManyRequests', 'busy');
      };
      await sweep(cluster, podRule, policy);
      const [capsule] = await kept();
      expect([refusals, capsule?.logs['main']?.lines]).toEqual([2, ['last words']]);
    });

    it('with the last words of a pod, however long the lines before them are', async () => {
      cluster.put(endedPod('agent', 'Failed'));
      cluster.logs.set('agent/main', `${`${'x'.repeat(5_000)}\n`.repeat(199)}last words\n`);
      await sweep(cluster, podRule, policy);
      const [capsule] = await kept();
      const { lines = [], omitted } = capsule?.logs['main'] ?? {};
      expect([lines.at(-1), lines.length + (omitted ?? 0)]).toEqual(['last words', 200]);
    });

    it('and nothing of one that succeeded', async () => {
      cluster.put(endedPod('agent', 'Succeeded'));
      cluster.logs.set('agent/main', 'done\n');
      const { decisions } = await sweep(cluster, podRule, policy);
      expect(decisions.map(({ result }) => result)).toEqual(['deleted']);
      expect([await kept(), asked(`${pods}/agent/log`)]).toEqual([[], []]);
    });

    it.each(['report', 'verify'])('and nothing by a sweep that deletes nothing (%s)', async (mode) => {
      cluster.put(endedPod('agent', 'Failed'));
      const { code } = await sweep(cluster, podRule, policy, { mode });
      expect([code, await kept(), asked(`${pods}/agent/log`)]).toEqual([0, [], []]);
    });

    it('without the log of a node that does not answer: it is asked twice, and the capsule says so', async () => {
      cluster.put(endedPod('agent', 'Failed'));
      cluster.fault = ({ path }, response) =>
        path.endsWith('/log') ? refuse(response, 500, 'InternalError', 'dial tcp: no route to host') : undefined;
      const { decisions } = await sweep(cluster, podRule, policy);
      expect(decisions.map(({ result }) => result)).toEqual(['deleted']);
      expect(asked(`${pods}/agent/log`)).toHaveLength(2);
      const [capsule] = await kept();
      expect(capsule?.logs['main']?.lines).toEqual(['[no log: dial tcp: no route to host]']);
    });
  });

  it.each<[string, Partial<RetentionPolicy>, string, RegExp]>([
    [
      'the archive',
      { archive: { directory: file } },
      '',
      /cannot be written in folder .*: a part of it is a file already$/,
    ],
    ['the ConfigMap', {}, ringPath, /^no right to it$/],
    ['the events, which may not be listed', {}, '/api/v1/namespaces/agents/events', /^no right to it$/],
    ['the log, which may not be read', {}, `${pods}/agent/log`, /^no right to it$/],
  ])('keeps the pod where it cannot be kept: %s', async (_, policy, forbidden, reason) => {
    cluster.put(endedPod('agent', 'Failed'), endedPod('done', 'Succeeded'));
    cluster.logs.set('agent/main', 'last words\n');
    cluster.fault = ({ method, path }, response) =>
      path === forbidden && method !== 'POST' ? refuse(response, 403, 'Forbidden', 'no right to it') : undefined;
    const { code, decisions } = await sweep(cluster, podRule, policy);
    expect(code).toBe(1);
    expect(decisions).toHaveLength(2);
    expect(decisions).toContainEqual(
      expect.objectContaining({ name: 'agent', result: 'archive-failed', reason: expect.stringMatching(reason) }),
    );
    expect(cluster.writes.filter((write) => write.startsWith('DELETE'))).toEqual([`DELETE ${pods}/done`]);
  });

  it('is added to the ConfigMap as it is by then, whoever else writes there', async () => {
    cluster.put(endedPod('first', 'Failed'));
    await sweep(cluster, podRule);
    cluster.put(endedPod('second', 'Failed'));
    let conflicts = 0;
    cluster.fault = ({ method, path }, response) => {
      if (method !== 'PUT' || path !== ringPath || conflicts > 0) return undefined;
      conflicts += 1;
      return refuse(response, 409, 'Conflict', 'changed meanwhile');
    };
    expect((await sweep(cluster, podRule)).code).toBe(0);
    expect([conflicts, ringOf(cluster).map(({ metadata }) => metadata.name)]).toEqual([1, ['second', 'first']]);
  });

  it('of the newest 50 pods stays in the ConfigMap, which is marked as one of capsules', async () => {
    cluster.put(...Array.from({ length: 60 }, (_, index) => endedPod(`agent-${index}`, 'Failed')));
    const { code, decisions } = await sweep(cluster, podRule, {}, { workers: '1' });
    expect([code, decisions.filter(({ result }) => result === 'deleted').length]).toEqual([0, 60]);
    const inOrder = decisions.map(({ name }) => name);
    const kept = ringOf(cluster).map(({ metadata }) => metadata.name);
    expect(kept.sort()).toEqual(inOrder.slice(-50).sort());
    expect(cluster.objects.get(ringPath)?.metadata.labels).toEqual({
      'cdk8s-steward.dev/capsules': 'true',
      'app.kubernetes.io/managed-by': 'cdk8s-steward',
    });
  });
});
