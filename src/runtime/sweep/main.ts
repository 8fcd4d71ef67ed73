import { parseArgs } from 'node:util';
import { inClusterAccess, ownNamespace } from '../api/access';
import { Failure } from '../failure';
import { readSweepFlags, type SweepFlags, sweepFlagHelp } from './options';
import { readPolicyFile } from './policy-source';
import { runSweep } from './run';

/** The program in the cluster: `node sweep.js --policy /etc/steward/policy.yaml --mode delete`. */
async function main(words: string[]): Promise<number> {
  const flag = { type: 'string' } as const;
  const names = sweepFlagHelp.map(([written]) => written.split(' ')[0]?.slice(2) ?? '');
  let values: Record<string, string | boolean | undefined>;
  try {
    const options = {
      ...Object.fromEntries(['policy', ...names].map((name) => [name, flag])),
      help: { type: 'boolean' } as const,
    };
    ({ values } = parseArgs({ args: words, options, strict: true }));
  } catch (error) {
    return refuse([(error as Error).message]);
  }
  if (values['help'] === true) {
    const rows = [['--policy <file>', 'the retention policy, YAML or JSON'], ...sweepFlagHelp];
    process.stdout.write(rows.map(([written = '', meaning]) => `  ${written.padEnd(24)} ${meaning}\n`).join(''));
    return 0;
  }
  const flags = Object.fromEntries(Object.entries(values).map(([name, value]) => [camelCase(name), value]));
  const { request, problems } = readSweepFlags(flags as SweepFlags);
  if (problems.length > 0) return refuse(problems);
  const read = readPolicyFile(request.policyFile);
  if (read.policy === undefined) return refuse(read.problems);
  const stop = new AbortController();
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => stop.abort());
  try {
    return await runSweep(read.policy, request, {
      access: inClusterAccess(),
      output: {
        out: (text) => void process.stdout.write(text),
        err: (text) => void process.stderr.write(text),
        isWatched: process.stderr.isTTY === true,
      },
      ownNamespaces: [ownNamespace() ?? ''].filter((name) => name !== ''),
      signal: stop.signal,
    });
  } catch (error) {
    if (error instanceof Failure) return refuse(error.problems);
    return refuse([error instanceof Error ? (error.stack ?? error.message) : String(error)]);
  }
}

function refuse(problems: readonly string[]): number {
  for (const problem of problems) process.stderr.write(`error: ${problem}\n`);
  return 2;
}

function camelCase(name: string): string {
  return name.replace(/-([a-z])/g, (_, letter: string) => letter.toUpperCase());
}

main(process.argv.slice(2)).then((code) => {
  process.exitCode = code;
});
