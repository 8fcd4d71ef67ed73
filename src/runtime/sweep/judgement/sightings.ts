import type { State } from '../budget/state';

/** When unused objects were first seen so, over several sweeps. */
export class Sightings {
  private readonly seen = new Map<string, number>();
  private readonly forgotten = new Set<string>();
  private readonly met = new Set<string>();

  constructor(private readonly before: State['sightings']) {}

  /** Sees an object unused now. @returns when it was first seen so, without being used in between; milliseconds since 1970 */
  see(uid: string, now: number): number {
    const first = this.before[uid] ?? Math.floor(now / 1_000);
    this.seen.set(uid, first);
    return first * 1_000;
  }

  /** Sees an object in use, or gone. */
  forget(uid: string): void {
    this.seen.delete(uid);
    if (this.before[uid] !== undefined) this.forgotten.add(uid);
  }

  /** Meets an object that is there, whatever it is used for. */
  meet(uid: string): void {
    if (this.before[uid] !== undefined) this.met.add(uid);
  }

  /** Takes it that what was not met is gone: of a sweep that has looked at all there is. */
  forgetUnmet(): void {
    for (const uid of Object.keys(this.before)) if (!this.met.has(uid) && !this.seen.has(uid)) this.forgotten.add(uid);
  }

  get hasChanged(): boolean {
    return this.forgotten.size > 0 || [...this.seen.keys()].some((uid) => this.before[uid] === undefined);
  }

  /** What the next sweep is to know. */
  applyTo(state: State): State {
    const kept = Object.entries(state.sightings).filter(([uid]) => !this.forgotten.has(uid));
    return { ...state, sightings: { ...Object.fromEntries(this.seen), ...Object.fromEntries(kept) } };
  }
}
