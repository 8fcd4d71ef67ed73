// Fails when something committed is no longer what its source makes: dist/, the kinds, imports/, generated documentation.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const checks = [
  ['bundles/', () => run('scripts/bundle.mjs', '--check')],
  ['dist/', checkDist],
  ['src/model/kinds/structure.ts', () => run('scripts/kinds.mjs', '--check')],
  ['src/model/kinds/schema/generated/', () => run('scripts/schemas.mjs', '--check')],
  ['docs/', () => run('scripts/docs.mjs', '--check')],
  ['imports/', () => (hasGo() ? run('scripts/imports.mjs', '--check') : skipped('needs Go'))],
];

let failed = 0;
for (const [name, check] of checks) {
  const problem = check();
  if (problem) failed += 1;
  console.log(`${problem ? 'drifted' : 'ok'}  ${name}${problem ? `\n${problem}` : ''}`);
}
process.exitCode = failed > 0 ? 1 : 0;

/** Renders into an empty folder and compares file by file. */
function checkDist() {
  const fresh = mkdtempSync(join(tmpdir(), 'steward-dist-'));
  try {
    const problem = run('lib/main.js', [], { CDK8S_OUTDIR: fresh });
    if (problem) return problem;
    const [committed, rendered] = ['dist', fresh].map(filesOf);
    const names = [...new Set([...committed.keys(), ...rendered.keys()])].sort();
    const different = names.filter((name) => committed.get(name) !== rendered.get(name));
    return different.length > 0 ? `  ${different.join('\n  ')}\n  render again: npm run synth` : undefined;
  } finally {
    rmSync(fresh, { recursive: true });
  }
}

function filesOf(folder) {
  const names = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((item) => item.isFile());
  return new Map(
    names.map((item) => {
      const path = join(item.parentPath, item.name);
      return [path.slice(folder.length + 1), readFileSync(path, 'utf8')];
    }),
  );
}

function run(script, args, env = {}) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [script, args].flat(), {
    encoding: 'utf8',
    env: { ...process.env, ...env },
  });
  return status === 0 ? undefined : `${stdout}${stderr}`.trim() || `${script} ended with status ${status}`;
}

function hasGo() {
  return spawnSync('go', ['version']).status === 0;
}

function skipped(why) {
  console.log(`not compared with its sources (${why}):`);
  return undefined;
}
