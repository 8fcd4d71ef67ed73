import type { EffectivePolicy } from '../../../model/policy/effective-policy';
import type { Budget } from '../../../model/policy/retention-policy';
import type { ApiClient } from '../../api/api-client';
import { isRefusal } from '../../api/api-error';
import { type MetadataItem, metadataOnly } from '../../api/pages';
import { pathOf } from '../../api/paths';
import type { Census } from '../budget/budget-ledger';
import { passesOf } from './candidates';

interface FirstPage {
  readonly items: readonly MetadataItem[] | null;
  readonly metadata: { readonly remainingItemCount?: number };
}

/** Counts what there is, for budgets that are shares of it; asks for nothing where none is. */
export async function takeCensus(
  client: ApiClient,
  policy: EffectivePolicy,
  namespaces: readonly string[],
): Promise<Census> {
  if (!hasShares(policy)) return {};
  const census: Record<string, number> = {};
  const add = (key: string, count: number) => {
    census[key] = (census[key] ?? 0) + count;
  };
  for (const namespace of namespaces) {
    for (const { resource, rules } of passesOf(policy, namespace)) {
      const count = await countOf(client, pathOf(resource, namespace));
      add('policy', count);
      add(`namespace/${namespace}`, count);
      for (const { name } of rules) add(`rule/${name}`, count);
    }
  }
  return census;
}

function hasShares({ budgets, rules }: EffectivePolicy): boolean {
  const all: (Budget | undefined)[] = [
    budgets.policy,
    budgets.namespace,
    budgets.rule,
    ...rules.map(({ budget }) => budget),
  ];
  return all.some((budget) => budget?.percent !== undefined);
}

/** The server tells how many follow the first, where nothing selects among them. */
async function countOf(client: ApiClient, path: string): Promise<number> {
  try {
    const { items, metadata } = await client.get<FirstPage>(path, { limit: 1 }, metadataOnly);
    return (items?.length ?? 0) + (metadata.remainingItemCount ?? 0);
  } catch (error) {
    if (isRefusal(error, 404)) return 0;
    throw error;
  }
}
