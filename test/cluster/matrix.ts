import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { repository } from './build/build';
import type { Versions } from './build/targets';

/** Two minors of Kubernetes and three of Argo Workflows; 4.x is not served as a Go module. */
const matrix: readonly Versions[] = [
  { kubernetes: '1.36', argo: '3.7' },
  { kubernetes: '1.34', argo: '3.7' },
  { kubernetes: '1.36', argo: '3.6' },
  { kubernetes: '1.36', argo: '3.5' },
];

interface Assertion {
  readonly ancestorTitles: readonly string[];
  readonly title: string;
  readonly status: string;
}

const page = join(repository(), 'docs/facts.md');
const columns = matrix.map((versions) => ({ versions, results: run(versions) }));
writeFileSync(page, table());
const failures = columns.flatMap(({ results }) => [...results.values()]).filter((status) => status === 'failed').length;
process.stderr.write(`wrote ${page}: ${failures} beliefs do not hold\n`);
process.exitCode = failures > 0 ? 1 : 0;

/** Proves the facts on one pair of versions; the outcome of each belief. */
function run({ kubernetes, argo }: Versions): ReadonlyMap<string, string> {
  const report = join(tmpdir(), `steward-facts-${process.pid}.json`);
  const { status } = spawnSync(
    'npx',
    ['jest', '--config', 'jest.cluster.cjs', 'facts', '--json', `--outputFile=${report}`],
    {
      cwd: repository(),
      stdio: ['ignore', 'ignore', 'inherit'],
      env: { ...process.env, KUBE: kubernetes, ARGO: argo, STEWARD_PARTS: 'controllers,argo,object-store' },
    },
  );
  if (!existsSync(report))
    throw new Error(`the facts on Kubernetes ${kubernetes} and Argo ${argo} did not run (status ${status})`);
  const { testResults } = JSON.parse(readFileSync(report, 'utf8')) as {
    testResults: { assertionResults: Assertion[] }[];
  };
  rmSync(report);
  const all = testResults.flatMap(({ assertionResults }) => assertionResults);
  return new Map(all.map(({ ancestorTitles, title, status }) => [`${ancestorTitles.join(' ')}\t${title}`, status]));
}

function table(): string {
  const head = columns.map(({ versions }) => `Kubernetes ${versions.kubernetes}, Argo ${versions.argo}`);
  const marks: Readonly<Record<string, string>> = {
    passed: 'holds',
    failed: '**does not hold**',
    pending: 'not about it',
  };
  const beliefs = [...new Set(columns.flatMap(({ results }) => [...results.keys()]))].sort();
  let about = '';
  const rows = beliefs.flatMap((belief) => {
    const [area = '', sentence = ''] = belief.split('\t');
    const row = `| ${sentence} | ${columns.map(({ results }) => marks[results.get(belief) ?? 'pending']).join(' | ')} |`;
    if (area === about) return [row];
    about = area;
    return ['', `## ${area}`, '', `| belief | ${head.join(' | ')} |`, `| --- |${' --- |'.repeat(head.length)}`, row];
  });
  return `# Facts about Kubernetes and Argo Workflows

What the code relies on, proven on real servers. Made by \`npm run test:cluster:matrix\`; do not edit. Argo 4.x cannot be built
from Go modules: what is said of it elsewhere in these pages is believed, not proven.
${rows.join('\n')}
`;
}
