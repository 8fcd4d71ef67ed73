import { rule } from '../../rule';
import { takenLimits } from './limit-bounds';

/**
 * A max without default becomes the default: the limit of each container that states none, and, where no defaultRequest is
 * stated either, its request. The smallest sidecar then charges as much as the largest container may.
 */
export const lrImplicitMax = rule({
  id: 'LR-IMPLICIT-MAX',
  severity: 'warning',
  title: 'a max without default makes silent containers request all of it',
  *check(cluster) {
    for (const namespace of cluster.namespaces) {
      for (const item of takenLimits(namespace)) {
        if (item.type !== 'Container') continue;
        const { max, default: limit, defaultRequest } = item.stated;
        const implicit = Object.keys(max).filter((resource) => !limit[resource] && !defaultRequest[resource]);
        const [first] = implicit;
        if (first === undefined) continue;
        yield {
          at: [item.field.get('max', first)],
          message: `each container that states nothing requests the max: ${implicit.map((resource) => `${max[resource]} ${resource}`).join(', ')}`,
          fix: `state default and defaultRequest of ${implicit.join(', ')} beside max, as small as a sidecar is`,
        };
      }
    }
  },
});
