import type { Quantity } from '../../../../model/values/quantity';
import { type Charge, sum, times } from '../../../../model/workloads/charge';
import { type WorkflowLimit, workflowLimit } from '../../../cluster/argo/workflow-limit';
import type { Cluster } from '../../../cluster/cluster';
import type { Namespace } from '../../../cluster/namespace';
import type { Quota } from '../../../cluster/quota';
import { chargeOfClaim, type VolumeClaim, volumeClaims } from '../../../cluster/volume-claim';
import type { Violation } from '../../../findings/finding';
import { rule } from '../../rule';

/**
 * Claims for storage ask for more than the quota holds, in bytes or in number, of all classes or of one. The claim is
 * refused (403), and the pods that wait for it are not made, or never start.
 */
export const stoQuota = rule({
  id: 'STO-QUOTA',
  severity: 'error',
  title: 'the quota does not hold the storage that is claimed',
  *check(cluster) {
    for (const namespace of cluster.namespaces) {
      // With a scope on pods, a quota counts no claims.
      const quotas = namespace.quotas.filter(({ isReadable, scopes }) => isReadable && scopes.length === 0);
      if (quotas.length > 0) yield* overQuota(namespace, quotas, cluster);
    }
  },
});

/** Claims, and what they count. */
interface Charged {
  readonly claim: VolumeClaim;
  readonly charge: Charge;
}

function* overQuota(namespace: Namespace, quotas: readonly Quota[], cluster: Cluster): Generator<Violation> {
  const charged = volumeClaims(namespace).flatMap((claim) => {
    const charge = chargeOfClaim(claim);
    return charge ? [{ claim, charge }] : [];
  });
  const byObject = new Map<unknown, Charged[]>();
  for (const one of charged) byObject.set(one.claim.object, [...(byObject.get(one.claim.object) ?? []), one]);
  if (charged.length === 0) return;
  const limit = workflowLimit(namespace, cluster);
  const atOnce = charged.map((one) => inEachRun(one, limit));
  for (const quota of quotas) {
    const alone = [...byObject.values()].map((claims) => tooMuch(claims, quota)).filter((one) => one !== undefined);
    yield* alone;
    const together = alone.length > 0 ? undefined : tooMuch(atOnce, quota);
    if (together) yield { ...together, severity: 'warning' };
  }
}

/** Every run of a workflow claims anew, and the controller may let several run at once. */
function inEachRun({ claim, charge }: Charged, limit: WorkflowLimit | undefined): Charged {
  if (!limit || claim.countField || claim.object.group !== 'argoproj.io') return { claim, charge };
  return { claim: { ...claim, count: limit.count, countField: limit.field }, charge: times(charge, limit.count) };
}

function tooMuch(charged: readonly Charged[], quota: Quota): Violation | undefined {
  const total = charged.map(({ charge }) => charge).reduce<Charge>(sum, {});
  const shortfalls = quota.shortfalls(total);
  const [first] = shortfalls;
  if (!first) return undefined;
  const parts = charged.filter(({ charge }) => charge[first.key] !== undefined);
  const [largest] = [...parts].sort((a, b) => compare(b.charge[first.key], a.charge[first.key]));
  const [claim, others] = [largest?.claim, new Set(parts.map(({ claim: { object } }) => object)).size > 1];
  if (!claim) return undefined;
  const subject = others ? `the claims of this namespace together ask` : `${claim.object.title} asks`;
  return {
    at: [claim.storage, first.field, ...(claim.countField ? [claim.countField] : [])],
    message: `${subject} for ${shortfalls.map(({ key, needed }) => `${needed} ${key}`).join(', ')}, more than the quota ${quota.object.name} holds`,
    arithmetic: shortfalls.map(({ key, needed, hard }) => {
      const terms = charged.flatMap((one) => term(one, key)).slice(0, 8);
      return `${key}: ${terms.join(' + ')}${terms.length < charged.length && terms.length === 8 ? ' + …' : ''} = ${needed}, the quota holds ${hard}`;
    }),
    fix: `claim less, or raise ${shortfalls.map(({ key, needed }) => `${key} to ${needed}`).join(', ')}`,
  };
}

/** `3 × 20Gi`, `20Gi`. */
function term({ claim, charge }: Charged, key: string): string[] {
  const { [key]: amount } = charge;
  if (amount === undefined) return [];
  const { count = 1, storage } = claim;
  const each = key.endsWith('requests.storage') ? `${storage.quantity}` : '1';
  return [count === 1 ? `${amount}` : `${count} × ${each}`];
}

function compare(a: Quantity | undefined, b: Quantity | undefined): number {
  return a && b ? a.compare(b) : 0;
}
