import type { VerticalAutoscaler } from '../../../cluster/autoscaler';
import { rule } from '../../rule';
import { scaleTargetOf, titleOf } from './scale-target';
import { changesPods } from './vertical-policy';

/**
 * Of several vertical autoscalers of the same pods one is obeyed: the oldest, then the first by name. Those with mode `Off`
 * only report, and are in nobody's way.
 *
 * Source: kubernetes/autoscaler vertical-pod-autoscaler/pkg/utils/vpa `Stronger`.
 */
export const vpaDup = rule({
  id: 'VPA-DUP',
  severity: 'warning',
  title: 'several vertical autoscalers change the same pods, and all but one are ignored',
  *check(cluster) {
    for (const { verticalAutoscalers } of cluster.namespaces) {
      const first = new Map<string, VerticalAutoscaler>();
      for (const autoscaler of verticalAutoscalers.filter(changesPods)) {
        const target = scaleTargetOf(autoscaler);
        if (!target) continue;
        // VPA compares kind and name only.
        const key = `${target.kind}/${target.name}`;
        const other = first.get(key);
        if (!other) first.set(key, autoscaler);
        else if (other.object.identity !== autoscaler.object.identity) {
          yield {
            at: [autoscaler.targetRef, other.targetRef],
            message: `${titleOf(target)} is the target of both ${other.object.title} and ${autoscaler.object.title}: only the older is obeyed`,
            fix: 'merge them into one, with a containerPolicy for each container, or set updateMode: "Off" in one',
          };
        }
      }
    }
  },
});
