import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { RetentionPolicy } from '../../../../src/model/policy/retention-policy';
import { stateName } from '../../../../src/model/policy/rights';
import { ApiClient } from '../../../../src/runtime/api/api-client';
import { StateStore } from '../../../../src/runtime/sweep/budget/state';
import type { Bench } from '../../bench/bench';
import { storeCredentials } from '../../control-plane/object-store';
import { ApiProxy } from '../api-proxy';
import { FaultPlan } from '../fault-plan';
import { StoreProxy } from '../store-proxy';
import { build, pause } from './builder';
import { Changes } from './changes';
import { judge } from './judgement';
import { Model } from './model';
import { Oracle } from './oracle';
import { policyOf } from './policy';
import { report } from './report';
import { type SweepSettings, type Swept, sweepWith } from './run';
import { settled } from './settle';
import type { World } from './world';

/** Where trials are made. */
export interface Ground {
  readonly bench: Bench;
  readonly stateNamespace: string;
  /** Where the S3 server keeps its buckets. */
  readonly storeFolder: string;
}

/** What a trial came to: one that does nothing proves nothing. */
export interface Tally {
  readonly deleted: number;
  readonly along: number;
  readonly faults: readonly string[];
  readonly changes: number;
  /** How the sweep through faults ended. */
  readonly code: number;
}

/** Sweeps after the first that finish the work; each may make something unused that the one before could not touch. */
const again = 6;

/** One random world, swept through faults while others change it; then swept again without them. */
export class Trial {
  private readonly model = new Model();
  private readonly sweeps: Swept[] = [];
  private readonly problems: string[] = [];
  private began = 0;

  private constructor(
    private readonly ground: Ground,
    private readonly world: World,
    private readonly namespace: string,
    private readonly folder: string,
    private readonly proxy: ApiProxy,
    private readonly store: StoreProxy,
  ) {}

  /**
   * Makes it.
   *
   * @throws Error with everything that is wrong, and with what was done to bring it about
   */
  static async make(ground: Ground, world: World): Promise<Tally> {
    const { bench } = ground;
    const { seed, faults, storeFaults } = world;
    const namespace = await bench.namespace('fault');
    const folder = mkdtempSync(join(tmpdir(), 'steward-trial-'));
    const proxy = await ApiProxy.start(bench.client.access, new FaultPlan({ seed, share: faults }));
    const access = { port: bench.addresses['objectStore'] ?? 0, ...storeCredentials };
    const store = await StoreProxy.start(access, new FaultPlan({ seed, share: storeFaults }));
    const trial = new Trial(ground, world, namespace, folder, proxy, store);
    try {
      return await trial.run();
    } finally {
      proxy.close();
      store.close();
      rmSync(folder, { recursive: true, force: true });
    }
  }

  private async run(): Promise<Tally> {
    const { ground, world, namespace, model, proxy } = this;
    const archive = this.archive();
    const policy = policyOf(world.terms, namespace, namespace, archive);
    const oracle = new Oracle(world.terms);
    await build(ground.bench, namespace, world, model);
    const swept = await this.throughFaults(policy);
    const left = await settled(ground.bench, namespace);
    const archiveFolder = archive && (archive.directory ?? join(ground.storeFolder, 'archive', namespace));
    const before = model.at(this.began).items;
    const judgement = judge({ swept, proxy, model, oracle, namespace, world, left, before, archiveFolder });
    this.problems.push(...judgement.problems);
    await this.finish({ ...policy, budgets: {} }, oracle, left);
    if (this.problems.length > 0) throw new Error(this.report());
    const { deletions } = judgement;
    return {
      deleted: deletions.length,
      along: deletions.reduce((sum, { along }) => sum + along.length, 0),
      faults: [...proxy.faults, ...this.store.faults].map(({ fault = '' }) => fault),
      changes: model.story(this.began).length,
      code: swept.code,
    };
  }

  private async throughFaults(policy: RetentionPolicy): Promise<Swept> {
    const { ground, world, namespace, model, proxy, store } = this;
    const changes = new Changes(ground.bench, namespace, model, world.changes);
    changes.arm(proxy);
    this.began = performance.now();
    const flags = { workers: String(world.workers), pageSize: String(world.pageSize) };
    const swept = await sweepWith(policy, { ...this.settings(), flags });
    this.sweeps.push(swept);
    await changes.end(proxy);
    proxy.calm();
    store.calm();
    return swept;
  }

  /** Without faults the rest of the work is done, and nothing else. */
  private async finish(policy: RetentionPolicy, oracle: Oracle, left: ReadonlySet<string>): Promise<void> {
    const { model, namespace, ground } = this;
    await this.resume(policy);
    const all = [...model.at(performance.now()).items.values()];
    const gone = new Set(all.filter(({ uid }) => !left.has(uid)).map(({ uid }) => uid));
    const rest = oracle.rest(model.at(performance.now(), gone));
    let now = left;
    for (let more = 1; more <= again && all.some(({ uid }) => now.has(uid) && !rest.has(uid)); more += 1) {
      const swept = await sweepWith(policy, this.settings());
      this.sweeps.push(swept);
      // On a machine that is busy an answer may come too late to rely on: the next one does it.
      if (swept.code > 1) this.problems.push(`sweep ${more} without faults ended with ${swept.code}: ${swept.errors}`);
      now = await settled(ground.bench, namespace);
    }
    for (const { uid, kind, name } of all) {
      if (now.has(uid) && !rest.has(uid))
        this.problems.push(`${kind} ${name} is due, and still there after all sweeps`);
      if (!now.has(uid) && rest.has(uid)) this.problems.push(`${kind} ${name} was to stay, and is gone`);
    }
  }

  /** Takes away what keeps a policy from its work for good: a pause that somebody forgot, a stop. */
  private async resume({ name }: RetentionPolicy): Promise<void> {
    const { ground, world, model, namespace, proxy } = this;
    const isForgotten = !world.isPaused && model.at(performance.now()).isPaused;
    if (isForgotten) await pause(ground.bench, namespace, model, false);
    const { token } = ground.bench.client.access;
    const client = new ApiClient({ server: proxy.url, token: async () => token });
    await new StateStore(client, ground.stateNamespace, stateName(name)).acknowledge();
    client.close();
  }

  private settings(): SweepSettings {
    const { bench, stateNamespace } = this.ground;
    return { server: this.proxy.url, token: bench.client.access.token, stateNamespace };
  }

  private archive(): RetentionPolicy['archive'] {
    const { folder, store, namespace, world } = this;
    if (world.terms.archive === 'none') return undefined;
    if (world.terms.archive === 'directory') return { directory: folder };
    return { s3: { bucket: 'archive', endpoint: store.url }, prefix: namespace };
  }

  private report(): string {
    const { problems, world, namespace, proxy, store, sweeps } = this;
    const story = this.model.story(this.began);
    return report({ problems, world, namespace, proxy, store, sweeps, story });
  }
}
