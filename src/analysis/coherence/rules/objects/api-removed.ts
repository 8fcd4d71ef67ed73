import { isAtLeast } from '../../../../model/values/version';
import type { Cluster } from '../../../cluster/cluster';
import { rule } from '../../rule';
import { removalOf } from './removed-apis';

/** No API server of that version knows the object: an apply fails, and with it often all that comes after. */
export const apiRemoved = rule({
  id: 'API-REMOVED',
  severity: 'error',
  title: 'the cluster no longer serves the apiVersion of an object',
  *check(cluster: Cluster) {
    const { kubernetes } = cluster.profile;
    for (const object of cluster.objects) {
      const removal = removalOf(object.apiVersion, object.kind);
      if (!removal || (kubernetes !== undefined && !isAtLeast(kubernetes, removal.in))) continue;
      const asked = `${object.apiVersion} ${object.kind}`;
      yield {
        severity: kubernetes === undefined ? 'warning' : 'error',
        at: [object.field('apiVersion')],
        message: `${asked} is not served since Kubernetes ${removal.in}${kubernetes === undefined ? '' : `; the cluster runs ${kubernetes}`}`,
        fix: removal.instead === undefined ? 'take the object out: nothing took its place' : `use ${removal.instead}`,
      };
    }
  },
});
