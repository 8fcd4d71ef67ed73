import { randomBytes } from 'node:crypto';
import { closeSync, fsyncSync, openSync, renameSync, rmSync, writeSync } from 'node:fs';
import { Failure, reason } from '../../failure';

/** A file that is there whole or not at all: whoever reads it never sees a part. It is begun at once, to see that it can be. */
export class Draft {
  private readonly draft: string;
  private readonly handle: number;
  private isOpen = true;

  /** @throws Failure when it cannot be written there */
  constructor(
    private readonly file: string,
    private readonly flag: string,
  ) {
    // Not by the process: in a pod each has the same number, and one that was killed has left its draft there.
    this.draft = `${file}.${randomBytes(4).toString('hex')}.tmp`;
    try {
      this.handle = openSync(this.draft, 'wx', 0o600);
    } catch (error) {
      throw this.failure(error);
    }
  }

  /** @throws Failure when it cannot be written; nothing is left of it then */
  write(text: string): void {
    try {
      writeSync(this.handle, text);
    } catch (error) {
      this.abandon();
      throw this.failure(error);
    }
  }

  /** @throws Failure when it cannot be finished; nothing is left of it then */
  finish(): void {
    try {
      fsyncSync(this.handle);
      this.close();
      renameSync(this.draft, this.file);
    } catch (error) {
      this.abandon();
      throw this.failure(error);
    }
  }

  abandon(): void {
    this.close();
    rmSync(this.draft, { force: true });
  }

  private failure(error: unknown): Failure {
    return new Failure(`${this.flag} ${this.file} cannot be written: ${reason(error)}`);
  }

  private close(): void {
    // Its number may be another file's by now.
    if (this.isOpen) closeSync(this.handle);
    this.isOpen = false;
  }
}
