import { readFileSync } from 'node:fs';
import { type Baseline, readBaseline } from '../analysis/findings/baseline';
import type { Severity } from '../analysis/findings/finding';
import { suggestion } from '../model/values/spelling';
import { reason } from '../runtime/failure';
import { type ClusterInput, declaredInputs, inputProblems, rootInputs } from './cluster-input';
import { ruleCatalogue, unknownRule } from './rule-catalogue';
import { UsageError } from './usage-error';

/** Options of `steward check` as they are written. */
export interface CheckFlags {
  readonly profile?: string;
  readonly root?: readonly string[];
  readonly format?: string;
  readonly output?: string;
  readonly failOn?: string;
  readonly rule?: readonly string[];
  readonly ignore?: readonly string[];
  readonly baseline?: string;
  readonly writeBaseline?: string;
  readonly strict?: boolean;
  readonly showSuppressed?: boolean;
}

export const formats = ['text', 'json', 'sarif', 'github'] as const;
export type Format = (typeof formats)[number];

export const thresholds = ['error', 'warning', 'info', 'never'] as const;
export type Threshold = Severity | 'never';

/** What to check and how, read and found to be right. */
export interface CheckRequest {
  readonly clusters: readonly ClusterInput[];
  readonly format: Format;
  readonly output?: string;
  readonly failOn: Threshold;
  /** Undefined for all. */
  readonly only?: readonly string[];
  readonly without: readonly string[];
  readonly baseline?: Baseline;
  readonly writeBaseline?: string;
  readonly strict: boolean;
  readonly showSuppressed: boolean;
}

export interface ReadOptions {
  /** What is checked when no path, root or environment is named. @default ['.'] */
  readonly defaultPaths?: readonly string[];
  /** What is wrong already; then nobody knows whether a word is a path, and none is looked at. @default - nothing */
  readonly problems?: readonly string[];
}

/**
 * Reads what `steward check` was called with, and the files that its options name.
 *
 * @throws UsageError with everything that is wrong.
 */
export function readCheckOptions(paths: readonly string[], flags: CheckFlags, given: ReadOptions = {}): CheckRequest {
  const { defaultPaths = ['.'], problems: earlier = [] } = given;
  const problems = [...earlier];
  const format = choice('--format', flags.format ?? 'text', formats, problems);
  const failOn = choice('--fail-on', flags.failOn ?? 'error', thresholds, problems);
  const only = ruleIds(flags.rule ?? [], problems);
  const without = ruleIds(flags.ignore ?? [], problems);
  if (only.length > 0 && only.every((id) => without.includes(id))) {
    problems.push('--ignore leaves out every rule that --rule names: nothing would be checked');
  }
  if (flags.baseline !== undefined && flags.writeBaseline !== undefined) {
    problems.push('--baseline and --write-baseline exclude each other: what is written is all that is found now');
  }
  const baseline = flags.baseline === undefined ? undefined : baselineOf(flags.baseline, problems);
  const isClear = earlier.length === 0;
  const clusters = clustersOf(isClear ? paths : [], flags, defaultPaths, problems);
  if (isClear) problems.push(...inputProblems(clusters));
  if (problems.length > 0 || !format || !failOn) throw new UsageError(problems);
  return {
    clusters,
    format,
    output: flags.output,
    failOn,
    only: only.length > 0 ? only : undefined,
    without,
    baseline,
    writeBaseline: flags.writeBaseline,
    strict: flags.strict === true,
    showSuppressed: flags.showSuppressed === true,
  };
}

/** What is wrong with words that look like options and are none, with the options that are spelt like them. */
export function unknownOptions(operands: readonly string[], known: readonly string[]): string[] {
  const words = operands.filter((operand) => operand.startsWith('-') && operand !== '-');
  return words.map((word) => {
    const [name = word] = word.split('=');
    return `${name} is no option: ${suggestion(name, known) || '`steward check --help` lists them'}`;
  });
}

function choice<T extends string>(option: string, value: string, allowed: readonly T[], problems: string[]) {
  const found = allowed.find((name) => name === value);
  if (!found) problems.push(`${option} ${JSON.stringify(value)} is not one of ${allowed.join(', ')}`);
  return found;
}

function ruleIds(written: readonly string[], problems: string[]): string[] {
  const known = new Set(ruleCatalogue().map(({ id }) => id));
  const ids = written.flatMap((list) => list.split(',')).map((id) => id.trim());
  problems.push(...ids.filter((id) => !known.has(id.toUpperCase())).map(unknownRule));
  return ids.map((id) => id.toUpperCase());
}

function baselineOf(file: string, problems: string[]): Baseline | undefined {
  const text = textOf(file, problems);
  if (text === undefined) return undefined;
  try {
    return readBaseline(text);
  } catch (error) {
    problems.push(`${file} ${error instanceof Error ? error.message : String(error)}`);
    return undefined;
  }
}

/** One cluster of all the paths, one for each root, or those that the profile's file declares. */
function clustersOf(
  paths: readonly string[],
  flags: CheckFlags,
  defaultPaths: readonly string[],
  problems: string[],
): readonly ClusterInput[] {
  const { root: roots = [], profile: file } = flags;
  if (paths.length > 0 && roots.length > 0) {
    problems.push(
      'PATH and --root exclude each other: all paths together are one cluster, each root is one of its own',
    );
  }
  const inputs = roots.length > 0 ? rootInputs(roots) : [{ paths: paths.length > 0 ? paths : defaultPaths }];
  const text = file === undefined ? undefined : textOf(file, problems);
  if (file === undefined || text === undefined) return inputs;
  // The schema library takes longer to load than a small check takes.
  const { readProfileFile } =
    require('../model/profile/profile-file') as typeof import('../model/profile/profile-file');
  const result = readProfileFile(text, file);
  problems.push(...result.problems);
  if (!('environments' in result)) return inputs.map((input) => ({ ...input, profile: result.profile }));
  if (paths.length + roots.length > 0) {
    problems.push(`${file} declares environments with their paths: leave out ${roots.length > 0 ? '--root' : 'PATH'}`);
  }
  if (Object.keys(result.environments).length === 0) problems.push(`${file} declares no environment`);
  return declaredInputs(result.environments, file);
}

function textOf(file: string, problems: string[]): string | undefined {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    problems.push(`${file} cannot be read: ${reason(error)}`);
    return undefined;
  }
}
