import { lstatSync } from 'node:fs';

/**
 * Whether there is something that is no plain file, as `/dev/stdout` or a link: it is written to, and not replaced.
 *
 * @throws the system's error where nothing can be below that path
 */
export function isSpecialFile(file: string): boolean {
  return lstatSync(file, { throwIfNoEntry: false })?.isFile() === false;
}
