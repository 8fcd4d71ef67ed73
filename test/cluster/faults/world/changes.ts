import { ApiError, pathOf } from '../../api/client';
import type { Bench } from '../../bench/bench';
import type { FaultProxy } from '../fault-proxy';
import { create, pause } from './builder';
import { workflowState } from './manifests';
import type { Item, Model } from './model';
import { hasEnded } from './oracle';
import { type Change, marks, type Thing } from './world';

/** Makes the changes of a world while a sweep goes on, and takes note of each when the API server has acknowledged it. */
export class Changes {
  private readonly underWay: Promise<void>[] = [];
  private made = 0;

  constructor(
    private readonly bench: Bench,
    private readonly namespace: string,
    private readonly model: Model,
    private readonly changes: readonly Change[],
  ) {}

  /** From now on: each right before the request whose turn it is. */
  arm(proxy: FaultProxy): void {
    proxy.before = async ({ index }) => {
      const now = this.changes.filter(({ at }) => at === index);
      const done = now.map((change) => this.make(change));
      this.underWay.push(...done);
      await Promise.all(done.filter((_, position) => now[position]!.isAwaited));
    };
  }

  /** Waits for those that have begun; no more begin. */
  async end(proxy: FaultProxy): Promise<void> {
    proxy.before = undefined;
    await Promise.all(this.underWay);
  }

  private async make(change: Change): Promise<void> {
    try {
      await this.change(change);
    } catch (error) {
      // It is gone already, or is on its way.
      if (!(error instanceof ApiError) || ![404, 409, 422].includes(error.code)) throw error;
    }
  }

  private async change({ what, pick, child }: Change): Promise<void> {
    const { items } = this.model.at(performance.now());
    const all = [...items.values()];
    const work = all.filter(({ kind }) => kind === 'Workflow' || kind === 'Job');
    const ended = all.filter(({ kind, thing }) => kind === 'Workflow' && hasEnded(thing));
    if (what === 'pause') return pause(this.bench, this.namespace, this.model);
    if (what === 'preserve' && all.length > 0) return this.preserve(all[pick % all.length]!, pick);
    if (what === 'child' && work.length > 0) return this.child(work[pick % work.length]!, child);
    if (what === 'retry' && ended.length > 0) return this.retry(ended[pick % ended.length]!);
  }

  private async preserve(item: Item, pick: number): Promise<void> {
    const index = pick % marks.length;
    const [key, value] = marks[index]!;
    const annotations = { [key]: value, 'cdk8s-steward.dev/preserve-until': null };
    await this.patch(item, { metadata: { annotations } });
    const mark: Thing['mark'] = { index, isLabel: false, hasExpired: false };
    this.model.put({ ...item, thing: { ...item.thing, mark } }, 'was preserved');
  }

  private async child(owner: Item, thing: Thing): Promise<void> {
    this.made += 1;
    const name = `child-${this.made}`;
    this.model.put(
      await create(this.bench, this.namespace, thing, name, { owners: [owner] }),
      `was made for ${owner.name}`,
    );
  }

  /** As `argo retry` does: the same object runs again. */
  private async retry(item: Item): Promise<void> {
    const { labels, status } = workflowState({ outcome: 'Running' });
    const running = { ...labels, 'workflows.argoproj.io/completed': null };
    await this.patch(item, { metadata: { labels: running }, status });
    this.model.put({ ...item, thing: { ...item.thing, outcome: 'Running' } }, 'runs again');
  }

  /** Only of this very object: another one may have its name by now. */
  private async patch(
    { apiVersion, kind, name, uid }: Item,
    patch: { readonly metadata: object; readonly status?: object },
  ): Promise<void> {
    const path = pathOf(apiVersion, kind, this.namespace, name);
    await this.bench.client.mergePatch(path, { ...patch, metadata: { ...patch.metadata, uid } });
  }
}
