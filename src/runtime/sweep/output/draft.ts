import { randomBytes } from 'node:crypto';
import { closeSync, fsyncSync, openSync, renameSync, rmSync, writeSync } from 'node:fs';
import { Failure, reason } from '../../failure';
import { isSpecialFile } from '../../special-file';

/**
 * A file that is there whole or not at all: whoever reads it never sees a part. It is begun at once, to see that it can be.
 * What is no plain file, as `/dev/stdout` or a link, is written to and not replaced.
 */
export class Draft {
  private readonly draft: string;
  private readonly handle: number;
  private readonly isSpecial: boolean;
  private isOpen = true;

  /**
   * @param mode who may read it
   * @throws Failure when it cannot be written there
   */
  constructor(
    private readonly file: string,
    private readonly flag: string,
    mode = 0o600,
  ) {
    // Not by the process: in a pod each has the same number, and one that was killed has left its draft there.
    this.draft = `${file}.${randomBytes(4).toString('hex')}.tmp`;
    try {
      this.isSpecial = isSpecialFile(file);
      this.handle = this.isSpecial ? openSync(file, 'w') : openSync(this.draft, 'wx', mode);
    } catch (error) {
      throw this.failure(error);
    }
  }

  /** @throws Failure when it cannot be written; nothing is left of it then */
  write(text: string): void {
    if (!this.isOpen) throw this.failure(new Error('it was given up'));
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
      if (!this.isSpecial) fsyncSync(this.handle);
      this.close();
      if (!this.isSpecial) renameSync(this.draft, this.file);
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
