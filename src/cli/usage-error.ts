import { Failure } from '../runtime/failure';

/** Everything wrong with how a command was called or with what it was given: one line each, all together. */
export class UsageError extends Failure {
  override readonly name = 'UsageError';

  constructor(problems: readonly string[]) {
    super(...problems);
  }
}

/** What a failed system call says, without its stack: `ENOENT: no such file or directory`. */
export function reason(error: unknown): string {
  const message = (error as Error | null)?.message ?? String(error);
  return message.split(', ')[0] ?? message;
}
