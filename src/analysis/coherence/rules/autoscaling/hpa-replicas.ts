import type { Cluster } from '../../../cluster/cluster';
import type { ClusterObject } from '../../../cluster/cluster-object';
import { rule } from '../../rule';

/** A number of replicas in the manifest of what an autoscaler scales: each apply sets it again, whatever the load. */
export const hpaReplicas = rule({
  id: 'HPA-REPLICAS',
  severity: 'warning',
  title: 'each apply resets the replicas that an autoscaler has set',
  *check(cluster) {
    const ignoring = applicationsThatLeaveReplicas(cluster);
    for (const namespace of cluster.namespaces) {
      for (const { target, object, min, max, minField, isReadable } of namespace.autoscalers) {
        const field = target?.object.field('spec', 'replicas');
        const replicas = field?.number;
        if (!target || !field || replicas === undefined || namespace.isDeclared(target)) continue;
        if ((isReadable && replicas === min && replicas === max) || ignoring.some((one) => leaves(one, target.object)))
          continue;
        const isOff = replicas === 0 && min > 0;
        yield {
          at: [field, minField],
          message: isOff
            ? `replicas: 0 switches ${object.title} off with each apply: what has no replicas it does not scale`
            : `each apply sets ${target.object.title} back to ${replicas}, however many ${object.title} has found it to need`,
          fix: 'leave spec.replicas out of the manifest',
        };
      }
    }
  },
});

/** Argo CD keeps a field as it is live when it ignores it, and is told to respect that in a sync. */
function applicationsThatLeaveReplicas(cluster: Cluster): ClusterObject[] {
  return cluster.ofKind('Application', 'argoproj.io').filter((application) => {
    return application.field('spec', 'syncPolicy', 'syncOptions').words.includes('RespectIgnoreDifferences=true');
  });
}

function leaves(application: ClusterObject, target: ClusterObject): boolean {
  const destination = application.field('spec', 'destination', 'namespace').text;
  if (target.namespace !== '' && destination !== undefined && destination !== target.namespace) return false;
  return application.field('spec', 'ignoreDifferences').items.some((ignored) => {
    const isMeant = (name: string, actual: string) => [undefined, '*', actual].includes(ignored.get(name).text);
    return (
      isMeant('group', target.group) &&
      isMeant('kind', target.kind) &&
      isMeant('name', target.name) &&
      (ignored.get('jsonPointers').words.includes('/spec/replicas') ||
        ignored.get('jqPathExpressions').words.includes('.spec.replicas'))
    );
  });
}
