import { groupOf } from '../../model/manifests/manifest';
import type { EffectivePolicy, Resource } from '../../model/policy/effective-policy';
import { type RightsOptions, rightsOf } from '../../model/policy/rights';
import { span } from '../../model/policy/verdict';
import { describeRight, missingRights } from '../api/access-review';
import type { ApiClient } from '../api/api-client';
import { Failure } from '../failure';
import type { NamespaceGuard } from './judgement/namespace-guard';

/** Why a sweep cannot begin, one line each; nothing was touched. */
export class SetupError extends Failure {
  override readonly name = 'SetupError';
}

/**
 * Makes sure that all a policy needs is there and allowed, before anything is touched.
 *
 * @param served what the API server has in namespaces
 * @throws SetupError with every right that is missing, every namespace that no policy may name, and every kind that goes by
 *   another version or name
 */
export async function checkPolicy(
  client: ApiClient,
  policy: EffectivePolicy,
  guard: NamespaceGuard,
  served: readonly Resource[],
  options: RightsOptions,
): Promise<void> {
  const refused = policy.rules.flatMap(({ name, namespaces = [] }) => {
    return namespaces
      .filter((namespace) => guard.isRefused(namespace))
      .map((namespace) => `rule ${name} names namespace ${namespace}, which is protected: no policy deletes in it`);
  });
  const missing = await missingRights(client, rightsOf(policy, options));
  const lacks = missing.map((right) => `the account may not ${describeRight(right)}: bind a role that allows it`);
  const problems = [...refused, ...misnamed(policy, served), ...lacks];
  if (problems.length > 0) throw new SetupError(...problems);
}

/**
 * Kinds that are there under another version or plural than the policy has for them: asked for as it says, there would seem
 * to be none, and nothing would be seen of those that must stay. A kind that is not there at all has no objects.
 */
function misnamed({ rules, dependents }: EffectivePolicy, served: readonly Resource[]): string[] {
  const named: [string, Resource][] = [
    ...rules.map(({ name, resource }): [string, Resource] => [`rule ${name}`, resource]),
    ...dependents.map((resource, index): [string, Resource] => [`dependents[${index}]`, resource]),
  ];
  return named.flatMap(([where, { apiVersion, kind, plural }]) => {
    const group = groupOf(apiVersion);
    if (group === '') return [];
    const alike = served.filter((one) => one.kind === kind && groupOf(one.apiVersion) === group);
    const isServed = alike.some((one) => one.apiVersion === apiVersion && one.plural === plural);
    if (isServed || alike.length === 0) return [];
    const known = alike.map((one) => `${one.plural} of ${one.apiVersion}`).join(', ');
    return [
      `${where} asks for ${plural} of ${apiVersion}, and the API server has ${known}: set apiVersion and plural so`,
    ];
  });
}

/** Why the clocks are too far apart to tell how old anything is; undefined when they agree. */
export function clockProblem(client: ApiClient, policy: EffectivePolicy): string | undefined {
  const { skew } = client.clock;
  if (Math.abs(skew) <= policy.clockSkew) return undefined;
  const direction = skew > 0 ? 'behind' : 'ahead of';
  return `the clock here is at least ${span(Math.abs(skew))} ${direction} the API server's, at most ${span(policy.clockSkew)} is allowed: mend the clock, or set clockSkew`;
}
