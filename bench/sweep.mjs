/*
 * Deletes finished Workflows from the project's test control plane with `steward sweep`, with `kubectl delete` and with
 * another tool, and prints tables. Options:
 *   --objects 1000,10000,100000   how many workflows
 *   --runs 3                      runs of each tool, taken in turns; the tables hold medians
 *   --once 100000                 from this number on, each tool runs once
 *   --paced 1000,10000            how many workflows for runs that keep a rate; 0 for none
 *   --qps 40                      that rate
 *   --afar 1000                   how many workflows for runs that are far from the server; 0 for none
 *   --distance 5                  how far, in milliseconds there and back
 *   --only plain,s3,peer          of report, plain, s3, folder, cli, peer, kubectl, kubectl-no-wait
 *   --form whole                  or bare: workflows of a template, without nodes; the API server's memory holds more of them
 *   --disk /tmp                   where etcd, the S3 server and the archives are
 *   --limit 2400                  seconds after which a run is given up; what would take longer is not tried
 *   --write docs/performance.md
 * STEWARD_BENCH_PEER is the other tool's shell command, with {kubeconfig} and {namespace} in it; STEWARD_BENCH_PEER_TITLE
 * is its name in the tables.
 */
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { cpus, tmpdir } from 'node:os';
import { parseArgs } from 'node:util';
import { runBench } from './main.mjs';
import { publish } from './publish.mjs';
import { SweepRuns } from './sweep-runs.mjs';
import { SweepServer } from './sweep-server.mjs';
import { paceTable, sweepTable } from './table.mjs';

const { values: options } = parseArgs({
  options: {
    objects: { type: 'string', default: '1000,10000,100000' },
    runs: { type: 'string', default: '3' },
    once: { type: 'string', default: '100000' },
    paced: { type: 'string', default: '1000,10000' },
    qps: { type: 'string', default: '40' },
    afar: { type: 'string', default: '1000' },
    distance: { type: 'string', default: '5' },
    only: { type: 'string', default: 'report,plain,s3,folder,peer,kubectl,kubectl-no-wait' },
    form: { type: 'string', default: 'whole' },
    disk: { type: 'string', default: tmpdir() },
    limit: { type: 'string', default: '2400' },
    write: { type: 'string' },
  },
});
const [sizes, paced] = [options.objects, options.paced].map((list) => list.split(',').map(Number).filter(Boolean));
const [runs, once, qps, afar, distance] = ['runs', 'once', 'qps', 'afar', 'distance'].map((name) =>
  Number(options[name]),
);

await runBench(main);

async function main() {
  const folder = mkdtempSync(`${options.disk}/steward-sweep-`);
  mkdirSync(`${folder}/archive`);
  const server = await SweepServer.start(`${folder}/cluster`, options.form);
  try {
    const { STEWARD_BENCH_PEER: command, STEWARD_BENCH_PEER_TITLE: title = 'peer' } = process.env;
    const limitSeconds = Number(options.limit);
    const tools = new SweepRuns(server, folder, {
      limitSeconds,
      only: options.only.split(','),
      peer: { command, title },
    });
    const sections = [];
    const tell = (section) => {
      sections.push(section);
      // A long bench that fails later has told what it knew.
      process.stderr.write(`${section}\n\n`);
    };
    let smaller;
    for (const size of sizes) {
      smaller = await tools.inTurns(size, size < once ? runs : 1, smaller);
      tell(`${many(size)}:\n\n${sweepTable(smaller)}`);
    }
    if (afar > 0) {
      const table = sweepTable(await tools.fromAfar(afar, runs, distance));
      tell(`${many(afar)}, ${distance} ms away from the API server:\n\n${table}`);
    }
    const results = [];
    for (const size of paced) results.push(...(await tools.paced(qps, ['plain', 's3'], size)));
    if (results.length > 0) tell(`At ${qps} calls a second, one run each:\n\n${paceTable(results, qps)}`);
    const report = [await conditions(server), ...sections].join('\n\n');
    process.stdout.write(`\n${report}\n`);
    if (options.write) publish(report, options.write, 'sweep');
  } finally {
    await server.stop();
    rmSync(folder, { recursive: true });
  }
}

function howOften() {
  return runs === 1 ? 'one run each' : `medians of ${runs} runs taken in turns, one run from ${many(once)} on`;
}

function many(size) {
  return `${size.toLocaleString('en')} workflows`;
}

async function conditions(server) {
  const [cpu] = cpus();
  await server.fill(1);
  return [
    `${cpus().length} × ${cpu.model.trim()}, which the tools share with etcd, the API server and its controllers; files on`,
    `${options.disk}; ${howOften()}. A workflow has`,
    `${(await server.size()).toLocaleString('en')} bytes. Node ${process.versions.node}, Kubernetes ${(await server.version()).slice(1)}.`,
  ].join('\n');
}
