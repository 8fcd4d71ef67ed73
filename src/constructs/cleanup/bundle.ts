import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';

/** A program of this package, as it is shipped. */
export interface Bundle {
  /** gzip, in base64: the bytes of the package, which are the same on every machine. */
  readonly content: string;
  /** SHA-256 of the program itself, in hex. */
  readonly sha256: string;
  /** Version of the package: what a reader of manifests can make sense of. */
  readonly version: string;
}

let known: Bundle | undefined;

/**
 * The bundle of the sweep. It was compressed once, when the package was built: compressed again, by another version of zlib,
 * it would be other bytes and another manifest.
 */
export function sweepBundle(): Bundle {
  if (known) return known;
  const folder = packageFolder();
  const packed = readFileSync(join(folder, 'bundles', 'sweep.js.gz'));
  const sha256 = createHash('sha256').update(gunzipSync(packed)).digest('hex');
  const { version } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as { version: string };
  known = { content: packed.toString('base64'), sha256, version };
  return known;
}

/** Where this package lies, from its compiled files and from its source alike. */
function packageFolder(): string {
  for (let folder = __dirname; ; folder = join(folder, '..')) {
    if (existsSync(join(folder, 'package.json'))) return folder;
    if (folder === join(folder, '..')) throw new Error(`${__dirname} is not below a package`);
  }
}
