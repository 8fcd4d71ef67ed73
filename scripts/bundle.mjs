// Makes bundles/ from the source: each program of the cluster with all it needs, in one file, and the licences of what it
// holds of others. `--check` fails when one is stale. The compressed bytes are rewritten only when the program itself has
// changed: another zlib makes others of the same.
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gunzipSync, gzipSync } from 'node:zlib';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const programs = { sweep: 'src/runtime/sweep/main.ts' };

if (process.argv[1] === fileURLToPath(import.meta.url)) await main(process.argv.includes('--check'));

async function main(isCheck) {
  mkdirSync(join(root, 'bundles'), { recursive: true });
  const stale = [];
  for (const [name, entry] of Object.entries(programs)) {
    const { program, packages } = await built(entry);
    const [file, notices] = [`bundles/${name}.js.gz`, `bundles/${name}.licenses.txt`];
    if (!read(file, gunzipSync)?.equals(program)) {
      stale.push(file);
      if (!isCheck) writeFileSync(join(root, file), gzipSync(program, { level: 9 }));
    }
    const text = licences(packages);
    if (read(notices)?.toString() !== text) {
      stale.push(notices);
      if (!isCheck) writeFileSync(join(root, notices), text);
    }
    if (!isCheck) console.log(`${file}: ${program.length} bytes, SHA-256 ${sha256(program)}`);
  }
  if (isCheck) for (const path of stale) console.error(`${path} is stale: run npm run bundle`);
  else console.log(stale.length > 0 ? `wrote ${stale.join(', ')}` : 'up to date');
  process.exitCode = isCheck && stale.length > 0 ? 1 : 0;
}

/** The program that a source file begins, with all it needs. */
export async function bundled(entry) {
  return (await built(entry)).program;
}

async function built(entry) {
  const { build } = await import('esbuild');
  const { outputFiles, metafile } = await build({
    entryPoints: [join(root, entry)],
    // Paths in what esbuild writes are relative to it: the same wherever the repository lies.
    absWorkingDir: root,
    bundle: true,
    minify: true,
    platform: 'node',
    target: 'node20',
    format: 'cjs',
    legalComments: 'none',
    metafile: true,
    write: false,
  });
  const inputs = Object.keys(metafile.inputs).map((path) => path.match(/.*node_modules\/((@[^/]+\/)?[^/]+)/)?.[0]);
  return { program: Buffer.from(outputFiles[0].contents), packages: [...new Set(inputs)].filter(Boolean).sort() };
}

/** Name and licence of each package that is part of a program; a package without one must not be. */
function licences(packages) {
  const sections = packages.map((folder) => {
    const { name, license } = JSON.parse(readFileSync(join(root, folder, 'package.json'), 'utf8'));
    const file = readdirSync(join(root, folder)).find((one) => /^licen[cs]e(\.\w+)?$/i.test(one));
    if (license === undefined && file === undefined) throw new Error(`${name} has no licence`);
    const text = file === undefined ? '' : `\n${readFileSync(join(root, folder, file), 'utf8').trim()}\n`;
    return `${name} (${license})\n${text}`;
  });
  return sections.join(`\n${'-'.repeat(80)}\n\n`);
}

function read(path, unpack = (bytes) => bytes) {
  return existsSync(join(root, path)) ? unpack(readFileSync(join(root, path))) : undefined;
}

function sha256(bytes) {
  return createHash('sha256').update(bytes).digest('hex');
}
