/**
 * What went wrong outside of the program, in words for whoever must mend it: one line each. Whoever meets it shows these
 * lines, and no stack.
 */
export class Failure extends Error {
  readonly problems: readonly string[];

  constructor(...problems: readonly string[]) {
    super(problems.join('\n'));
    this.problems = problems;
  }
}

/** What a failed system call says, without its stack: `ENOENT: no such file or directory`. */
export function reason(error: unknown): string {
  const message = (error as Error | null)?.message ?? String(error);
  return message.split(', ')[0] ?? message;
}
