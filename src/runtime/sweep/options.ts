import { type SweepMode, sweepModes, systemNamespace } from '../../model/policy/rights';
import { Duration } from '../../model/values/duration';
import { InvalidValue } from '../../model/values/problems';

/** No timer of Node runs longer than 2³¹ ms, and one that is told to ends at once. */
const longestDeadline = 24 * 86_400_000;

/** The flags of a sweep as they are written: those of the program in the cluster and of the command line alike. */
export interface SweepFlags {
  readonly policy?: string;
  readonly mode?: string;
  readonly plan?: string;
  readonly apply?: string;
  readonly format?: string;
  readonly qps?: string;
  readonly burst?: string;
  readonly workers?: string;
  readonly pageSize?: string;
  readonly stateNamespace?: string;
  readonly metrics?: string;
  readonly deadline?: string;
}

export interface SweepRequest {
  readonly policyFile: string;
  readonly mode: SweepMode;
  readonly planFile: string | undefined;
  readonly applyFile: string | undefined;
  readonly format: 'text' | 'json';
  readonly qps: number;
  readonly burst: number;
  readonly workers: number;
  readonly pageSize: number;
  readonly stateNamespace: string;
  readonly metricsFile: string | undefined;
  /** Milliseconds. */
  readonly deadline: number | undefined;
}

/** Each flag with what it takes and what it is for, for help texts. */
export const sweepFlagHelp: readonly (readonly [flag: string, meaning: string])[] = [
  [
    '--mode <mode>',
    `${sweepModes.join(', ')}: report writes nothing but sightings, verify asks the server without doing (default: report)`,
  ],
  ['--plan <file>', 'write what would be deleted there: uid and resourceVersion, a line each'],
  ['--apply <file>', 'delete what this plan lists, and nothing else (implies --mode delete)'],
  ['--format <format>', 'text, or json: a line for each decision, the summary last (default: text)'],
  ['--qps <n>', 'calls of the API a second, 0 for no bound (default: 20)'],
  ['--burst <n>', 'calls at once after a pause (default: twice --qps)'],
  ['--workers <n>', 'objects in work at once (default: 8)'],
  ['--page-size <n>', 'objects a page of a list (default: 500)'],
  ['--state-namespace <ns>', `where budgets and sightings are kept (default: ${systemNamespace})`],
  ['--metrics <file>', "write what it came to there, in Prometheus' text format"],
  ['--deadline <duration>', 'begin nothing new after so long, e.g. 30m'],
];

/** The flags read, or everything that is wrong with them. */
export function readSweepFlags(flags: SweepFlags): { request: SweepRequest; problems: readonly string[] } {
  const problems: string[] = [];
  const number = (name: string, written: string | undefined, preset: number, least: number, most: number): number => {
    if (written === undefined) return preset;
    const value = /^\d+(\.\d+)?$/.test(written) ? Number(written) : Number.NaN;
    const isWhole = name === '--qps' || Number.isInteger(value);
    if (isWhole && value >= least && value <= most) return value;
    problems.push(`${name} ${JSON.stringify(written)} is out of range: use a number from ${least} to ${most}`);
    return preset;
  };
  const choice = <Word extends string>(
    name: string,
    written: string | undefined,
    words: readonly Word[],
    preset: Word,
  ) => {
    const found = words.find((word) => word === (written ?? preset));
    if (found === undefined) problems.push(`${name} ${JSON.stringify(written)} is not one of ${words.join(', ')}`);
    return found ?? preset;
  };
  if (flags.policy === undefined) problems.push('--policy is required: the file of a retention policy');
  if (flags.plan !== undefined && flags.apply !== undefined) {
    problems.push('--plan and --apply exclude each other: a plan is written by one run, and applied by another');
  }
  if (flags.apply !== undefined && flags.mode !== undefined && flags.mode !== 'delete') {
    problems.push(`--apply deletes, and --mode ${flags.mode} does not: leave --mode out`);
  }
  if (flags.plan !== undefined && flags.mode === 'delete') {
    problems.push('--plan lists what would be deleted, and --mode delete deletes it: use report or verify');
  }
  const qps = number('--qps', flags.qps, 20, 0, 10_000);
  const request: SweepRequest = {
    policyFile: flags.policy ?? '',
    mode: flags.apply === undefined ? choice('--mode', flags.mode, sweepModes, 'report') : 'delete',
    planFile: flags.plan,
    applyFile: flags.apply,
    format: choice('--format', flags.format, ['text', 'json'], 'text'),
    qps,
    burst: number('--burst', flags.burst, Math.max(1, Math.round(qps * 2)), 1, 10_000),
    workers: number('--workers', flags.workers, 8, 1, 256),
    pageSize: number('--page-size', flags.pageSize, 500, 1, 5_000),
    stateNamespace: flags.stateNamespace ?? systemNamespace,
    metricsFile: flags.metrics,
    deadline: duration(flags.deadline, problems),
  };
  return { request, problems };
}

function duration(written: string | undefined, problems: string[]): number | undefined {
  if (written === undefined) return undefined;
  try {
    const { millis } = Duration.parse(written);
    if (millis <= longestDeadline) return millis;
    problems.push(`--deadline ${JSON.stringify(written)} is out of range: use 24d at most`);
    return undefined;
  } catch (error) {
    if (!(error instanceof InvalidValue)) throw error;
    problems.push(`--deadline ${error.message}`);
    return undefined;
  }
}
