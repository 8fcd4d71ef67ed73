import type { ClockChange } from './clock-changes';

/** When something starts, again and again: minutes, ascending, of a period of whole days. */
export interface Cycle {
  readonly starts: readonly number[];
  readonly period: number;
  /** Where in the period the clock may show midnight of a weekday, Sunday first; any of them where the day is left open. */
  readonly midnights: (weekday: number) => readonly number[];
}

/** The shortest time between two starts, in minutes, by a clock that nobody changes. */
export function shortestGap(cycle: Cycle): number {
  return Math.min(...gapsOf(cycle));
}

/**
 * The longest time between two starts, in minutes. A start in the hour that a clock leaves out does not take place
 * (github.com/robfig/cron: "will not be run"), and one in the hour that it repeats takes place twice.
 */
export function longestGap(cycle: Cycle, changes: readonly ClockChange[]): number {
  const { starts, period } = cycle;
  const around = [-period, 0, period].flatMap((turn) => starts.map((start) => start + turn));
  const changed = changes.flatMap(({ at, shift, weekday }) => {
    return cycle.midnights(weekday).map((midnight) => {
      return shift > 0 ? leavingOut(around, midnight + at, shift) : repeating(around, midnight + at, -shift);
    });
  });
  return Math.max(...gapsOf(cycle), ...changed);
}

function gapsOf({ starts, period }: Cycle): number[] {
  return starts.map((start, index) => (starts[index + 1] ?? (starts[0] as number) + period) - start);
}

/** The gap around the minutes that the clock leaves out from some minute on. */
function leavingOut(starts: readonly number[], at: number, shift: number): number {
  return after(starts, at + shift) - before(starts, at) - shift;
}

/** The gap in which the clock is put back at some minute. */
function repeating(starts: readonly number[], at: number, shift: number): number {
  const twice = starts.filter((start) => start >= at - shift && start < at);
  const [first, last] = [twice[0], twice.at(-1)];
  return first === undefined || last === undefined
    ? after(starts, at) - before(starts, at - shift) + shift
    : first - last + shift;
}

function before(starts: readonly number[], at: number): number {
  return starts.findLast((start) => start < at) as number;
}

function after(starts: readonly number[], at: number): number {
  return starts.find((start) => start >= at) as number;
}
