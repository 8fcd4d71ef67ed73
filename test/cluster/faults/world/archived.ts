import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';

/** The uids of the whole objects below a folder: that of an archive, or where the S3 server keeps one. */
export function archivedUids(folder: string): ReadonlySet<string> {
  if (!existsSync(folder)) return new Set();
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' });
  return new Set(
    files.filter((name) => name.endsWith('.json.gz')).flatMap((name) => uidIn(readFileSync(join(folder, name)))),
  );
}

/** What cannot be read is no object. */
function uidIn(body: Buffer): string[] {
  try {
    const { metadata, spec } = JSON.parse(gunzipSync(body).toString());
    return typeof metadata?.uid === 'string' && spec !== undefined ? [metadata.uid] : [];
  } catch {
    return [];
  }
}
