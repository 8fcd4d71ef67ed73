/**
 * Hands items to a few workers at a time; no more are taken from the source than are being worked on. Ends when all are
 * done, or after those in work when the signal says so. The first failure ends it too, and is thrown.
 */
export async function forEach<Item>(
  items: AsyncIterable<Item>,
  workers: number,
  signal: AbortSignal,
  work: (item: Item) => Promise<void>,
): Promise<void> {
  const iterator = items[Symbol.asyncIterator]();
  // Generators answer one request after the other, so workers may share one.
  let hasFailed = false;
  const worker = async () => {
    while (!signal.aborted && !hasFailed) {
      const next = await iterator.next();
      // The page that it came from may have been long in coming.
      if (next.done || signal.aborted || hasFailed) return;
      try {
        await work(next.value);
      } catch (error) {
        hasFailed = true;
        throw error;
      }
    }
  };
  const ends = await Promise.allSettled(Array.from({ length: workers }, worker));
  await iterator.return?.();
  const failed = ends.find((end) => end.status === 'rejected');
  if (failed) throw failed.reason;
}
