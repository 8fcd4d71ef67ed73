import { rule } from '../../rule';
import { coveredPods, raised } from './covered-pods';

/** A single pod asks for more than the quota holds in all: none is ever admitted, whatever else runs. */
export const qtaPodTooLarge = rule({
  id: 'QTA-POD-TOO-LARGE',
  severity: 'error',
  title: 'a single pod is larger than the quota',
  *check(cluster) {
    for (const { workload, quota, templates } of coveredPods(cluster)) {
      for (const template of templates) {
        const shortfalls = quota.shortfalls(template.charge);
        const [first] = shortfalls;
        if (!first) continue;
        yield {
          at: [template.field, first.field],
          message: `one pod of ${workload.object.title} is larger than the quota ${quota.object.name}: none is ever admitted`,
          arithmetic: shortfalls.map(({ key, needed, hard }) => `${key}: ${needed} a pod, the quota holds ${hard}`),
          fix: `ask for less, or ${raised(shortfalls)}`,
        };
      }
    }
  },
});
