import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Bench } from '../../bench/bench';
import { chance } from '../../faults/chance';
import { Child } from '../../faults/child';
import { archivedUids } from '../../faults/world/archived';
import type { Item } from '../../faults/world/model';
import { settled } from '../../faults/world/settle';
import { Sweeper } from './sweeper';

const kills = 50;
const seed = Number(process.env['STEWARD_KILL_SEED'] ?? Date.now() % 1_000_000);
const preserved = { mark: { index: 1, isLabel: false, hasExpired: false } };
const budget = 100_000;

describe(`a sweep that is killed again and again, seed ${seed}`, () => {
  const bench = Bench.shared();
  const folder = mkdtempSync(join(tmpdir(), 'steward-kill-'));
  const archive = join(folder, 'archive');
  let sweeper: Sweeper;
  let child: Child | undefined;
  const due: Item[] = [];
  const staying: Item[] = [];

  beforeAll(async () => {
    sweeper = await Sweeper.start(bench);
    for (let group = 0; group < 30; group += 1)
      await Promise.all(Array.from({ length: 10 }, (_, at) => make(group * 10 + at)));
  }, 120_000);
  afterAll(async () => {
    await child?.kill();
    sweeper.close();
    bench.close();
    rmSync(folder, { recursive: true, force: true });
  });

  /** A Job with a pod, or without; now and then one that stays, for its own sake or its pod's. */
  async function make(index: number): Promise<void> {
    const stays = index % 10 === 0 ? preserved : {};
    const job = await sweeper.make.job(`job-${index}`, 'Failed', stays);
    const isHeld = index % 10 === 1;
    const pods =
      index % 2 === 1
        ? [await sweeper.make.pod(`pod-${index}`, isHeld ? 'Running' : 'Succeeded', {}, { owners: [job] })]
        : [];
    (index % 10 < 2 ? staying : due).push(job, ...pods);
  }

  function words(): string[] {
    const kubeconfig = join(folder, 'kubeconfig');
    writeFileSync(kubeconfig, JSON.stringify(throughProxy(sweeper.proxy.url, bench.client.access.token)));
    const policy = join(folder, 'policy.json');
    const budgets = { policy: { count: budget }, namespace: { count: budget } };
    writeFileSync(policy, JSON.stringify(sweeper.policy(['Job'], { budgets, archive: { directory: archive } })));
    const { stateNamespace } = sweeper;
    const flags = {
      policy,
      kubeconfig,
      mode: 'delete',
      format: 'json',
      qps: '0',
      workers: '4',
      'state-namespace': stateNamespace,
    };
    return ['sweep', ...Object.entries(flags).flatMap(([name, value]) => [`--${name}`, value])];
  }

  /** Runs it until some request; whether it was killed, and did not end before. */
  async function killed(run: number): Promise<boolean> {
    const begun = sweeper.proxy.exchanges.length;
    // The first few dozen are its look at its rights and its state.
    const last = begun + 1 + Math.floor(chance(seed, 'request', run) * 120);
    const isAfter = chance(seed, 'after', run) < 0.5;
    const delay = chance(seed, 'delay', run) * 30;
    const own = new Child(words());
    child = own;
    let kill: Promise<void> | undefined;
    sweeper.proxy.before = async ({ index }) => {
      if (index !== last) return;
      // Either it never learns what became of the request, or it is killed in whatever it does next.
      kill = new Promise((resolve) => setTimeout(resolve, isAfter ? delay : 0)).then(() => own.kill());
      if (!isAfter) await kill;
    };
    const { code, errors } = await own.ended;
    if (code === 2) throw new Error(errors);
    sweeper.proxy.before = undefined;
    await kill;
    return code === undefined;
  }

  it(`${kills} times at any moment: the next ones finish the work, and nothing is done twice`, async () => {
    let done = 0;
    for (let run = 0; done < kills && run < 3 * kills; run += 1) if (await killed(run)) done += 1;
    expect(done).toBe(kills);
    const left = await settled(bench, sweeper.namespace);
    const midway = due.filter(({ uid }) => left.has(uid)).length;
    // Otherwise the kills met sweeps with nothing to do.
    expect(midway).toBeGreaterThan(0);
    expect(midway).toBeLessThan(due.length);

    child = new Child(words());
    const { code, errors } = await child.ended;
    expect([code, errors]).toEqual([0, '']);
    const end = await settled(bench, sweeper.namespace);
    expect(due.filter(({ uid }) => end.has(uid)).map(({ name }) => name)).toEqual([]);
    expect(staying.filter(({ uid }) => !end.has(uid)).map(({ name }) => name)).toEqual([]);
  }, 600_000);

  it('and the audit log has one deletion of each, by whoever it was', () => {
    const deletions = bench.audit(
      ({ verb, namespace, code }) => verb === 'delete' && namespace === sweeper.namespace && code < 300,
    );
    const times = new Map<string, number>();
    for (const { resource, name } of deletions)
      times.set(`${resource} ${name}`, (times.get(`${resource} ${name}`) ?? 0) + 1);
    expect([...times].filter(([, count]) => count > 1)).toEqual([]);
    expect(times.size).toBe(due.length);
  });

  it('and all that is gone was counted, and lies whole in the archive', async () => {
    const path = `/api/v1/namespaces/${sweeper.stateNamespace}/configmaps/steward-sweep-${sweeper.namespace}`;
    const { spent } = JSON.parse((await bench.client.get(path))['data']['state.json']);
    expect(spent.policy).toBeGreaterThanOrEqual(due.length);
    // A hundred each time, and what was in work.
    expect(spent.policy).toBeLessThanOrEqual(due.length + kills * 110);
    const jobs = due.filter(({ kind }) => kind === 'Job');
    const kept = archivedUids(archive);
    expect(jobs.filter(({ uid }) => !kept.has(uid)).map(({ name }) => name)).toEqual([]);
    const files = readdirSync(archive, { recursive: true, encoding: 'utf8' }).filter((name) =>
      name.endsWith('.json.gz'),
    );
    expect(files.length).toBe(kept.size);
  });
});

/** A kubeconfig for a server that speaks no TLS, which the client library wants to be told. */
function throughProxy(server: string, token: string): object {
  return {
    apiVersion: 'v1',
    kind: 'Config',
    clusters: [{ name: 'proxy', cluster: { server, 'insecure-skip-tls-verify': true } }],
    users: [{ name: 'admin', user: { token } }],
    contexts: [{ name: 'proxy', context: { cluster: 'proxy', user: 'admin' } }],
    'current-context': 'proxy',
  };
}
