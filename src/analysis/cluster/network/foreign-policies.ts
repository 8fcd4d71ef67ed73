import type { Cluster } from '../cluster';

/** Kinds that allow or deny traffic in ways of their own: beside them nothing can be proven. */
const kinds = /(NetworkPolicy|NetworkPolicySet)\.(policy\.networking\.k8s\.io|cilium\.io|(crd\.)?projectcalico\.org)$/;

export function hasForeignPolicies({ objects }: Cluster): boolean {
  return objects.some(({ kind, group }) => kinds.test(`${kind}.${group}`));
}
