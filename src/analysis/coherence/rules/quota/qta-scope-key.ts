import {
  isAllowedUnder,
  keysUnder,
  oppositeScopes,
  type QuotaScope,
  quotaScopes,
  scopeOperators,
  valuedScopes,
} from '../../../../model/values/quota-scope';
import type { ClusterObject } from '../../../cluster/cluster-object';
import type { Field } from '../../../cluster/field';
import { isPlaceholder } from '../../../cluster/placeholder';
import type { Scope } from '../../../cluster/quota';
import type { Violation } from '../../../findings/finding';
import { rule } from '../../rule';

/** The API server refuses scopes that it does not know, that exclude each other, or that say nothing of what the quota limits. */
export const qtaScopeKey = rule({
  id: 'QTA-SCOPE-KEY',
  severity: 'error',
  title: "the API server refuses the quota's scopes",
  *check(cluster) {
    for (const { quotas } of cluster.namespaces) {
      for (const quota of quotas) {
        const scopes = quota.scopes.filter(({ name }) => !isPlaceholder(name));
        for (const scope of scopes) yield* wrongScope(scope, quota.object);
        yield* exclusive(scopes);
      }
    }
  },
});

function* wrongScope(scope: Scope, quota: ClusterObject): Generator<Violation> {
  const { name, field } = scope;
  if (!isKnown(name)) {
    yield {
      at: [field],
      message: `${name || 'the scope'} is no scope of quotas`,
      fix: `use one of ${quotaScopes.join(', ')}`,
    };
    return;
  }
  const illegal = quota.field('spec', 'hard').entries.filter(([key]) => !isAllowedUnder(name, key));
  const [first] = illegal;
  if (first) {
    yield {
      at: [first[1], field],
      message: `a quota with scope ${name} cannot limit ${illegal.map(([key]) => key).join(', ')}`,
      fix: `keep only ${keysUnder(name).join(', ')} here, and move the others to a quota without scopes`,
    };
  }
  yield* wrongRequirement(scope, name);
}

function* wrongRequirement({ operator, values, field }: Scope, name: QuotaScope): Generator<Violation> {
  const at: [Field] = [field];
  if (!scopeOperators.some((known) => known === operator)) {
    yield { at, message: `"${operator}" is no operator of scopes`, fix: `use one of ${scopeOperators.join(', ')}` };
  } else if (operator !== 'Exists' && !valuedScopes.includes(name)) {
    yield { at, message: `scope ${name} knows no operator ${operator}`, fix: 'use Exists' };
  }
  const needsValues = operator === 'In' || operator === 'NotIn';
  const hasValues = values.length > 0;
  if (needsValues && !hasValues) yield { at, message: `${operator} needs values`, fix: 'name at least one value' };
  if (!needsValues && hasValues)
    yield { at, message: `${operator} takes no values`, fix: 'use In, or leave the values out' };
}

/** The server holds the scopes against each other, and those of the selector, but not one list against the other. */
function* exclusive(scopes: readonly Scope[]): Generator<Violation> {
  const lists = [scopes.filter(({ field }) => isPlain(field)), scopes.filter(({ field }) => !isPlain(field))];
  for (const list of lists) {
    for (const [one, other] of oppositeScopes) {
      const [a, b] = [list.find(({ name }) => name === one), list.find(({ name }) => name === other)];
      if (a && b)
        yield { at: [b.field, a.field], message: `${one} and ${other} exclude each other`, fix: 'make two quotas' };
    }
  }
}

function isPlain(field: Field): boolean {
  return field.path[1] === 'scopes';
}

function isKnown(name: string): name is QuotaScope {
  return quotaScopes.some((known) => known === name);
}
