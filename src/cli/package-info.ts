import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Where this package is installed. */
export const packageFolder = join(__dirname, '..', '..');

/** The version of this package. */
export function packageVersion(): string {
  return (JSON.parse(readFileSync(join(packageFolder, 'package.json'), 'utf8')) as { version: string }).version;
}
