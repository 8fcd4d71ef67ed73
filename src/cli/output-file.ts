import { mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { reason } from '../runtime/failure';
import { isSpecialFile } from '../runtime/special-file';
import { UsageError } from './usage-error';

/**
 * Writes a file whole or not at all: who reads it never sees half of it. Folders on the way are made. What is no plain
 * file, as `/dev/stdout` or a link, is written to and not replaced.
 *
 * @throws UsageError when it cannot be written.
 */
export function writeOutput(file: string, text: string): void {
  try {
    mkdirSync(dirname(file), { recursive: true });
    if (isSpecialFile(file)) writeFileSync(file, text);
    else writeAndRename(file, text);
  } catch (error) {
    throw new UsageError([`${file} cannot be written: ${reason(error)}`]);
  }
}

function writeAndRename(file: string, text: string): void {
  const draft = `${file}.${process.pid}.tmp`;
  try {
    writeFileSync(draft, text, { flag: 'wx' });
    renameSync(draft, file);
  } catch (error) {
    rmSync(draft, { force: true });
    throw error;
  }
}
