/*
 * Checks the same manifests with `steward check` and with the linters that are on the PATH, and prints a table. Options:
 *   --objects 100,1000,10000   how many; one file for each ten
 *   --runs 5                   runs of each tool, taken in turns; the table holds medians
 *   --disk /dev/shm            where the manifests are
 *   --limit 120                seconds after which a run is given up
 *   --write docs/performance.md
 */
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { cpus, tmpdir } from 'node:os';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { stringify } from 'yaml';
import { runBench } from './main.mjs';
import { measure, medianOf } from './measure.mjs';
import { publish } from './publish.mjs';
import { checkTable } from './table.mjs';
import { teamObjects } from './teams.mjs';

const { values: options } = parseArgs({
  options: {
    objects: { type: 'string', default: '100,1000,10000' },
    runs: { type: 'string', default: '5' },
    disk: { type: 'string', default: process.platform === 'linux' ? '/dev/shm' : tmpdir() },
    limit: { type: 'string', default: '120' },
    write: { type: 'string' },
  },
});
const sizes = options.objects.split(',').map(Number);
const steward = fileURLToPath(new URL('../lib/cli/steward.js', import.meta.url));

/** How each tool is asked to check a folder; kube-score takes only files. */
const tools = {
  steward: { title: 'cdk8s-steward', command: (folder) => [process.execPath, steward, 'check', folder] },
  'kube-linter': { title: 'kube-linter', command: (folder) => ['kube-linter', 'lint', folder], version: ['version'] },
  'kube-score': {
    title: 'kube-score',
    command: (folder) => ['kube-score', 'score', ...readdirSync(folder).map((file) => `${folder}/${file}`)],
    version: ['version'],
  },
};

await runBench(main);

async function main() {
  const present = Object.entries(tools).filter(([name, tool]) => isPresent(name, tool));
  const folder = mkdtempSync(`${options.disk}/steward-check-`);
  try {
    const results = new Map();
    for (const size of sizes) results.set(size, await resultsOf(present, written(size, `${folder}/${size}`)));
    const report = `${conditions()}\n\n${checkTable(results)}`;
    process.stdout.write(`\n${report}\n`);
    if (options.write) publish(report, options.write, 'check');
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function isPresent(name, { version }) {
  if (!version) return true;
  try {
    execFileSync(name, version, { stdio: 'ignore' });
    return true;
  } catch {
    process.stderr.write(`${name}: left out, it is not on the PATH\n`);
    return false;
  }
}

/** Ten objects a file. */
function written(size, folder) {
  mkdirSync(folder);
  for (let team = 0; team < size / 10; team++) {
    const documents = teamObjects(team).map((object) => stringify(object, { aliasDuplicateObjects: false }));
    writeFileSync(`${folder}/team-${String(team).padStart(5, '0')}.yaml`, documents.join('---\n'));
  }
  return folder;
}

async function resultsOf(present, folder) {
  const measured = new Map(present.map(([name]) => [name, []]));
  const givenUp = new Set();
  for (let run = 0; run < Number(options.runs); run++) {
    for (const [name, { command }] of present) {
      if (givenUp.has(name)) continue;
      const figures = await measure(command(folder), { limitSeconds: Number(options.limit), mayFail: true });
      if (figures) measured.get(name).push(figures);
      else givenUp.add(name);
    }
  }
  return new Map(
    present.map(([name, { title }]) => {
      return [
        name,
        givenUp.has(name) ? { title, note: `> ${options.limit}` } : { title, ...medianOf(measured.get(name)) },
      ];
    }),
  );
}

function conditions() {
  const [cpu] = cpus();
  return [
    `${cpus().length} × ${cpu.model.trim()}; files on ${options.disk}; median of ${options.runs} runs taken in turns, each in a`,
    `cold process. Ratios are to cdk8s-steward. Node ${process.versions.node}.`,
  ].join('\n');
}
