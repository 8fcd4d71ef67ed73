import { randomBytes } from 'node:crypto';
import { closeSync, fsyncSync, openSync, renameSync, rmSync, writeSync } from 'node:fs';
import { Failure, reason } from '../../failure';

/** A file that is there whole or not at all: whoever reads it never sees a part. It is begun at once, to see that it can be. */
export class Draft {
  private readonly draft: string;
  private readonly handle: number;

  /** @throws Failure when it cannot be written there */
  constructor(
    private readonly file: string,
    flag: string,
  ) {
    // Not by the process: in a pod each has the same number, and one that was killed has left its draft there.
    this.draft = `${file}.${randomBytes(4).toString('hex')}.tmp`;
    try {
      this.handle = openSync(this.draft, 'wx', 0o600);
    } catch (error) {
      throw new Failure(`${flag} ${file} cannot be written: ${reason(error)}`);
    }
  }

  write(text: string): void {
    writeSync(this.handle, text);
  }

  finish(): void {
    fsyncSync(this.handle);
    closeSync(this.handle);
    renameSync(this.draft, this.file);
  }

  abandon(): void {
    closeSync(this.handle);
    rmSync(this.draft, { force: true });
  }
}
