import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ArchiveSettings } from '../../../../src/model/policy/retention-policy';
import { Archive } from '../../../../src/runtime/store/archive/archive';
import { DirectoryStore } from '../../../../src/runtime/store/folder/directory-store';
import { endedPod, endedWorkflow, stepOf } from '../../ended';
import { LocalCluster } from '../../local-cluster';
import { type Handler, refuse } from '../../local-server';
import { all } from '../../store/objects';
import { archivedIn, ringOf, sweep, workflowRule } from '../sweeps';

const workflows = '/apis/argoproj.io/v1alpha1/namespaces/agents/workflows';
const pods = '/api/v1/namespaces/agents/pods';
const end = '20200102T030405Z';
const workflow = `archive/agents/Workflow/2020/01/02/build/uid-of-build-${end}.json.gz`;
const logs = [
  `archive/agents/Workflow/2020/01/02/build/uid-of-build-${end}/good/main.log.gz`,
  `archive/agents/Workflow/2020/01/02/build/uid-of-build-${end}/bad/main.log.gz`,
];
const capsule = `archive/agents/Capsule/2020/01/02/bad/uid-of-bad-${end}.json.gz`;

describe('what goes along with a workflow', () => {
  const folder = mkdtempSync(join(tmpdir(), 'steward-evidence-'));
  const store = new DirectoryStore(folder);
  let cluster: LocalCluster;

  beforeAll(async () => {
    cluster = await LocalCluster.start();
  });
  afterAll(() => {
    cluster.server.close();
    rmSync(folder, { recursive: true, force: true });
  });
  beforeEach(() => {
    cluster.clear();
    rmSync(folder, { recursive: true, force: true });
  });

  /** A workflow of which one step failed and another did not. */
  const build = (phase: 'Succeeded' | 'Failed' | 'Error') => {
    cluster.put(
      endedWorkflow('build', phase),
      endedPod('good', 'Succeeded', stepOf('build')),
      endedPod('bad', 'Failed', stepOf('build')),
    );
    cluster.logs.set('good/main', 'went well, token=hunter2\n');
    cluster.logs.set('bad/main', `${'line\n'.repeat(300)}last words, token=hunter2\n`);
  };
  const keys = async () => (await all(store.list(''))).map(({ key }) => key).sort();
  const archive = (settings: Partial<ArchiveSettings> = {}) => ({ archive: { directory: folder, ...settings } });
  const deletions = () => cluster.writes.filter((write) => write.startsWith('DELETE'));

  it.each<[string, 'Succeeded' | 'Failed' | 'Error', ArchiveSettings['logs'], readonly string[]]>([
    ['logs and capsules of one that failed', 'Failed', undefined, [workflow, ...logs, capsule]],
    ['logs and capsules of one that ended in error', 'Error', 'failed', [workflow, ...logs, capsule]],
    ['no logs of one that succeeded', 'Succeeded', 'failed', [workflow, capsule]],
    ['logs of one that succeeded, where all are wanted', 'Succeeded', 'all', [workflow, ...logs, capsule]],
    ['no logs of one that failed, where none are wanted', 'Failed', 'none', [workflow, capsule]],
  ])('is archived before it goes: %s', async (_, phase, wanted, expected) => {
    build(phase);
    let beforeDeletion: readonly string[] = [];
    cluster.fault = async ({ method }) => {
      if (method === 'DELETE') beforeDeletion = await keys();
    };
    const { code, decisions } = await sweep(cluster, workflowRule, archive({ logs: wanted }));
    expect([code, deletions()]).toEqual([0, [`DELETE ${workflows}/build`]]);
    expect(beforeDeletion).toEqual([...expected].sort());
    expect(await keys()).toEqual(beforeDeletion);
    expect(decisions.map(({ name, result, archive: key }) => [name, result, key])).toEqual([
      ['build', 'deleted', workflow],
      ['bad', 'deleted', undefined],
      ['good', 'deleted', undefined],
    ]);
  });

  it('is a log whole and as it came; the capsule has its end without secrets', async () => {
    build('Failed');
    await sweep(cluster, workflowRule, archive());
    const opened = new Archive(store);
    const kept = await all(opened.logs(workflow));
    const texts = await Promise.all(kept.map(async ({ key, log }) => [log?.pod, await opened.showLog(key)]));
    expect(Object.fromEntries(texts)).toEqual({
      good: 'went well, token=hunter2\n',
      bad: `${'line\n'.repeat(300)}last words, token=hunter2\n`,
    });
    const [{ logs: ends, owner } = {}] = await archivedIn(folder);
    expect([owner?.name, ends?.['main']?.lines]).toEqual([
      'build',
      [...Array.from({ length: 199 }, () => 'line'), 'last words, token=***'],
    ]);
  });

  it('is, without an archive, what the failed pod died of', async () => {
    build('Failed');
    const { decisions } = await sweep(cluster, workflowRule);
    expect(decisions.map(({ result }) => result)).toEqual(['deleted', 'deleted', 'deleted']);
    expect(ringOf(cluster).map(({ metadata }) => metadata.name)).toEqual(['bad']);
  });

  it('is archived without the log of a pod that has lost it', async () => {
    build('Failed');
    cluster.logs.delete('good/main');
    const { decisions } = await sweep(cluster, workflowRule, archive());
    expect(decisions.map(({ result }) => result)).toEqual(['deleted', 'deleted', 'deleted']);
    expect(await keys()).toEqual([workflow, logs[1], capsule].sort());
  });

  const no: Handler = (_, response) => refuse(response, 403, 'Forbidden', 'not let through');
  const down: Handler = (_, response) => refuse(response, 500, 'InternalError', 'no route to host');
  const cut: Handler = (_, response) => {
    response.write('went w', () => response.destroy());
  };
  it.each<[string, string, Handler, RegExp]>([
    ['log may not be read', `${pods}/good/log`, no, /^not let through$/],
    ['node does not answer', `${pods}/good/log`, down, /^no route to host$/],
    ['log breaks off', `${pods}/good/log`, cut, /^the answer was cut off: aborted$/],
    ['events may not be listed', '/api/v1/namespaces/agents/events', no, /^not let through$/],
  ])('stays with it where a pod cannot be archived: its %s', async (_, path, answer, reason) => {
    build('Failed');
    cluster.fault = (request, response) =>
      request.method === 'GET' && request.path === path ? answer(request, response) : undefined;
    const { code, decisions } = await sweep(cluster, workflowRule, archive());
    expect([code, deletions()]).toEqual([1, []]);
    expect(decisions).toEqual([
      expect.objectContaining({
        kind: 'Workflow',
        name: 'build',
        result: 'archive-failed',
        reason: expect.stringMatching(reason),
      }),
    ]);
  });

  it('is no log where the workflow itself is not archived', async () => {
    build('Failed');
    const keep = { Failed: { for: '1d', archive: false } };
    const { decisions } = await sweep(cluster, { ...workflowRule, keep }, archive());
    expect(decisions.map(({ result }) => result)).toEqual(['deleted', 'deleted', 'deleted']);
    expect(await keys()).toEqual([capsule]);
  });

  it('stays with it where the archive cannot be written', async () => {
    build('Failed');
    writeFileSync(folder, '');
    const { code, decisions } = await sweep(cluster, workflowRule, archive());
    expect([code, deletions()]).toEqual([1, []]);
    expect(decisions).toEqual([
      expect.objectContaining({
        name: 'build',
        result: 'archive-failed',
        reason: expect.stringMatching(/cannot be written in folder .*: a part of it is a file already$/),
      }),
    ]);
  });
});
