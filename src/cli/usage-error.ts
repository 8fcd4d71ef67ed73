import { Failure } from '../runtime/failure';

/** Everything wrong with how a command was called or with what it was given: one line each, all together. */
export class UsageError extends Failure {
  override readonly name = 'UsageError';

  constructor(problems: readonly string[]) {
    super(...problems);
  }
}
