import { forEach } from '../../../src/runtime/sweep/workers';

async function* numbers(count: number, taken: number[] = []): AsyncGenerator<number> {
  for (let number = 0; number < count; number += 1) {
    taken.push(number);
    yield number;
  }
}
const moment = () => new Promise((resolve) => setTimeout(resolve, 1));
const never = new AbortController().signal;

describe('workers', () => {
  it('do everything once, and no more at a time than they are', async () => {
    const done: number[] = [];
    let [now, most] = [0, 0];
    await forEach(numbers(50), 4, never, async (number) => {
      now += 1;
      most = Math.max(most, now);
      await moment();
      now -= 1;
      done.push(number);
    });
    expect(done.sort((a, b) => a - b)).toEqual([...Array(50).keys()]);
    expect(most).toBe(4);
  });

  it('take no more from the source than they work on, and finish that when they are told to end', async () => {
    const stop = new AbortController();
    const [taken, done]: number[][] = [[], []];
    await forEach(numbers(1_000, taken), 3, stop.signal, async (number) => {
      if (number === 10) stop.abort();
      await moment();
      done!.push(number);
    });
    expect(taken!.length).toBeLessThan(20);
    expect(done!.length).toBeGreaterThanOrEqual(11);
    expect(done!.length).toBeGreaterThanOrEqual(taken!.length - 1);
  });

  it('begin nothing that came after they were told to end', async () => {
    const stop = new AbortController();
    async function* slow(): AsyncGenerator<number> {
      yield 1;
      stop.abort();
      yield* [2, 3];
    }
    const begun: number[] = [];
    await forEach(slow(), 1, stop.signal, async (number) => {
      begun.push(number);
    });
    expect(begun).toEqual([1]);
  });

  it('end at a failure, which is thrown when all in work is done', async () => {
    const done: number[] = [];
    const failing = forEach(numbers(1_000), 2, never, async (number) => {
      await moment();
      if (number === 3) throw new Error('three');
      done.push(number);
    });
    await expect(failing).rejects.toThrow('three');
    expect(done.length).toBeLessThan(10);
    expect(done).toContain(2);
  });

  it('throw what the source throws', async () => {
    async function* broken(): AsyncGenerator<number> {
      yield 1;
      throw new Error('source');
    }
    await expect(forEach(broken(), 2, never, moment as () => Promise<void>)).rejects.toThrow('source');
  });
});
