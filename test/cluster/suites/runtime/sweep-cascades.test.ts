import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Manifest } from '../../../../src/model/manifests/manifest';
import type { RetentionRule } from '../../../../src/model/policy/retention-policy';
import { type LiveObject, pathOf } from '../../api/client';
import { Bench } from '../../bench/bench';
import { archivedUids } from '../../faults/world/archived';
import type { Made } from '../../faults/world/manifests';
import type { Item } from '../../faults/world/model';
import { resultsOf, ruleFor, Sweeper } from './sweeper';

const preserved = { mark: { index: 1, isLabel: false, hasExpired: false } };
const ended = { phase: 'Succeeded', completedAt: '2026-01-01T00:00:00Z' };

describe('what goes along with an owner', () => {
  const bench = Bench.shared();
  let sweeper: Sweeper;

  beforeAll(async () => {
    for (const kind of [codeRuns, sparkApplications]) await bench.client.apply(kind, { force: true });
    const namespace = await bench.namespace('kinds');
    await bench.until('the kinds are served', async () => {
      const paths = [runs(namespace), sparks(namespace)];
      const lists = await Promise.all(paths.map((path) => bench.client.call('GET', path).catch(() => undefined)));
      return lists.every((list) => list !== undefined);
    });
  });
  beforeEach(async () => {
    sweeper = await Sweeper.start(bench);
  });
  afterEach(() => sweeper.close());
  afterAll(async () => {
    for (const kind of [codeRuns, sparkApplications]) await bench.delete(kind);
    bench.close();
  });

  it.each<[string, (owner: Item, make: Sweeper['make']) => Promise<unknown>, RegExp]>([
    [
      'is exempt',
      (owner, make) => make.workflow('child', 'Failed', preserved, { owners: [owner] }),
      /^Workflow child would go along, and must stay \(exempt\): /,
    ],
    [
      'runs',
      (owner, make) => make.pod('child', 'Running', {}, { owners: [owner] }),
      /^Pod child would go along, and must stay \(unfinished\): is Running$/,
    ],
    [
      'is not archived by Argo',
      (owner, make) => make.workflow('child', 'Failed', { isArchiving: true }, { owners: [owner] }),
      /^Workflow child would go along, and must stay \(archiving\): /,
    ],
    [
      'is held by law',
      (owner, make) => make.configMap('child', { owners: [owner] }),
      /^ConfigMap child would go along, and must stay \(legal-hold\): /,
    ],
    [
      'is used by others',
      async (owner, make) =>
        make.pod('user', 'Running', {}, { mounts: [await make.claim('child', { owners: [owner] })] }),
      /^PersistentVolumeClaim child would go along, and is used by pod user$/,
    ],
    [
      'is exempt two levels down',
      async (owner, make) =>
        make.configMap('grandchild', { owners: [await make.pod('child', 'Failed', {}, { owners: [owner] })] }),
      /^ConfigMap grandchild would go along, and must stay \(legal-hold\): /,
    ],
  ])('a dependent that %s holds its owner', async (_, child, reason) => {
    const owner = await sweeper.make.workflow('owner');
    await child(owner, sweeper.make);
    const legalHolds = [
      { reason: 'case 4711', selector: { matchExpressions: [{ key: 'scratch', operator: 'Exists' as const }] } },
    ];
    // Everything bears that label: only the ConfigMaps are to be held.
    const isHeld = reason.source.includes('legal-hold');
    const own = isHeld ? legalHolds : [];
    if (isHeld) await unlabel('Workflow', 'owner');
    if (isHeld && reason.source.includes('grandchild')) await unlabel('Pod', 'child');
    const swept = await sweeper.sweep(sweeper.policy(['Workflow'], { legalHolds: own }));
    expect(swept.decisions.find(({ name }) => name === 'owner')).toMatchObject({
      result: 'held-by-dependent',
      reason: expect.stringMatching(reason),
    });
    expect(swept.code).toBe(0);
    expect(await sweeper.left('Workflow')).toContain('Workflow owner');
  });

  async function unlabel(kind: string, name: string): Promise<void> {
    const path = pathOf(ruleFor(kind, sweeper.namespace).apiVersion, kind, sweeper.namespace, name);
    await bench.client.mergePatch(path, { metadata: { labels: { scratch: null } } });
  }

  it.each<[string, (make: Sweeper['make']) => Promise<unknown>, string, Partial<RetentionRule>[], RegExp]>([
    [
      'a Workflow that a launcher pod has made',
      async (make) => make.workflow('child', 'Failed', preserved, { owners: [await make.pod('owner')] }),
      'Pod',
      [],
      /^Workflow child would go along, and must stay \(exempt\): /,
    ],
    [
      'a pod that runs, two kinds away',
      async (make) => {
        const set = await server('StatefulSet', 'set', [await make.workflow('owner')]);
        return make.pod('child', 'Running', {}, { owners: [set] });
      },
      'Workflow',
      [],
      /^Pod child would go along, and must stay \(unfinished\): is Running$/,
    ],
    [
      'a Workflow that runs, though the ConfigMap that owns it is left behind',
      async (make) => {
        const owner = await make.configMap('owner', { madeFor: 'gone' });
        return make.workflow('child', 'Running', {}, { owners: [owner] });
      },
      'ConfigMap',
      [],
      /^Workflow child would go along, and must stay \(unfinished\): is Running$/,
    ],
    [
      'one of the last that are kept',
      async (make) => make.workflow('child', 'Failed', {}, { owners: [await make.job('owner')] }),
      'Job',
      [{ keep: { Failed: { for: '0s', keepLast: 1 } } }],
      /^Workflow child would go along, and must stay \(kept-last\): is one of the last 1 that ended Failed$/,
    ],
    [
      'one that its own rule only reports',
      async (make) => make.workflow('child', 'Failed', {}, { owners: [await make.job('owner')] }),
      'Job',
      [{ keep: { Failed: { for: '30d', action: 'report' } } }],
      /^Workflow child would go along, and must stay: rule workflow says report and not delete$/,
    ],
    [
      'a claim that its own rule only reports',
      async (make) => make.claim('child', { owners: [await make.workflow('owner')] }),
      'Workflow',
      [
        {
          name: 'claims',
          apiVersion: 'v1',
          kind: 'PersistentVolumeClaim',
          keep: { Unused: { for: '30d', action: 'report' } },
        },
      ],
      /^PersistentVolumeClaim child would go along, and must stay: rule claims says report and not delete$/,
    ],
    [
      'one whose own rule does not name how it ended',
      async (make) => make.workflow('child', 'Failed', {}, { owners: [await make.job('owner')] }),
      'Job',
      [{ keep: { Succeeded: { for: '0s' } } }],
      /^Workflow child would go along, and must stay: rule workflow says nothing of Failed$/,
    ],
    [
      'one of a named kind that has its state in a place of its own',
      async (make) => {
        const path = sparks(sweeper.namespace);
        const metadata = { name: 'child', ownerReferences: [referenceTo(await make.workflow('owner'))] };
        const status = { applicationState: { state: 'RUNNING' } };
        return bench.client.call('POST', path, { ...spark, metadata, status });
      },
      'Workflow',
      [],
      /^SparkApplication child would go along, and must stay \(unfinished\): is Running$/,
    ],
  ])('is looked at wherever it is: %s', async (_, made, kind, workflows, reason) => {
    await made(sweeper.make);
    const rules = [
      ruleFor(kind, sweeper.namespace),
      ...workflows.map((rule) => ruleFor('Workflow', sweeper.namespace, rule)),
    ];
    const swept = await sweeper.sweep({ name: sweeper.namespace, rules, unusedGrace: '0s', dependents: [spark] });
    expect(swept.decisions.find(({ name }) => name === 'owner')).toMatchObject({
      result: 'held-by-dependent',
      reason: expect.stringMatching(reason),
    });
    expect(sweeper.proxy.exchanges.filter(({ method }) => method === 'DELETE')).toEqual([]);
  });

  it('is not kept as the last of what goes as a whole', async () => {
    const flow = await sweeper.make.workflow('flow');
    for (const name of ['a', 'b']) await sweeper.make.pod(name, 'Failed', {}, { owners: [flow] });
    const pods = ruleFor('Pod', sweeper.namespace, { keep: { Failed: { for: '0s', keepLast: 5 } } });
    const swept = await sweeper.sweep({
      name: sweeper.namespace,
      rules: [ruleFor('Workflow', sweeper.namespace), pods],
    });
    expect(resultsOf(swept)).toEqual({ flow: 'deleted', a: 'deleted', b: 'deleted' });
  });

  it('is looked at once more when somebody begins to use it while its owner is archived', async () => {
    const owner = await sweeper.make.workflow('owner');
    const claim = await sweeper.make.claim('child', { owners: [owner] });
    let hasBegun = false;
    sweeper.proxy.before = async ({ method, path }) => {
      // What is about to be deleted is counted first; what was known of its users is then too old.
      if (hasBegun || method !== 'PUT' || !path.startsWith(`/api/v1/namespaces/${sweeper.stateNamespace}/`)) return;
      hasBegun = true;
      await sweeper.make.pod('user', 'Running', {}, { mounts: [claim] });
      await pause(5_500);
    };
    const swept = await sweeper.sweep(sweeper.policy(['Workflow']));
    expect(hasBegun).toBe(true);
    expect(swept.decisions.find(({ name }) => name === 'owner')).toMatchObject({
      result: 'held-by-dependent',
      reason: 'PersistentVolumeClaim child would go along, and is used by pod user',
    });
    expect(await sweeper.left('Workflow')).toEqual(['Workflow owner']);
  }, 60_000);

  it('is archived before, each kind of work under its own name', async () => {
    const directory = mkdtempSync(join(tmpdir(), 'steward-cascade-'));
    const run = await codeRun('run', ended);
    const flow = await sweeper.make.workflow('flow', 'Failed', {}, { owners: [run] });
    const job = await sweeper.make.job('job', 'Succeeded', {}, { owners: [run] });
    await sweeper.make.pod('pod', 'Succeeded', {}, { owners: [flow] });
    const swept = await sweeper.sweep({ name: sweeper.namespace, rules: [runRule()], archive: { directory } });
    expect([swept.code, resultsOf(swept)]).toEqual([
      0,
      { run: 'deleted', flow: 'deleted', job: 'deleted', pod: 'deleted' },
    ]);
    expect(archivedUids(directory)).toEqual(new Set([run.uid, flow.uid, job.uid]));
    await bench.until('all of it is gone', async () => (await sweeper.left('Workflow', 'Job', 'Pod')).length === 0);
    rmSync(directory, { recursive: true });
  });

  it('is of a run, which is asked for in the version that the API server has, or not at all', async () => {
    await codeRun('run', { phase: 'Running' });
    const old = { ...runRule(), apiVersion: 'runs.steward.test/v1' };
    const swept = await sweeper.sweep({ name: sweeper.namespace, rules: [old] });
    expect([swept.code, swept.decisions]).toEqual([2, []]);
    expect(swept.errors).toContain(
      'error: rule runs asks for coderuns of runs.steward.test/v1, and the API server has coderuns of runs.steward.test/v2: set apiVersion and plural so',
    );
    await sweeper.make.claim('claim', {});
    const labels = { 'cleanup.cto.dev/run': 'run' };
    await bench.client.mergePatch(pathOf('v1', 'PersistentVolumeClaim', sweeper.namespace, 'claim'), {
      metadata: { labels },
    });
    const claims = sweeper.policy(['PersistentVolumeClaim'], { unusedGrace: '0s' });
    expect((await sweeper.sweep(claims)).decisions).toMatchObject([
      {
        result: 'unfinished',
        reason: expect.stringMatching(/^it may be of a CodeRun run, .* name them in its dependents$/),
      },
    ]);
    const knowing = { ...claims, dependents: [{ apiVersion: 'runs.steward.test/v2', kind: 'CodeRun' }] };
    expect((await sweeper.sweep(knowing)).decisions).toMatchObject([
      { result: 'unfinished', reason: 'its owner is there' },
    ]);
    await bench.client.delete(`${runs(sweeper.namespace)}/run`);
    expect(resultsOf(await sweeper.sweep(knowing))).toEqual({ claim: 'deleted' });
  });

  const pause = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds));

  async function codeRun(name: string, status: object): Promise<Made> {
    const kind = { apiVersion: 'runs.steward.test/v2', kind: 'CodeRun' };
    const { metadata } = await bench.client.call<LiveObject>('POST', runs(sweeper.namespace), {
      ...kind,
      metadata: { name },
      spec: {},
      status,
    });
    return { ...kind, name, uid: metadata.uid };
  }

  function runRule(): RetentionRule {
    return ruleFor('CodeRun', sweeper.namespace, { name: 'runs', apiVersion: 'runs.steward.test/v2' });
  }

  /** Something that serves, without replicas of its own. */
  async function server(kind: string, name: string, owners: readonly Item[]): Promise<Made> {
    const labels = { app: name };
    const { metadata } = await bench.client.create({
      apiVersion: 'apps/v1',
      kind,
      metadata: { name, namespace: sweeper.namespace, ownerReferences: owners.map(referenceTo) },
      spec: {
        replicas: 0,
        serviceName: name,
        selector: { matchLabels: labels },
        template: { metadata: { labels }, spec: { containers: [{ name: 'main', image: 'none' }] } },
      },
    });
    return { apiVersion: 'apps/v1', kind, name, uid: metadata.uid };
  }
});

function referenceTo({ apiVersion, kind, name, uid }: Made): object {
  return { apiVersion, kind, name, uid };
}

const spark = { apiVersion: 'sparks.steward.test/v1', kind: 'SparkApplication' };
const codeRuns = definition('runs.steward.test', 'v2', 'CodeRun', 'coderuns');
const sparkApplications = definition('sparks.steward.test', 'v1', 'SparkApplication', 'sparkapplications');

function runs(namespace: string): string {
  return `/apis/runs.steward.test/v2/namespaces/${namespace}/coderuns`;
}

function sparks(namespace: string): string {
  return `/apis/sparks.steward.test/v1/namespaces/${namespace}/sparkapplications`;
}

/** A kind of which nobody asks what is in it. */
function definition(group: string, version: string, kind: string, plural: string): Manifest {
  const openAPIV3Schema = { type: 'object', 'x-kubernetes-preserve-unknown-fields': true };
  return {
    apiVersion: 'apiextensions.k8s.io/v1',
    kind: 'CustomResourceDefinition',
    metadata: { name: `${plural}.${group}` },
    spec: {
      group,
      names: { kind, plural },
      scope: 'Namespaced',
      versions: [{ name: version, served: true, storage: true, schema: { openAPIV3Schema } }],
    },
  };
}
