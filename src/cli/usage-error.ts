/** Everything wrong with how a command was called or with what it was given: one line each, all together. */
export class UsageError extends Error {
  constructor(readonly problems: readonly string[]) {
    super(problems.join('\n'));
    this.name = 'UsageError';
  }
}

/** What a failed system call says, without its stack: `ENOENT: no such file or directory`. */
export function reason(error: unknown): string {
  const message = (error as Error | null)?.message ?? String(error);
  return message.split(', ')[0] ?? message;
}
