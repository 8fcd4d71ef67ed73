import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Bench } from '../../bench/bench';
import { binaries } from '../../build/build';
import { chosenVersions } from '../../build/targets';
import { resultsOf, ruleFor, Sweeper } from './sweeper';

describe('what holds a sweep up', () => {
  const bench = Bench.shared();
  let sweeper: Sweeper;

  beforeEach(async () => {
    sweeper = await Sweeper.start(bench);
  });
  afterEach(() => sweeper.close());
  afterAll(() => bench.close());

  const mark = (metadata: object) => bench.client.mergePatch(`/api/v1/namespaces/${sweeper.namespace}`, { metadata });
  const pause = (text: string) => mark({ annotations: { 'cdk8s-steward.dev/pause': text } });

  it('a pause in the middle: a second later nothing more is asked for', async () => {
    await Promise.all(Array.from({ length: 60 }, (_, index) => sweeper.make.job(`job-${index}`)));
    let pausedAt = Number.POSITIVE_INFINITY;
    sweeper.proxy.before = async ({ method }) => {
      if (method !== 'DELETE' || pausedAt < Number.POSITIVE_INFINITY) return;
      pausedAt = Number.MAX_VALUE;
      await pause('forever, incident 4711');
      pausedAt = performance.now();
    };
    // Two calls an object: slow enough to be still at work when the second is over.
    const { code, decisions } = await sweeper.sweep(sweeper.policy(['Job']), { qps: '30', burst: '30' });
    expect(code).toBe(0);
    const deletions = sweeper.proxy.exchanges.filter(({ method }) => method === 'DELETE');
    expect(deletions.length).toBeGreaterThan(0);
    expect(deletions.filter(({ arrivedAt }) => arrivedAt > pausedAt + 1_000)).toEqual([]);
    const paused = decisions.filter(({ result }) => result === 'paused');
    expect(paused.length).toBeGreaterThan(20);
    expect(paused[0]?.reason).toBe(`namespace ${sweeper.namespace} is paused without end: incident 4711`);
    expect(await sweeper.left('Job')).toHaveLength(60 - deletions.length);
  });

  it('a pause is a metric, and ends by itself', async () => {
    await sweeper.make.job('done');
    const folder = mkdtempSync(join(tmpdir(), 'steward-metrics-'));
    const metrics = join(folder, 'sweep.prom');
    const until = new Date(Date.now() + 3_000).toISOString().slice(0, 19);
    await pause(`${until}Z, for a moment`);
    expect(resultsOf(await sweeper.sweep(sweeper.policy(['Job']), { metrics }))).toEqual({ done: 'paused' });
    expect(readFileSync(metrics, 'utf8')).toContain(
      `steward_namespace_paused_until_seconds{policy="${sweeper.namespace}",namespace="${sweeper.namespace}"} ${Date.parse(`${until}Z`) / 1_000}\n`,
    );
    const promtool = binaries(chosenVersions()).path('promtool');
    const checked = spawnSync(promtool, ['check', 'metrics'], { input: readFileSync(metrics), encoding: 'utf8' });
    expect([checked.status, checked.stdout, checked.stderr]).toEqual([0, '', '']);
    await bench.until('the pause is over', async () => {
      return resultsOf(await sweeper.sweep(sweeper.policy(['Job'])))['done'] === 'deleted';
    });
    rmSync(folder, { recursive: true });
  });

  it('a pause is a metric of kube-state-metrics, with nobody sweeping', async () => {
    await pause('forever, incident 4711');
    const paused = `kube_namespace_annotations{annotation_cdk8s_steward_dev_pause!="",namespace="${sweeper.namespace}"}`;
    await bench.until('Prometheus knows of the pause', async () => {
      const [series = '{}'] = [...(await bench.query(paused)).keys()];
      return JSON.parse(series).annotation_cdk8s_steward_dev_pause === 'forever, incident 4711';
    });
  });

  it.each(['tomorrow-ish', ''])('a pause that cannot be read (%j) holds', async (text) => {
    await sweeper.make.job('done');
    await pause(text);
    const { decisions } = await sweeper.sweep(sweeper.policy(['Job']));
    expect(decisions[0]).toMatchObject({
      result: 'paused',
      reason: expect.stringContaining('is no "<until>, <reason>"'),
    });
    expect(await sweeper.left('Job')).toEqual(['Job done']);
  });

  it('the label of a protected namespace', async () => {
    await sweeper.make.job('done');
    await mark({ labels: { 'cdk8s-steward.dev/protected': 'true' } });
    const { code, decisions } = await sweeper.sweep(sweeper.policy(['Job']));
    expect([code, decisions[0]?.result]).toEqual([0, 'protected']);
    expect(await sweeper.left('Job')).toEqual(['Job done']);
  });

  it.each(['kube-system', 'team-a'])(
    'a rule that names namespace %s, which is protected: nothing begins',
    async (namespace) => {
      const policy = { name: 'p', rules: [ruleFor('ConfigMap', namespace)], protectedNamespaces: ['team-*'] };
      const { code, errors } = await sweeper.sweep(policy);
      expect(code).toBe(2);
      expect(errors).toBe(
        `error: rule configmap names namespace ${namespace}, which is protected: no policy deletes in it\n`,
      );
    },
  );

  it('* means all namespaces but those', async () => {
    await sweeper.make.configMap('scratch', { madeFor: 'gone' });
    const { namespace, stateNamespace } = sweeper;
    const metadata = {
      name: 'own',
      namespace: stateNamespace,
      labels: { 'workflows.argoproj.io/workflow': 'gone', only: namespace },
    };
    await bench.client.create({ apiVersion: 'v1', kind: 'ConfigMap', metadata });
    await bench.client.mergePatch(`/api/v1/namespaces/${namespace}/configmaps/scratch`, {
      metadata: { labels: { only: namespace } },
    });
    await bench.client.create({
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata: { ...metadata, namespace: 'kube-system', name: namespace },
    });
    const rule = ruleFor('ConfigMap', '*', { selector: { matchLabels: { only: namespace } } });
    const swept = await sweeper.sweep({ name: namespace, rules: [rule], unusedGrace: '0s' });
    expect(swept.decisions.map((one) => [one.namespace, one.result])).toEqual([[namespace, 'deleted']]);
    expect(await bench.find('v1', 'ConfigMap', stateNamespace, 'own')).toBeDefined();
    expect(await bench.find('v1', 'ConfigMap', 'kube-system', namespace)).toBeDefined();
  });

  it('a window in which nothing is deleted', async () => {
    await sweeper.make.job('done');
    const holdWindows = [{ schedule: '* * * * *', duration: '2m', reason: 'the market is open' }];
    const { code, decisions } = await sweeper.sweep(sweeper.policy(['Job'], { holdWindows }));
    expect(code).toBe(0);
    expect(decisions[0]).toMatchObject({
      result: 'hold-window',
      reason: expect.stringMatching(/^nothing is deleted until \d{4}-\d\d-\d\dT\d\d:\d\d:00Z: the market is open$/),
    });
    const closed = [{ schedule: '0 0 30 2 *', duration: '2m' }];
    expect(resultsOf(await sweeper.sweep(sweeper.policy(['Job'], { holdWindows: closed })))).toEqual({
      done: 'deleted',
    });
  });

  it.each([
    [61_000, 'behind'],
    [-61_000, 'ahead of'],
  ])("a clock that is %i ms away from the API server's", async (shift, direction) => {
    await sweeper.make.job('done');
    sweeper.proxy.clockShift = shift;
    const { code, summary } = await sweeper.sweep(sweeper.policy(['Job']));
    expect(code).toBe(3);
    expect(summary?.stop).toMatch(
      new RegExp(
        `^the clock here is at least (59s|1m\\d*s?) ${direction} the API server's, at most 30s is allowed: mend the clock, or set clockSkew$`,
      ),
    );
    expect(sweeper.writes()).toEqual([]);
    expect(await sweeper.left('Job')).toEqual(['Job done']);
    expect((await sweeper.sweep(sweeper.policy(['Job'], { clockSkew: '2m' }))).code).toBe(0);
  });

  it('a clock that goes astray meanwhile: what was not asked for yet stays, and the sweep ends', async () => {
    await Promise.all(Array.from({ length: 60 }, (_, index) => sweeper.make.job(`job-${index}`)));
    sweeper.proxy.before = ({ method }) => {
      if (method === 'DELETE') sweeper.proxy.clockShift = 600_000;
    };
    const { code, decisions, summary } = await sweeper.sweep(sweeper.policy(['Job']), { workers: '1' });
    expect({ code, summary }).toMatchObject({
      code: 3,
      summary: {
        stoppedBy: 'clock',
        stop: expect.stringMatching(/^the clock here is at least \d+m\d*s? behind/),
        isInterrupted: false,
      },
    });
    const deleted = decisions.filter(({ result }) => result === 'deleted');
    expect(deleted.length).toBeLessThan(50);
    expect(decisions.length - deleted.length).toBeLessThanOrEqual(1);
    expect((await sweeper.left('Job')).length).toBe(60 - deleted.length);
  });
});
