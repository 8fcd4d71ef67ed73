/*
 * Renders the same fleets with cdk8s-steward and with other tools, and prints a table for each. Options:
 *   --namespaces 1000,10000   fleet sizes; each namespace has ten objects
 *   --runs 5                  runs of each tool, taken in turns; the table holds medians
 *   --only steward,yaml       peers by the names of their files
 *   --disk /dev/shm           where everything is written
 *   --limit 120               seconds after which a run is given up, and not tried again or with a larger fleet
 *   --write docs/performance.md
 */
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { cpus, tmpdir } from 'node:os';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { difference } from './equality.mjs';
import { makeFleet } from './fleet.mjs';
import { runBench } from './main.mjs';
import { measure, medianOf } from './measure.mjs';
import { publish } from './publish.mjs';
import { fleetTable, importTable } from './table.mjs';

const everyPeer = 'steward,steward-checked,json,go-yaml,helm,jsonnet,yaml,cdk8s-chart,cdk8s-charts,kustomize';

const { values: options } = parseArgs({
  options: {
    namespaces: { type: 'string', default: '1000,10000' },
    runs: { type: 'string', default: '5' },
    only: { type: 'string', default: everyPeer },
    disk: { type: 'string', default: process.platform === 'linux' ? '/dev/shm' : tmpdir() },
    limit: { type: 'string', default: '120' },
    write: { type: 'string' },
  },
});
const sizes = options.namespaces.split(',').map(Number);
const runs = Number(options.runs);
const limitSeconds = Number(options.limit);

await runBench(main);

async function main() {
  const peers = await load(options.only.split(','));
  const folder = mkdtempSync(`${options.disk}/steward-bench-`);
  try {
    const sections = [conditions(peers)];
    const givenUp = new Set();
    let smaller;
    for (const size of sizes) {
      const results = await fleetResults(peers, size, folder, givenUp);
      sections.push(`${size.toLocaleString('en')} namespaces × 10 objects:\n\n${fleetTable(results, smaller)}`);
      smaller = results;
    }
    sections.push(`Loading the package:\n\n${await importCost()}`);
    const report = sections.join('\n\n');
    process.stdout.write(`\n${report}\n`);
    if (options.write) publish(report, options.write, 'render');
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** The peers by name; those whose program is not on the PATH are left out, and said so. */
async function load(names) {
  const peers = new Map();
  for (const name of names) {
    const peer = await import(`./peers/${name}.mjs`);
    const version = versionOf(peer.binary);
    if (version === undefined) process.stderr.write(`${name}: left out, ${peer.binary.name} is not on the PATH\n`);
    else peers.set(name, { ...peer, version });
  }
  return peers;
}

function versionOf(binary) {
  if (!binary) return '';
  try {
    return `${binary.name} ${/\d+\.[\d.]+/.exec(execFileSync(binary.name, binary.version, { encoding: 'utf8' }))?.[0]}`;
  } catch {
    return undefined;
  }
}

/** Runs all peers in turns; those that exceed the limit join the given-up ones. */
async function fleetResults(peers, size, folder, givenUp) {
  const fleet = makeFleet(size);
  const fleetFile = `${folder}/fleet.json`;
  writeFileSync(fleetFile, JSON.stringify(fleet));
  const commands = new Map();
  const notTried = new Set(givenUp);
  for (const [name, peer] of peers) {
    if (!givenUp.has(name)) commands.set(name, prepared(name, peer, `${folder}/${name}`, { fleet, fleetFile }));
  }
  const measured = new Map([...peers.keys()].map((name) => [name, []]));
  for (let run = 0; run < runs; run++) {
    for (const [name, { render, isStream }] of commands) {
      if (givenUp.has(name)) continue;
      const out = `${folder}/out`;
      const figures = await measure(render(out), { stdoutFile: isStream ? out : undefined, limitSeconds });
      if (figures) measured.get(name).push(figures);
      else givenUp.add(name);
      if (run === 0 && figures) compare(name, fleet, out);
      rmSync(out, { recursive: true, force: true });
    }
  }
  return new Map(
    [...peers].map(([name, { title }]) => {
      const figures = measured.get(name);
      if (notTried.has(name)) return [name, { title, note: 'not tried' }];
      if (givenUp.has(name)) return [name, { title, note: `> ${limitSeconds}` }];
      return [name, { title, ...medianOf(figures) }];
    }),
  );
}

function prepared(name, peer, folder, fleet) {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder);
  if (peer.prepare) return peer.prepare(folder, fleet);
  const program = fileURLToPath(new URL('render.mjs', import.meta.url));
  return { render: (out) => [process.execPath, program, name, fleet.fleetFile, out] };
}

/** @throws Error when a tool did not render what the others do. */
function compare(name, fleet, out) {
  const found = difference(fleet, out);
  if (found) throw new Error(`${name} renders other objects: ${found}`);
  process.stderr.write(`${name}, ${fleet.namespaces.length} namespaces: objects same\n`);
}

async function importCost() {
  const cdk8s = fileURLToPath(import.meta.resolve('cdk8s'));
  const steward = fileURLToPath(new URL('../lib/index.js', import.meta.url));
  const loaded = new Map([cdk8s, steward].map((path) => [path, []]));
  for (let run = 0; run < Math.max(runs, 21); run++) {
    for (const [path, figures] of loaded) {
      figures.push(await measure([process.execPath, '-e', `require(${JSON.stringify(path)})`], { limitSeconds }));
    }
  }
  return importTable(medianOf(loaded.get(cdk8s)), medianOf(loaded.get(steward)));
}

function conditions(peers) {
  const installed = (name) => {
    const file = new URL(`../node_modules/${name}/package.json`, import.meta.url);
    return `${name} ${JSON.parse(readFileSync(file, 'utf8')).version}`;
  };
  const versions = [
    `Node ${process.versions.node}`,
    ...['cdk8s', 'constructs', 'yaml'].map(installed),
    ...[...peers.values()].map(({ version }) => version).filter((version) => version !== ''),
  ];
  const [cpu] = cpus();
  return [
    `${cpus().length} × ${cpu.model.trim()}; files on ${options.disk}; median of ${runs} runs taken in turns, each in a`,
    `cold process. Ratios are to cdk8s-steward. ${versions.join(' · ')}.`,
  ].join('\n');
}
