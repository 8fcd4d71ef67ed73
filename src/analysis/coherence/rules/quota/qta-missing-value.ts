import type { Cluster } from '../../../cluster/cluster';
import { type Container, type Side, titleOf } from '../../../cluster/container';
import type { PodTemplate } from '../../../cluster/pod-template';
import type { Quota } from '../../../cluster/quota';
import type { Violation } from '../../../findings/finding';
import { rule } from '../../rule';
import { coveredPods } from './covered-pods';

/**
 * A quota on CPU or memory asks every container, init containers too, to state what it limits. A pod with one that does
 * not is refused (403) for good: this refusal is not about room, so nothing retries it into success.
 */
export const qtaMissingValue = rule({
  id: 'QTA-MISSING-VALUE',
  severity: 'error',
  title: 'a container does not state what the quota limits',
  *check(cluster) {
    for (const { quota, templates } of coveredPods(cluster)) {
      for (const template of templates) {
        const violation = missing(template, quota, cluster);
        if (violation) yield violation;
      }
    }
  },
});

function missing(template: PodTemplate, quota: Quota, cluster: Cluster): Violation | undefined {
  // What the pod states as a whole frees its containers from it.
  if (template.spec.get('resources').exists) return undefined;
  const silent = template.containers
    .map((container) => ({ container, keys: quota.mustState.filter((key) => !states(container, key)) }))
    .filter(({ keys }) => keys.length > 0);
  const first = silent.find(({ container }) => container.injectedBy === undefined) ?? silent[0];
  const [key] = first?.keys ?? [];
  if (!first || key === undefined) return undefined;
  const keys = [...new Set(silent.flatMap(({ keys }) => keys))];
  const isOurs = first.container.injectedBy === undefined;
  const subject = `${silent.length > 1 ? 'containers' : titleOf(first.container)} of ${template.object.title}`;
  return {
    ...(!isSettled(template, cluster) && { severity: 'warning' as const }),
    at: [first.container.field, quota.field(key)],
    message: `${subject} ${silent.length > 1 ? 'do' : 'does'} not state ${keys.join(', ')}, which the quota ${quota.object.name} limits`,
    ...(silent.length > 1 && {
      arithmetic: silent.map(({ container, keys }) => `${titleOf(container)}: no ${keys.join(', ')}`),
    }),
    fix: isOurs
      ? `state ${keys.join(', ')} for every container, or give defaults with a LimitRange`
      : "set executor.resources in the workflow controller's configuration, or give defaults with a LimitRange",
  };
}

function states(container: Container, key: string): boolean {
  const [side, resource] = key.split('.') as [Side, string];
  return container[side][resource] !== undefined;
}

/** Argo's controller may fill in what a workflow leaves open; without its configuration nobody knows. */
function isSettled({ object }: PodTemplate, { workflowControllers, profile }: Cluster): boolean {
  return object.group !== 'argoproj.io' || workflowControllers.length > 0 || profile.workflowExecutor !== undefined;
}
