import type { Countable } from '../../../../model/kinds/countable';
import { deadKey, isQualifiedName } from '../../../../model/values/quota-key';
import type { Cluster } from '../../../cluster/cluster';
import { isPlaceholder } from '../../../cluster/placeholder';
import { rule } from '../../rule';

/**
 * The API server does not check keys with a `/`. One that names no kind, or not by its plural and group, is taken, and
 * never counts anything: the limit does not exist.
 */
export const qtaCountName = rule({
  id: 'QTA-COUNT-NAME',
  severity: 'error',
  title: 'a key of the quota is accepted, but counts nothing',
  *check(cluster) {
    const kinds = customKinds(cluster);
    for (const { quotas } of cluster.namespaces) {
      for (const { object } of quotas) {
        for (const [key, field] of object.field('spec', 'hard').entries) {
          if (!key.includes('/') || isPlaceholder(key) || !isQualifiedName(key) || isOthers(key)) continue;
          const dead = deadKey(key, kinds);
          if (!dead) continue;
          yield {
            ...(!dead.isCertain && { severity: 'warning' as const }),
            at: [field],
            message: `${key} counts nothing: ${dead.why}`,
            fix: dead.remedy,
          };
        }
      }
    }
  },
});

/** OpenShift counts its images in admission plugins of its own. */
function isOthers(key: string): boolean {
  return /(^|\.)openshift\.io\//.test(key);
}

function customKinds(cluster: Cluster): Countable[] {
  return cluster.ofKind('CustomResourceDefinition', 'apiextensions.k8s.io').flatMap((object) => {
    const [group, plural] = [object.field('spec', 'group').text, object.field('spec', 'names', 'plural').text];
    const kind = object.field('spec', 'names', 'kind').text;
    if (group === undefined || plural === undefined || kind === undefined) return [];
    return [{ group, plural, kind, namespaced: object.field('spec', 'scope').text !== 'Cluster' }];
  });
}
