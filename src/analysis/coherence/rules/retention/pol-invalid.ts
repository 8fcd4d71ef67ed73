import type { Cluster } from '../../../cluster/cluster';
import { rule } from '../../rule';

/** Shown of one text; the rest often follows from them. */
const shown = 20;

/** The sweep reads its policy before anything else. What it cannot read it refuses, whole, and ends with exit code 2. */
export const polInvalid = rule({
  id: 'POL-INVALID',
  severity: 'error',
  since: '0.3',
  isOfNewObjects: true,
  title: 'a retention policy cannot be read',
  *check(cluster: Cluster) {
    for (const { object, text, problems } of cluster.policyTexts.unreadable) {
      const more = problems.length - shown;
      yield {
        // A sweep may be given another key of it.
        ...(!text.exists && { severity: 'warning' }),
        at: [text],
        message: `${object.title} holds no retention policy: ${problems.length === 1 ? problems[0] : `${problems.length} problems`}`,
        arithmetic: problems.length === 1 ? [] : [...problems.slice(0, shown), ...(more > 0 ? [`${more} more`] : [])],
        fix: text.exists
          ? 'mend the text: until then every sweep by it ends with exit code 2, and nothing is deleted'
          : 'put the policy there, or take the label cdk8s-steward.dev/policy away',
      };
    }
  },
});
