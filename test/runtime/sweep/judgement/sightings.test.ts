import type { State } from '../../../../src/runtime/sweep/budget/state';
import { Sightings } from '../../../../src/runtime/sweep/judgement/sightings';

const before: State = { day: '', spent: {}, base: {}, sightings: { old: 100, used: 100, lost: 100 } };
const kept = (sightings: Sightings, state = before) => sightings.applyTo(state).sightings;

describe('sightings', () => {
  it('count from the first one, to the second', () => {
    const sightings = new Sightings(before.sightings);
    expect([sightings.see('old', 999_999), sightings.see('new', 200_700)]).toEqual([100_000, 200_000]);
    expect(sightings.hasChanged).toBe(true);
    expect(kept(sightings)).toEqual({ ...before.sightings, new: 200 });
  });

  it('begin anew after something was used in between', () => {
    const first = new Sightings(before.sightings);
    first.forget('used');
    const state = { ...before, sightings: kept(first) };
    expect(state.sightings).toEqual({ old: 100, lost: 100 });
    expect(new Sightings(state.sightings).see('used', 500_000)).toBe(500_000);
  });

  it('of what is gone are forgotten by a sweep that has met all there is', () => {
    const sightings = new Sightings(before.sightings);
    sightings.see('old', 500_000);
    sightings.meet('used');
    sightings.forgetUnmet();
    expect(kept(sightings)).toEqual({ old: 100, used: 100 });
  });

  it('change nothing where nothing has changed', () => {
    const sightings = new Sightings(before.sightings);
    sightings.see('old', 500_000);
    sightings.forget('never seen');
    expect(sightings.hasChanged).toBe(false);
  });

  it('keep what another sweep has seen first meanwhile', () => {
    const sightings = new Sightings({});
    sightings.see('new', 300_000);
    expect(kept(sightings, { ...before, sightings: { ...before.sightings, new: 250 } })).toMatchObject({ new: 250 });
  });
});
