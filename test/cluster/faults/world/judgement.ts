import type { ApiProxy } from '../api-proxy';
import { archivedUids } from './archived';
import { budgetProblems } from './budgets';
import { decisionProblems } from './decisions';
import { type Deletion, deletionsIn } from './deletions';
import type { Item, Model } from './model';
import type { Oracle } from './oracle';
import type { Swept } from './run';
import type { World } from './world';

/** What is known of a sweep through faults when garbage collection has done its work. */
export interface Evidence {
  readonly swept: Swept;
  readonly proxy: ApiProxy;
  readonly model: Model;
  readonly oracle: Oracle;
  readonly namespace: string;
  readonly world: World;
  /** Uids of what is there. */
  readonly left: ReadonlySet<string>;
  /** What was there when the sweep began. */
  readonly before: ReadonlyMap<string, Item>;
  /** Where archived objects lie as files; undefined where nothing is archived. */
  readonly archiveFolder: string | undefined;
}

/** Judges a sweep by what vanished, and by what it said of it. */
export function judge(evidence: Evidence): {
  readonly deletions: readonly Deletion[];
  readonly problems: readonly string[];
} {
  const { swept, proxy, model, oracle, namespace, world, left, before, archiveFolder } = evidence;
  const { deletions, problems } = deletionsIn(proxy, model, oracle, namespace, before);
  const made = [...model.at(performance.now()).items.values()];
  const explained = new Set(
    deletions.flatMap(({ item, along, late }) => [item, ...along, ...late]).map(({ uid }) => uid),
  );
  const unexplained = made.filter(({ uid }) => !left.has(uid) && !explained.has(uid));
  const unchanged = made.filter((item) => before.get(item.uid) === item);
  return {
    deletions,
    problems: [
      ...problems,
      ...unexplained.map(({ kind, name }) => `${kind} ${name} vanished by itself`),
      ...decisionProblems({ swept, deletions, made, unchanged, terms: world.terms, left }),
      ...budgetProblems(world, deletions, made),
      ...(archiveFolder === undefined ? [] : unarchived(world, deletions, archivedUids(archiveFolder))),
    ],
  };
}

/** Work that is gone without being in the archive. */
function unarchived({ terms }: World, deletions: readonly Deletion[], kept: ReadonlySet<string>): string[] {
  return deletions
    .flatMap(({ item, along }) => [item, ...along])
    .filter(({ kind }) => kind === 'Workflow' || (kind === 'Job' && terms.kinds.includes('Job')))
    .filter(({ uid }) => !kept.has(uid))
    .map(({ kind, name, thing }) => `${kind} ${name} (${thing.outcome}) is gone, and not archived`);
}
