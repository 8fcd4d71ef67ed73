import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Bench } from '../../bench/bench';
import { resultsOf, ruleFor, Sweeper } from './sweeper';

describe('a sweep', () => {
  const bench = Bench.shared();
  const folder = mkdtempSync(join(tmpdir(), 'steward-sweep-'));
  let sweeper: Sweeper;

  beforeEach(async () => {
    sweeper = await Sweeper.start(bench);
  });
  afterEach(() => sweeper.close());
  afterAll(() => {
    bench.close();
    rmSync(folder, { recursive: true, force: true });
  });

  it('reports what would go and why, and writes nothing', async () => {
    const owner = await sweeper.make.workflow('flow');
    await sweeper.make.pod('step', 'Failed', {}, { owners: [owner] });
    await sweeper.make.workflow('runs', 'Running');
    await sweeper.make.workflow('kept', 'Failed', { mark: { index: 1, isLabel: false, hasExpired: false } });
    const { code, decisions, summary } = await sweeper.sweep(sweeper.policy(['Workflow']), { mode: 'report' });
    expect(code).toBe(0);
    expect(decisions).toHaveLength(3);
    expect(decisions).toContainEqual(
      expect.objectContaining({
        name: 'flow',
        rule: 'workflow',
        result: 'reported',
        outcome: 'Failed',
        reason: expect.stringMatching(/^Failed 2m\d*s? ago, kept for 0s$/),
        cascade: [expect.objectContaining({ kind: 'Pod', name: 'step' })],
      }),
    );
    expect(decisions).toContainEqual(
      expect.objectContaining({
        name: 'step',
        result: 'reported',
        owner: 'Workflow flow',
        reason: 'goes with Workflow flow',
      }),
    );
    expect(decisions).toContainEqual(
      expect.objectContaining({ name: 'kept', result: 'exempt', reason: 'cleanup.cto.dev/preserve=true' }),
    );
    expect(summary).toMatchObject({
      mode: 'report',
      results: { exempt: 1, reported: 2 },
      freed: { objects: 2, pods: 1 },
    });
    expect(sweeper.writes()).toEqual([]);
    expect(await sweeper.left('Workflow', 'Pod')).toHaveLength(4);
  });

  it('verifies: the API server is asked to delete, and deletes nothing', async () => {
    await sweeper.make.job('done');
    const { code, decisions } = await sweeper.sweep(sweeper.policy(['Job']), { mode: 'verify' });
    expect([code, decisions.map(({ result }) => result)]).toEqual([0, ['verified']]);
    expect(sweeper.writes()).toEqual([`DELETE /apis/batch/v1/namespaces/${sweeper.namespace}/jobs/done?dryRun=All`]);
    expect(await sweeper.left('Job')).toEqual(['Job done']);
  });

  it('deletes with its uid and version, in background, and tells the namespace once', async () => {
    const owner = await sweeper.make.job('done');
    await sweeper.make.pod('pod', 'Failed', {}, { owners: [owner] });
    await sweeper.make.job('other', 'Succeeded');
    const { code } = await sweeper.sweep(sweeper.policy(['Job']));
    expect(code).toBe(0);
    const deletions = sweeper.proxy.exchanges.filter(({ method }) => method === 'DELETE');
    expect(deletions.map(({ body }) => JSON.parse(body.toString()))).toContainEqual({
      apiVersion: 'v1',
      kind: 'DeleteOptions',
      propagationPolicy: 'Background',
      preconditions: { uid: owner.uid, resourceVersion: expect.stringMatching(/^\d+$/) },
    });
    await bench.until('all of it is gone', async () => (await sweeper.left('Job', 'Pod')).length === 0);
    const events = await bench.list('v1', 'Event', sweeper.namespace);
    expect(events.filter(({ reason }) => reason === 'Swept')).toEqual([
      expect.objectContaining({ type: 'Normal', message: `policy ${sweeper.namespace}: 3 deleted` }),
    ]);
  });

  it('says it to a person', async () => {
    await sweeper.make.job('done');
    const { out } = await sweeper.sweep(sweeper.policy(['Job']), { format: 'text' });
    const [first, second, third] = out.split('\n');
    expect(first).toMatch(
      new RegExp(`^deleted            ${sweeper.namespace}  Job done  Failed 2m\\d*s? ago, kept for 0s$`),
    );
    expect(second).toBe(`policy ${sweeper.namespace}, delete: 1 objects: 1 deleted`);
    expect(third).toMatch(/^freed 1 objects \(1 Job\), about \d\.\d KiB in etcd$/);
  });

  it('applies a plan later: exactly it, and what has changed since stays', async () => {
    const plan = join(folder, 'plan');
    const policy = sweeper.policy(['Workflow', 'Job']);
    const grown = await sweeper.make.workflow('grown');
    const whole = await sweeper.make.workflow('whole');
    await sweeper.make.pod('step', 'Failed', {}, { owners: [whole] });
    await sweeper.make.job('changed');
    await sweeper.make.job('plain');
    await sweeper.make.job('vanished');
    expect((await sweeper.sweep(policy, { mode: 'report', plan })).code).toBe(0);
    const lines = readFileSync(plan, 'utf8')
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(lines[0]).toEqual({ kind: 'SweepPlan', version: 1, policy: policy.name, server: sweeper.proxy.url });
    expect(
      lines
        .slice(1)
        .map(({ name }) => name)
        .sort(),
    ).toEqual(['changed', 'grown', 'plain', 'vanished', 'whole']);

    const path = `/apis/batch/v1/namespaces/${sweeper.namespace}/jobs`;
    await bench.client.mergePatch(`${path}/changed`, { metadata: { labels: { looked: 'at' } } });
    await bench.client.delete(`${path}/vanished`, { propagationPolicy: 'Background' });
    await sweeper.make.pod('late', 'Failed', {}, { owners: [grown] });
    await sweeper.make.job('new');
    const { mode: _, ...flags } = { mode: '', apply: plan };
    const applied = await sweeper.sweep(policy, flags);
    expect(resultsOf(applied)).toEqual({
      changed: 'conflict',
      grown: 'held-by-dependent',
      plain: 'deleted',
      step: 'deleted',
      vanished: 'gone',
      whole: 'deleted',
    });
    expect(applied.code).toBe(0);
    await bench.until('the cascade is gone', async () => !(await sweeper.left('Pod')).includes('Pod step'));
    expect(await sweeper.left('Workflow', 'Job', 'Pod')).toEqual([
      'Job changed',
      'Job new',
      'Pod late',
      'Workflow grown',
    ]);
  });

  it.each<[string, (head: Record<string, unknown>) => string, RegExp]>([
    [
      'of another policy',
      (head) => JSON.stringify({ ...head, policy: 'other' }),
      /:1: is a plan of policy other, and this is /,
    ],
    [
      'of another cluster',
      (head) => JSON.stringify({ ...head, server: 'https://b' }),
      /:1: is a plan for https:\/\/b, and this is http/,
    ],
    ['that is none', () => 'Job done', /:1: is no line of a plan$/],
    ['with an unknown rule', (head) => `${JSON.stringify(head)}\n{"rule":"x"}`, /:2: the policy has no rule "x"$/],
  ])('a plan %s deletes nothing', async (_, write, message) => {
    await sweeper.make.job('done');
    const file = join(folder, 'bad');
    const policy = sweeper.policy(['Job']);
    writeFileSync(file, write({ kind: 'SweepPlan', version: 1, policy: policy.name, server: sweeper.proxy.url }));
    const { code, errors } = await sweeper.sweep(policy, { apply: file });
    expect(code).toBe(2);
    expect(errors.trim()).toMatch(message);
    expect(await sweeper.left('Job')).toEqual(['Job done']);
  });

  it('ends with 1 when something could not be done, and says what', async () => {
    await sweeper.make.workflow('flow');
    await sweeper.make.pod('pod');
    const rules = [
      ruleFor('Workflow', sweeper.namespace),
      ruleFor('Pod', sweeper.namespace, { keep: { Succeeded: { for: 0 } } }),
    ];
    const blocked = join(folder, 'a-file');
    writeFileSync(blocked, '');
    const policy = { name: sweeper.namespace, rules, archive: { directory: blocked } };
    const { code, decisions, summary } = await sweeper.sweep(policy);
    expect(code).toBe(1);
    expect(decisions).toEqual([
      expect.objectContaining({
        name: 'flow',
        result: 'archive-failed',
        reason: expect.stringContaining('is a file already'),
      }),
    ]);
    expect(summary).toMatchObject({ exitCode: 1, results: { 'archive-failed': 1 } });
    expect(await sweeper.left('Workflow', 'Pod')).toEqual(['Pod pod', 'Workflow flow']);
  });

  it('is stopped by a signal after what is in work, and says so', async () => {
    for (let index = 0; index < 12; index += 1) await sweeper.make.job(`job-${index}`);
    const stop = new AbortController();
    sweeper.proxy.before = ({ method }) => {
      if (method === 'DELETE') stop.abort();
    };
    const { code, summary } = await sweeper.sweep(sweeper.policy(['Job']), { workers: '2' }, { signal: stop.signal });
    expect(code).toBe(1);
    expect(summary?.isInterrupted).toBe(true);
    const gone = 12 - (await sweeper.left('Job')).length;
    expect(gone).toBeGreaterThanOrEqual(1);
    expect(gone).toBeLessThanOrEqual(2);
  });

  it('does nothing while its state cannot be read', async () => {
    await sweeper.make.job('done');
    const metadata = { name: `steward-sweep-${sweeper.namespace}`, namespace: sweeper.stateNamespace };
    await bench.client.create({ apiVersion: 'v1', kind: 'ConfigMap', metadata, data: { 'state.json': '{"spent":' } });
    const { code, errors } = await sweeper.sweep(sweeper.policy(['Job']));
    expect(code).toBe(2);
    expect(errors).toBe(
      `error: ConfigMap ${sweeper.stateNamespace}/${metadata.name} holds no state in state.json: mend it, or delete it and its budgets\n`,
    );
    expect(await sweeper.left('Job')).toEqual(['Job done']);
  });
});
