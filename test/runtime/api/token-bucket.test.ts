import { TokenBucket } from '../../../src/runtime/api/token-bucket';

describe('a token bucket', () => {
  const elapsed = async (bucket: TokenBucket, calls: number): Promise<number> => {
    const started = performance.now();
    await Promise.all(Array.from({ length: calls }, () => bucket.take()));
    return performance.now() - started;
  };

  it('lets a burst through at once, and the rest at its rate', async () => {
    const bucket = new TokenBucket(100, 5);
    expect(await elapsed(bucket, 5)).toBeLessThan(40);
    expect(await elapsed(bucket, 10)).toBeGreaterThan(85);
  });

  it('fills up to its burst, and no further', async () => {
    let now = 0;
    const bucket = new TokenBucket(100, 3, () => now);
    await elapsed(bucket, 3);
    now = 60_000;
    await elapsed(bucket, 3);
    let isThrough = false;
    const fourth = bucket.take().then(() => {
      isThrough = true;
    });
    await new Promise((resolve) => setImmediate(resolve));
    expect(isThrough).toBe(false);
    now += 1_000;
    await fourth;
  });

  it('lets first through who came first', async () => {
    const bucket = new TokenBucket(500, 1);
    const order: number[] = [];
    await Promise.all([0, 1, 2, 3].map((index) => bucket.take().then(() => order.push(index))));
    expect(order).toEqual([0, 1, 2, 3]);
  });

  it('of rate 0 has no bound', async () => {
    expect(await elapsed(new TokenBucket(0, 1), 1_000)).toBeLessThan(100);
  });
});
