// Makes bundles/ from the source: each program of the cluster with all it needs, in one file. `--check` fails when one is
// stale. The compressed bytes are rewritten only when the program itself has changed: another zlib makes others of the same.
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gunzipSync, gzipSync } from 'node:zlib';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const programs = { sweep: 'src/runtime/sweep/main.ts' };

if (process.argv[1] === fileURLToPath(import.meta.url)) await main(process.argv.includes('--check'));

async function main(isCheck) {
  const stale = [];
  for (const [name, entry] of Object.entries(programs)) {
    const fresh = await bundled(entry);
    const file = join(root, 'bundles', `${name}.js.gz`);
    const known = existsSync(file) ? gunzipSync(readFileSync(file)) : undefined;
    if (known?.equals(fresh)) continue;
    stale.push(`bundles/${name}.js.gz`);
    if (isCheck) continue;
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, gzipSync(fresh, { level: 9 }));
    const hash = createHash('sha256').update(fresh).digest('hex');
    console.log(`wrote bundles/${name}.js.gz: ${fresh.length} bytes, SHA-256 ${hash}`);
  }
  if (isCheck) {
    for (const path of stale) console.error(`${path} is stale: run npm run bundle`);
    process.exitCode = stale.length > 0 ? 1 : 0;
  } else if (stale.length === 0) console.log('up to date');
}

/** The program that a source file begins, with all it needs. */
export async function bundled(entry) {
  const { build } = await import('esbuild');
  const { outputFiles } = await build({
    entryPoints: [join(root, entry)],
    // Paths in what esbuild writes are relative to it: the same wherever the repository lies.
    absWorkingDir: root,
    bundle: true,
    minify: true,
    platform: 'node',
    target: 'node20',
    format: 'cjs',
    legalComments: 'none',
    write: false,
  });
  return Buffer.from(outputFiles[0].contents);
}
