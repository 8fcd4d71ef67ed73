import type { Deletion } from './deletions';
import type { Item } from './model';
import type { Swept } from './run';
import type { Terms } from './world';

export interface Told {
  readonly swept: Swept;
  readonly deletions: readonly Deletion[];
  /** Everything that was ever made. */
  readonly made: readonly Item[];
  /** What nobody has changed while the sweep went on. */
  readonly unchanged: readonly Item[];
  readonly terms: Terms;
  /** Uids of what is there. */
  readonly left: ReadonlySet<string>;
}

/** What is wrong with what a sweep said, by what it did. */
export function decisionProblems(told: Told): string[] {
  const { swept, deletions, unchanged, terms } = told;
  const { code, summary } = swept;
  const by = new Map<string, string[]>();
  for (const { uid, result } of swept.decisions) by.set(uid, [...(by.get(uid) ?? []), result]);
  const problems = [...repeated(by, told), ...untold(by, told), ...falselyTold(by, told)];
  if (code === 2 && deletions.length > 0) problems.push('exit 2: nothing could begin, and something is deleted');
  if (summary)
    problems.push(
      ...exitProblems(
        code,
        [...by.values()].map((results) => results.at(-1)!),
        summary,
      ),
    );
  if (code === 0) problems.push(...unaccounted(unchanged, by, terms));
  return problems;
}

type Results = ReadonlyMap<string, readonly string[]>;

/** What was told to stay and then goes with its owner is told of again; nothing else is. */
function repeated(by: Results, { made }: Told): string[] {
  return [...by]
    .filter(([, results]) => results.length > 1)
    .filter(([, results]) => results.length > 2 || results[0] === 'deleted' || results[1] !== 'deleted')
    .map(([uid, results]) => `${nameIn(made, uid)} has ${results.length} decisions: ${results.join(', ')}`);
}

/** What is gone was told to be deleted, or with an owner of which nobody answered whether it is. */
function untold(by: Results, { swept, deletions }: Told): string[] {
  const open = swept.decisions.filter(({ result }) => result === 'error').flatMap(({ cascade = [] }) => cascade);
  return deletions.flatMap(({ item, along, exchange }) =>
    [item, ...along].flatMap(({ uid, kind, name }) => {
      const last = by.get(uid)?.at(-1);
      const isOpen = open.some((dependent) => dependent.uid === uid);
      if (last === undefined) return isOpen ? [] : [`${kind} ${name} is gone, and no decision tells of it`];
      // Who was looked at beside its owner is gone when it is looked at.
      const told = ['deleted', 'gone', 'terminating', ...(exchange.fault === undefined ? [] : ['error'])];
      return told.includes(last) || isOpen ? [] : [`${kind} ${name} is gone, and was told to be ${last}`];
    }),
  );
}

/** What was told to be deleted is gone, but for what another owner keeps. */
function falselyTold(by: Results, { deletions, made, left }: Told): string[] {
  const known = new Set(
    deletions.flatMap(({ item, along, late, spared }) => [item, ...along, ...late, ...spared]).map(({ uid }) => uid),
  );
  return [...by]
    .filter(([uid, results]) => results.includes('deleted') && !known.has(uid))
    .map(
      ([uid]) => `${nameIn(made, uid)} was told to be deleted, and ${left.has(uid) ? 'is there' : 'is gone otherwise'}`,
    );
}

function exitProblems(
  code: number,
  results: readonly string[],
  { stop, problems, exitCode }: NonNullable<Swept['summary']>,
): string[] {
  const isUndone = results.some((result) => ['budget', 'forbidden', 'archive-failed', 'error'].includes(result));
  const expected = stop !== undefined ? 3 : isUndone || problems.length > 0 ? 1 : 0;
  return [
    ...(code === expected ? [] : [`exit ${code}, and ${expected} would be right`]),
    ...(code === exitCode ? [] : [`exit ${code}, and the summary says ${exitCode}`]),
  ];
}

/** Everything that a whole sweep had to look at has a decision: what has ended, of the kinds that rules speak of. */
function unaccounted(items: readonly Item[], by: Results, terms: Terms): string[] {
  return items
    .filter(({ kind, thing }) => {
      const isPassive = kind === 'PersistentVolumeClaim' || kind === 'ConfigMap';
      const hasEnded = thing.outcome !== 'Running' && thing.outcome !== 'Pending';
      return terms.kinds.includes(thing.kind) && (isPassive || hasEnded);
    })
    .filter(({ uid }) => !by.has(uid))
    .map(({ kind, name }) => `${kind} ${name} has no decision`);
}

function nameIn(made: readonly Item[], uid: string): string {
  const item = made.find((one) => one.uid === uid);
  return item ? `${item.kind} ${item.name}` : `an object that nobody made (${uid})`;
}
