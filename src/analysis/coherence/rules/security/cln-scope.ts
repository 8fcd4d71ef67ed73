import type { Right } from '../../../../model/policy/rights';
import { isFor, ruleAllows } from '../../../cluster/access/account-grants';
import type { Cluster } from '../../../cluster/cluster';
import { groupBy } from '../../../cluster/kind-index';
import type { Violation } from '../../../findings/finding';
import { rule } from '../../rule';
import { type AccountUse, accountUses, nameOf } from './account-use';
import { excessOf } from './excess-rights';

/**
 * A sweep asks for every right that its policy needs before it begins, and ends with exit code 2 when one is missing. A right
 * beyond those is one that a mistake, or somebody else, may use.
 */
export const clnScope = rule({
  id: 'CLN-SCOPE',
  severity: 'error',
  since: '0.3',
  isOfNewObjects: true,
  title: 'the rights of a sweep are not those that its policy needs',
  *check(cluster: Cluster) {
    for (const use of accountUses(cluster)) {
      yield* missing(use);
      if (!isShared(use, cluster)) yield* excess(use);
    }
  },
});

/** Where nothing here binds the account, its rights are somebody else's to declare. */
function* missing(use: AccountUse): Generator<Violation> {
  if (!use.grants.some(({ isOwn }) => isOwn)) return;
  for (const [namespace, rights] of groupBy(use.needed, (right) => right.namespace)) {
    const here = use.grants.filter((grant) => isFor(grant, namespace));
    if (here.some(({ role }) => role === undefined)) continue;
    const rules = here.flatMap(({ role }) => role?.field('rules').items ?? []);
    const lacking = rights.filter((right) => !rules.some((one) => ruleAllows(one, right)));
    const violation = lackOf(lacking, namespace, use);
    if (violation) yield violation;
  }
}

function lackOf(lacking: readonly Right[], namespace: string | undefined, use: AccountUse): Violation | undefined {
  const [worst] = lacking;
  if (!worst) return undefined;
  const { title, first, grants } = use;
  const own = grants.find((grant) => grant.isOwn && isFor(grant, namespace));
  const more =
    lacking.length === 1
      ? ''
      : `, and lacks ${lacking.length - 1} more ${lacking.length === 2 ? 'right' : 'rights'} there`;
  const { name } = first.source.policy;
  return {
    // A namespace of which nothing here says what is bound there may have a binding of its own.
    ...(!own && { severity: 'warning' }),
    at: [
      own?.role?.field('rules') ?? first.pod.spec.get('serviceAccountName'),
      first.source.text,
      ...(own ? [own.binding.root] : []),
    ],
    message: `ServiceAccount ${title} may not ${worst.verb} ${nameOf(worst)} ${scopeOf(namespace)}${more}: ${first.object.title} ends with exit code 2 before it begins`,
    arithmetic: [...groupBy(lacking, nameOf)].map(
      ([kind, some]) => `${kind}: ${some.map(({ verb }) => verb).join(', ')}`,
    ),
    fix: own
      ? `add ${lacking.length === 1 ? 'it' : 'them'} to ${own.title}`
      : `bind a role ${scopeOf(namespace)} that allows what policy ${name} needs there`,
  };
}

/** One finding for each binding, however much its role allows. */
function* excess(use: AccountUse): Generator<Violation> {
  const { title, first } = use;
  for (const grant of use.grants.filter(({ isOwn }) => isOwn)) {
    const found = excessOf(grant, use);
    const [worst] = found;
    if (!worst) continue;
    const more = found.length === 1 ? '' : `, and ${found.length - 1} more`;
    yield {
      severity: 'warning',
      at: [worst.field, first.source.text, first.modeField],
      message: `ServiceAccount ${title} may ${worst.text} ${scopeOf(grant.namespace)}${more}, which policy ${first.source.policy.name} does not need in mode ${first.mode}`,
      arithmetic: found.length === 1 ? [] : found.map(({ text }) => text),
      fix: worst.fix,
    };
  }
}

/** What another program needs that runs as the same account is not known. */
function isShared({ first, jobs }: AccountUse, cluster: Cluster): boolean {
  const sweeping = new Set(jobs.map(({ object }) => object));
  return (cluster.namespace(first.object.namespace)?.workloads ?? []).some(({ object, templates }) => {
    // A workflow says it for all its templates.
    const named = [object.field('spec'), ...templates.map(({ spec }) => spec)].map((one) =>
      one.get('serviceAccountName'),
    );
    const accounts = named.some(({ exists }) => exists) ? named.map(({ text }) => text) : ['default'];
    return !sweeping.has(object) && accounts.includes(first.account);
  });
}

function scopeOf(namespace: string | undefined): string {
  return namespace === undefined ? 'in all namespaces' : `in namespace ${namespace}`;
}
