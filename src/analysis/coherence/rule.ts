import type { Cluster } from '../cluster/cluster';
import type { Rule } from '../findings/rule';

/** A rule about how the objects of one cluster fit together. */
export type CoherenceRule = Rule<Cluster>;

/** Declares a rule; it came with the first version that had any, unless it says otherwise. */
export function rule(declared: Omit<CoherenceRule, 'since'> & { readonly since?: string }): CoherenceRule {
  return { since: '0.2', ...declared };
}
