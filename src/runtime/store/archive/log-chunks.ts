/** A log as it comes: whole, or bit by bit. */
export type LogContent = Buffer | string | AsyncIterable<Buffer | string>;

/** A log to so many bytes, and then a line that says so. */
export async function* cutAfter(most: number, content: LogContent): AsyncGenerator<Buffer> {
  let left = most;
  for await (const chunk of typeof content === 'string' || Buffer.isBuffer(content) ? [content] : content) {
    const bytes = typeof chunk === 'string' ? Buffer.from(chunk) : chunk;
    yield bytes.subarray(0, left);
    left -= bytes.length;
    if (left >= 0) continue;
    yield Buffer.from(`\n[cut here: a log of more than ${most} bytes]\n`);
    return;
  }
}
