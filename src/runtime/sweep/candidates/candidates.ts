import type { EffectivePolicy } from '../../../model/policy/effective-policy';
import { describeExemption, exemptionOf, expiredNote, ttlProblem } from '../../../model/policy/exemption';
import { leastAge, span } from '../../../model/policy/verdict';
import type { ApiClient, Query } from '../../api/api-client';
import { type MetadataItem, metadataPages } from '../../api/pages';
import { pathOf } from '../../api/paths';
import { type Decision, identityOf } from '../decision';
import type { Candidate } from './candidate';
import { rulesFor } from './matching';
import type { Pass } from './passes';

/** Finds what may be due, by as little as tells it: most of what a namespace holds is never read whole. */
export class Candidates {
  constructor(
    private readonly client: ApiClient,
    private readonly policy: EffectivePolicy,
    private readonly pageSize: number,
    private readonly now: () => number,
    /** Ends between two pages. */
    private readonly signal: AbortSignal,
  ) {}

  /** What may be due of one of a pass's lists; what its metadata alone exempts, or shows to be young, comes as a decision. */
  async *of(pass: Pass, query: Query): AsyncGenerator<Candidate | Decision> {
    const options = { query, limit: this.pageSize };
    for await (const { items } of metadataPages(this.client, pathOf(pass.resource, pass.namespace), options)) {
      for (const item of items) {
        const found = this.candidate(pass, item);
        if (found) yield found;
      }
      if (this.signal.aborted) return;
    }
  }

  private candidate({ resource, namespace }: Pass, { metadata }: MetadataItem): Candidate | Decision | undefined {
    const fitting = rulesFor(this.policy, resource, { ...metadata, namespace });
    const [first] = fitting;
    if (first === undefined) return undefined;
    const listed = { ...metadata, namespace };
    const stays = (result: Decision['result'], reason: string, problems: readonly (string | undefined)[]): Decision => {
      const notes = problems.filter((problem) => problem !== undefined);
      return { ...identityOf(first.name, resource, listed), result, reason, ...(notes.length > 0 && { notes }) };
    };
    const now = this.now();
    const exemption = exemptionOf(metadata, this.policy.marks, now);
    if (exemption && !exemption.hasExpired && metadata.deletionTimestamp === undefined) {
      return stays('exempt', describeExemption(exemption.exemption), [exemption.exemption.problem]);
    }
    const expired = exemption?.hasExpired ? expiredNote(exemption.exemption) : undefined;
    const age = now - Date.parse(metadata.creationTimestamp);
    const least = Math.min(...fitting.map((rule) => leastAge(rule, metadata.annotations)));
    // Whatever ended did so after it was made.
    if (age < least && metadata.deletionTimestamp === undefined && !fitting.some(({ keep }) => keep.has('Unused'))) {
      const time = Number.isFinite(least) ? `at least ${span(least)}` : 'for good';
      return stays('young', `made ${span(age)} ago, kept ${time}`, [expired, ttlProblem(metadata.annotations)]);
    }
    const { name, uid, resourceVersion, labels } = metadata;
    return { resource, metadata: { name, namespace, uid, resourceVersion, labels } };
  }
}
