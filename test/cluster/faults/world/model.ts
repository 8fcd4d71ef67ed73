import type { Made } from './manifests';
import type { Thing } from './world';

/** An object of a world as it was made, or was changed since. */
export interface Item extends Made {
  readonly thing: Thing;
  /** Uids. */
  readonly owners: readonly string[];
  /** Name of the workflow that a label says it was made for. */
  readonly madeFor?: string;
  /** Uid of the pod that mounts it. */
  readonly user?: string;
  /** As the server told it. */
  readonly createdAt: string;
}

/** What was there at some moment. */
export interface Snapshot {
  readonly items: ReadonlyMap<string, Item>;
  readonly isPaused: boolean;
}

interface Event {
  /** When the API server had acknowledged it; milliseconds of `performance.now()`. */
  readonly at: number;
  readonly what: string;
  readonly item?: Item;
  readonly pause?: boolean;
}

/** A world as the API server has acknowledged it, at any moment since it was made. */
export class Model {
  private readonly events: Event[] = [];

  /** Takes note of an object that was made or changed. */
  put(item: Item, what: string): void {
    this.events.push({ at: performance.now(), what, item });
  }

  /** Takes note that the namespace was paused, or is no longer. */
  pause(isPaused: boolean): void {
    this.events.push({ at: performance.now(), what: isPaused ? 'paused' : 'no longer paused', pause: isPaused });
  }

  /** What had been acknowledged by then, but for what was gone. */
  at(time: number, gone: ReadonlySet<string> = new Set()): Snapshot {
    const items = new Map<string, Item>();
    let isPaused = false;
    for (const { at, item, pause } of this.events) {
      if (at > time) continue;
      if (item && !gone.has(item.uid)) items.set(item.uid, item);
      isPaused = pause ?? isPaused;
    }
    return { items, isPaused };
  }

  /** Every moment of a span at which something was acknowledged, and its ends. */
  moments(from: number, to: number): number[] {
    return [from, ...this.events.map(({ at }) => at).filter((at) => at > from && at <= to), to];
  }

  /** What happened after a moment, as failure messages show it. */
  story(since: number): string[] {
    return this.events
      .filter(({ at }) => at > since)
      .map(({ at, what, item }) => `${at.toFixed(0)} ${item ? `${item.kind} ${item.name} ` : ''}${what}`);
  }
}
