import * as fc from 'fast-check';
import { ServerClock } from '../../../src/runtime/api/server-clock';

const date = (time: number) => new Date(time).toUTCString();

describe("the server's clock", () => {
  const clockAt = (time: number) => new ServerClock(() => time);

  it('is the local one as long as nothing tells otherwise', () => {
    const clock = clockAt(1_000_000);
    expect([clock.skew, clock.now()]).toEqual([0, 1_000_000]);
    clock.observe(undefined, 0, 0);
    clock.observe('yesterday', 0, 0);
    expect(clock.skew).toBe(0);
  });

  it('is as far away as is certain, ahead and behind', () => {
    const ahead = clockAt(0);
    ahead.observe(date(60_000), 0, 200);
    expect(ahead.skew).toBe(59_800);
    const behind = clockAt(100_000);
    behind.observe(date(40_000), 100_000, 100_200);
    expect(behind.skew).toBe(-59_000);
    expect(behind.now()).toBe(41_000);
  });

  it('is told by the answer that is nearest to none', () => {
    const clock = clockAt(0);
    clock.observe(date(60_000), 0, 0);
    clock.observe(date(0), 0, 0);
    expect(clock.skew).toBe(0);
  });

  it('forgets after 32 answers', () => {
    const clock = clockAt(0);
    clock.observe(date(0), 0, 0);
    for (let answer = 0; answer < 32; answer += 1) clock.observe(date(60_000), 0, 0);
    expect(clock.skew).toBe(60_000);
  });

  it('claims no skew that there is not, whenever an answer comes', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: -100_000, max: 100_000 }),
        fc.nat(10_000),
        fc.nat(5_000),
        fc.nat(5_000),
        (skew, sent, there, back) => {
          const clock = clockAt(0);
          const told = Math.floor((1_000_000 + sent + there + skew) / 1_000) * 1_000;
          clock.observe(date(told), 1_000_000 + sent, 1_000_000 + sent + there + back);
          expect(Math.abs(clock.skew)).toBeLessThanOrEqual(Math.abs(skew));
        },
      ),
    );
  });

  it('runs steadily, whatever the clock of the machine is set to', () => {
    const clock = new ServerClock();
    const before = clock.now();
    const set = jest.spyOn(Date, 'now').mockReturnValue(0);
    expect(clock.now()).toBeGreaterThanOrEqual(before);
    set.mockRestore();
  });
});
