import type { EffectivePolicy } from '../../../model/policy/effective-policy';
import type { Budget } from '../../../model/policy/retention-policy';
import { selectorText } from '../../../model/values/label-selector';
import type { ApiClient } from '../../api/api-client';
import { isRefusal } from '../../api/api-error';
import { type MetadataItem, metadataOnly, metadataPages } from '../../api/pages';
import { pathOf } from '../../api/paths';
import type { Census } from '../budget/budget-ledger';
import { passesOf } from './passes';

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
      const path = pathOf(resource, namespace);
      const count = await countOf(client, path);
      add('policy', count);
      add(`namespace/${namespace}`, count);
      for (const { name, selector, budget = policy.budgets.rule } of rules) {
        const labelSelector = selectorText(selector);
        const isPart = budget.percent !== undefined && labelSelector !== '';
        add(`rule/${name}`, isPart ? await countSelected(client, path, labelSelector) : count);
      }
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

/** Where something selects, the server does not tell how many follow. */
async function countSelected(client: ApiClient, path: string, labelSelector: string): Promise<number> {
  let count = 0;
  try {
    for await (const { items } of metadataPages(client, path, { query: { labelSelector } })) count += items.length;
  } catch (error) {
    if (!isRefusal(error, 404)) throw error;
  }
  return count;
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
