import type { EffectivePolicy } from '../../model/policy/effective-policy';
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
 * Makes sure that all a policy needs is allowed, before anything is touched.
 *
 * @throws SetupError with every right that is missing, and every namespace that no policy may name
 */
export async function checkRights(
  client: ApiClient,
  policy: EffectivePolicy,
  guard: NamespaceGuard,
  options: RightsOptions,
): Promise<void> {
  const refused = policy.rules.flatMap(({ name, namespaces = [] }) => {
    return namespaces
      .filter((namespace) => guard.isRefused(namespace))
      .map((namespace) => `rule ${name} names namespace ${namespace}, which is protected: no policy deletes in it`);
  });
  const missing = await missingRights(client, rightsOf(policy, options));
  const lacks = missing.map((right) => `the account may not ${describeRight(right)}: bind a role that allows it`);
  if (refused.length + lacks.length > 0) throw new SetupError(...refused, ...lacks);
}

/** Why the clocks are too far apart to tell how old anything is; undefined when they agree. */
export function clockProblem(client: ApiClient, policy: EffectivePolicy): string | undefined {
  const { skew } = client.clock;
  if (Math.abs(skew) <= policy.clockSkew) return undefined;
  const direction = skew > 0 ? 'behind' : 'ahead of';
  return `the clock here is at least ${span(Math.abs(skew))} ${direction} the API server's, at most ${span(policy.clockSkew)} is allowed: mend the clock, or set clockSkew`;
}
