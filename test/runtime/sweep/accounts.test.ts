import { mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { RetentionRule } from '../../../src/model/policy/retention-policy';
import { Archive } from '../../../src/runtime/store/archive/archive';
import { DirectoryStore } from '../../../src/runtime/store/folder/directory-store';
import { resultsOf } from '../../cluster/suites/runtime/sweeper';
import { endedPod, endedWorkflow, stepOf } from '../ended';
import { LocalCluster } from '../local-cluster';
import { refuse } from '../local-server';
import { all } from '../store/objects';
import { podRule, sweep, workflowRule } from './sweeps';

const configMapRule: RetentionRule = {
  name: 'scratch',
  apiVersion: 'v1',
  kind: 'ConfigMap',
  namespaces: ['agents'],
  selector: { matchLabels: { scratch: 'true' } },
  keep: { Unused: { for: '7d', archive: true } },
};
const runningRule: RetentionRule = {
  ...workflowRule,
  name: 'endless',
  keep: { Running: { for: '14d', action: 'stop' } },
};
const endless = (name: string, metadata: object = {}) => ({
  apiVersion: 'argoproj.io/v1alpha1',
  kind: 'Workflow',
  metadata: { name, namespace: 'agents', ...metadata },
  spec: { entrypoint: 'main' },
  status: { phase: 'Running', startedAt: '2020-01-02T03:00:00Z' },
});

describe('what a sweep says of what it asked for', () => {
  const folder = mkdtempSync(join(tmpdir(), 'steward-accounts-'));
  let cluster: LocalCluster;

  beforeAll(async () => {
    cluster = await LocalCluster.start();
  });
  beforeEach(() => cluster.clear());
  afterAll(() => {
    cluster.server.close();
    rmSync(folder, { recursive: true, force: true });
  });

  /** The first write is carried out, and nobody answers; the next one is for a version that is there no more. */
  const unanswered = (method: string, carryOut: (path: string) => void) => {
    let isAsked = false;
    cluster.fault = (request, response) => {
      if (request.method !== method || !cluster.objects.has(request.path)) return undefined;
      if (isAsked) return refuse(response, 409, 'Conflict');
      isAsked = true;
      carryOut(request.path);
      return refuse(response, 504, 'Timeout', 'no answer');
    };
  };
  const change = (path: string, more: object) => {
    const object = cluster.objects.get(path)!;
    const metadata = { ...object.metadata, ...(more as { metadata?: object }).metadata, resourceVersion: '999' };
    cluster.objects.set(path, { ...object, ...more, metadata });
  };

  it('a plan whose deletion waits for finalizers, and was not answered', async () => {
    cluster.put(endedWorkflow('build', 'Failed'), endedPod('step', 'Succeeded', stepOf('build')));
    const plan = join(folder, 'plan.json');
    await sweep(cluster, workflowRule, {}, { mode: 'report', plan });
    unanswered('DELETE', (path) => {
      const metadata = { deletionTimestamp: new Date().toISOString(), finalizers: ['artifact-gc'] };
      change(path, { metadata });
    });
    const swept = await sweep(cluster, workflowRule, {}, { apply: plan });
    expect([swept.code, resultsOf(swept)]).toEqual([0, { build: 'deleted', step: 'deleted' }]);
  });

  it('a stop that was not answered is one, and nothing that ran already', async () => {
    cluster.put(endless('build'));
    unanswered('PATCH', (path) => change(path, { spec: { entrypoint: 'main', shutdown: 'Stop' } }));
    const { decisions } = await sweep(cluster, runningRule);
    expect(decisions).toEqual([
      expect.objectContaining({
        result: 'stopped',
        reason: expect.stringMatching(/; was told to end: shutdown Stop, the answer to its stop was lost$/),
      }),
    ]);
  });

  it('what others delete while it only asks is gone, and not deleted', async () => {
    cluster.put(endedWorkflow('build', 'Failed'));
    unanswered('DELETE', (path) => cluster.objects.delete(path));
    expect(resultsOf(await sweep(cluster, workflowRule, {}, { mode: 'verify' }))).not.toMatchObject({
      build: 'deleted',
    });
  });

  it('what was reported already is not counted again with its owner', async () => {
    cluster.put(endedWorkflow('z-parent', 'Failed'), endedWorkflow('a-child', 'Failed', stepOf('z-parent')));
    for (const mode of ['report', 'verify']) {
      const settings = { mode, workers: '1' };
      const { code, summary } = await sweep(cluster, workflowRule, { budgets: { policy: { count: 2 } } }, settings);
      expect([code, summary?.stop, summary?.freed.objects]).toEqual([0, undefined, 2]);
    }
  });

  it('what only was reported is counted when it goes along after all', async () => {
    const child: RetentionRule = {
      ...workflowRule,
      name: 'child',
      selector: { matchLabels: { part: 'yes' } },
      keep: { Running: { for: '1d' } },
    };
    const parent: RetentionRule = { ...runningRule, keep: { Running: { for: '1d', action: 'delete' } } };
    cluster.put(endless('z-parent'), endless('a-child', { ...stepOf('z-parent'), labels: { part: 'yes' } }));
    const budget = (count: number) =>
      sweep(cluster, [child, parent], { budgets: { policy: { count } } }, { workers: '1' });
    expect(resultsOf(await budget(1))).toEqual({ 'a-child': 'reported', 'z-parent': 'budget' });
    cluster.objects.delete('/api/v1/namespaces/steward-system/configmaps/steward-sweep-night');
    const swept = await budget(2);
    expect([resultsOf(swept), swept.summary?.freed.objects]).toEqual([
      { 'a-child': 'deleted', 'z-parent': 'deleted' },
      2,
    ]);
  });

  it('a stop of a plan that was not answered is one, even if all is over by then', async () => {
    cluster.put(endless('build'));
    const plan = join(folder, 'stop.json');
    await sweep(cluster, runningRule, {}, { mode: 'report', plan });
    unanswered('PATCH', (path) => {
      const { metadata, status } = endedWorkflow('build', 'Failed');
      change(path, { metadata: { labels: metadata.labels }, status });
    });
    expect(resultsOf(await sweep(cluster, runningRule, {}, { apply: plan }))).toEqual({ build: 'stopped' });
  });

  it('what another owner still has goes only with that', async () => {
    const [owner] = stepOf('young').ownerReferences!;
    const [mine] = stepOf('build').ownerReferences!;
    cluster.put(
      endedWorkflow('build', 'Failed'),
      endedWorkflow('young', 'Failed', { annotations: { preserve: 'true' } }),
    );
    cluster.put(endedPod('shared', 'Succeeded', { ownerReferences: [mine!, { ...owner!, controller: false }] }));
    const { decisions } = await sweep(cluster, workflowRule, {}, { mode: 'report' });
    expect(decisions.find(({ name }) => name === 'shared')?.reason).toBe(
      'goes with Workflow build, unless Workflow young is there',
    );
  });

  it('what it could not decide is its first rule’s', async () => {
    cluster.put(endedPod('step', 'Failed'));
    cluster.fault = ({ path }, response) =>
      path.endsWith('/pods/step') ? refuse(response, 403, 'Forbidden') : undefined;
    expect((await sweep(cluster, podRule)).decisions).toEqual([
      expect.objectContaining({ rule: 'pods', result: 'forbidden' }),
    ]);
  });

  it('credentials that end in the middle leave the rest, and a summary', async () => {
    for (let index = 0; index < 5; index += 1) cluster.put(endedPod(`step-${index}`, 'Succeeded'));
    let deletions = 0;
    cluster.fault = ({ method }, response) => {
      if (method === 'DELETE') deletions += 1;
      return deletions > 2 ? refuse(response, 401, 'Unauthorized', 'the token has expired') : undefined;
    };
    const { code, summary } = await sweep(cluster, podRule, {}, { workers: '1' });
    expect([code, summary?.results]).toEqual([1, { deleted: 2, error: 3 }]);
  });

  it('a file that cannot be written in the end is a problem, and hides nothing that was done', async () => {
    cluster.put(endedPod('step', 'Succeeded'));
    const metrics = join(folder, 'metrics.prom');
    cluster.fault = ({ method }) => {
      if (method === 'DELETE') mkdirSync(metrics, { recursive: true });
      return undefined;
    };
    const { code, summary } = await sweep(cluster, podRule, {}, { metrics });
    expect([code, summary?.results]).toEqual([1, { deleted: 1 }]);
    expect(summary?.problems).toEqual([expect.stringContaining(`--metrics ${metrics} cannot be written: `)]);
    expect(readdirSync(folder).filter((name) => name.endsWith('.tmp'))).toEqual([]);
  });

  it('it ends between two pages, although they hold nothing for it', async () => {
    const stop = new AbortController();
    let pages = 0;
    cluster.fault = ({ method, path, query }) => {
      if (method !== 'GET' || !path.endsWith('/pods') || query.has('watch')) return undefined;
      pages += 1;
      if (pages === 3) stop.abort();
      return { metadata: { resourceVersion: '1', continue: `page-${pages}` }, items: [] };
    };
    const { code, summary } = await sweep(cluster, podRule, {}, {}, stop.signal);
    expect([code, summary?.isInterrupted, pages]).toEqual([1, true, 3]);
  });

  it('a namespace that is gone by then is nobody to tell', async () => {
    cluster.put(endedPod('step', 'Succeeded'));
    cluster.fault = ({ method, path }, response) =>
      method === 'POST' && path.endsWith('/events') ? refuse(response, 404, 'NotFound') : undefined;
    expect(await sweep(cluster, podRule)).toMatchObject({ code: 0, summary: { problems: [] } });
  });

  it('what goes with its owner is archived where its own rule says so', async () => {
    cluster.put(endedWorkflow('build', 'Failed'), {
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata: { name: 'notes', namespace: 'agents', labels: { scratch: 'true' }, ...stepOf('build') },
      data: { found: 'much' },
    });
    const store = join(folder, 'store');
    const swept = await sweep(cluster, [workflowRule, configMapRule], { archive: { directory: store } });
    expect(resultsOf(swept)).toEqual({ build: 'deleted', notes: 'deleted' });
    const archive = new Archive(new DirectoryStore(store));
    const [entry, ...more] = await all(archive.list({ kind: 'ConfigMap' }));
    expect(more).toEqual([]);
    expect(await archive.show(entry!.key)).toMatchObject({ data: { found: 'much' } });
  });

  it('its own namespace is not among all of them, although another rule names it', async () => {
    const named = { ...workflowRule, namespaces: ['ops'] };
    cluster.put({ ...endedPod('mine', 'Succeeded'), metadata: { name: 'mine', namespace: 'ops' } });
    cluster.put(endedWorkflow('build', 'Failed', { namespace: 'ops' }));
    cluster.put({ apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'ops' } });
    const everywhere = { ...podRule, namespaces: ['*'] };
    const swept = await sweep(cluster, [everywhere, named], {}, { stateNamespace: 'ops' });
    expect(resultsOf(swept)).toEqual({ build: 'deleted' });
  });
});
