import type { Deletion } from './deletions';
import type { Item } from './model';
import type { World } from './world';

/** Budgets that were exceeded by what vanished. */
export function budgetProblems({ terms }: World, deletions: readonly Deletion[], made: readonly Item[]): string[] {
  const { budget } = terms;
  if (!budget) return [];
  const gone = (of: readonly Deletion[]) => of.reduce((sum, { along }) => sum + 1 + along.length, 0);
  // Every namespace has a ConfigMap of its own.
  const all = made.filter(({ thing }) => terms.kinds.includes(thing.kind)).length + 1;
  if (budget.of !== 'rule') return over('the policy', gone(deletions), limit(budget, all));
  return terms.kinds.flatMap((kind) =>
    [true, false].flatMap((isLong) => {
      const own = deletions.filter(({ item }) => item.kind === kind && isLong === isLongRule(item));
      const count = made.filter((item) => item.kind === kind).length + 1;
      return over(`${isLong ? 'long-' : ''}${kind}`, gone(own), limit(budget, count));
    }),
  );
}

function isLongRule({ thing }: Item): boolean {
  return thing.isLong && thing.kind !== 'PersistentVolumeClaim' && thing.kind !== 'ConfigMap';
}

function limit({ count = Infinity, percent }: NonNullable<World['terms']['budget']>, all: number): number {
  return Math.min(count, percent === undefined ? Infinity : Math.floor((all * percent) / 100));
}

function over(what: string, gone: number, most: number): string[] {
  return gone > most ? [`the budget of ${what} is ${most}, and ${gone} are gone`] : [];
}
