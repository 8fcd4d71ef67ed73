import { rule } from '../../rule';
import { behaviorOf } from './behavior';

/** What waits for new pods longer than this hardly had them in mind; it is the default for going down. */
const slow = 300;

/** Going up, the lowest of all numbers that were right within the window is taken: a step in load waits it out. */
export const hpaSlowUp = rule({
  id: 'HPA-SLOW-UP',
  severity: 'warning',
  title: 'an autoscaler waits minutes before it adds pods',
  *check(cluster) {
    for (const { autoscalers } of cluster.namespaces) {
      for (const autoscaler of autoscalers) {
        const window = behaviorOf(autoscaler, 'scaleUp').get('stabilizationWindowSeconds');
        const seconds = window.number ?? 0;
        if (seconds < slow) continue;
        yield {
          at: [window],
          message: `load must last ${seconds} s before a pod is added: going up, the window takes the lowest number of pods within it`,
          fix: 'leave it out for scaleUp (0 s) or set at most 60; the 300 s that are usual belong to scaleDown',
        };
      }
    }
  },
});
