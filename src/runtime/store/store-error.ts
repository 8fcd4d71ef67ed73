import { Failure } from '../failure';

/** Why a store did not do what it was asked. The message names store, key and remedy, and holds no secret. */
export class StoreError extends Failure {
  /**
   * @param code the store's own word for it, e.g. `NoSuchBucket`, `SlowDown`, `ENOSPC`
   * @param status HTTP status, where a server answered
   */
  constructor(
    readonly code: string,
    message: string,
    readonly status?: number,
  ) {
    super(message);
    this.name = 'StoreError';
  }
}
