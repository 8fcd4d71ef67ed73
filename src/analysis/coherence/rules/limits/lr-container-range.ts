import type { Charge } from '../../../../model/workloads/charge';
import type { Cluster } from '../../../cluster/cluster';
import { type Side, titleOf } from '../../../cluster/container';
import type { Field } from '../../../cluster/field';
import type { LimitItem } from '../../../cluster/limit-range';
import type { Namespace } from '../../../cluster/namespace';
import type { PodTemplate } from '../../../cluster/pod-template';
import type { Violation } from '../../../findings/finding';
import { rule } from '../../rule';
import { conflictsOf, takenLimits } from './limit-bounds';
import { amountField, type Breach, breachesOf } from './limit-breaches';

/**
 * A container, or the sum of a pod's containers, is outside a LimitRange after its defaults are filled in. The pod is refused
 * (403); what makes pods retries for ever.
 */
export const lrContainerRange = rule({
  id: 'LR-CONTAINER-RANGE',
  severity: 'error',
  title: 'a container or pod is outside the bounds of a LimitRange',
  *check(cluster) {
    for (const namespace of cluster.namespaces) {
      if (namespace.limits.length > 0) yield* inNamespace(namespace, cluster);
    }
  },
});

function* inNamespace(namespace: Namespace, cluster: Cluster): Generator<Violation> {
  const items = takenLimits(namespace);
  const conflicts = conflictsOf(items);
  /** Of containers that are injected into many pods, one finding is enough. */
  const told = new Set<string>();
  for (const workload of namespace.workloads) {
    for (const template of workload.templates) {
      if (!template.isReadable) continue;
      for (const item of items) {
        const isMoot = (bound: 'min' | 'max', resource: string) =>
          conflicts.some((conflict) => conflict[bound] === item && conflict.resource === resource);
        const found =
          item.type === 'Container' ? outside(template, item, isMoot, told) : podOutside(template, item, isMoot);
        for (const { violation, isInjected } of found) {
          const isLikely = namespace.replicasOf(workload).max === 0 || (isInjected && !isExecutorKnown(cluster));
          yield {
            ...violation,
            ...(namespace.isDeclared(workload) && { at: mendedFirst(violation.at) }),
            ...(isLikely && { severity: 'warning' as const }),
          };
        }
      }
    }
  }
}

/** Of a workload that is elsewhere, the LimitRange is what can be mended. */
function mendedFirst([place, bound = place, ...others]: Violation['at']): Violation['at'] {
  return [bound, ...others, place];
}

interface Outside {
  readonly violation: Violation;
  /** Whether it depends on what a program adds. */
  readonly isInjected: boolean;
}
type IsMoot = (bound: 'min' | 'max', resource: string) => boolean;

function outside(template: PodTemplate, item: LimitItem, isMoot: IsMoot, told: Set<string>): Outside[] {
  return template.containers.flatMap((container): Outside[] => {
    const breaches = breachesOf(item, container, isMoot);
    const [first] = breaches;
    if (!first) return [];
    const isInjected = container.injectedBy !== undefined;
    const key = `${container.name}\n${item.object.name}\n${breaches.map(({ step }) => step).join()}`;
    if (isInjected && told.has(key)) return [];
    if (isInjected) told.add(key);
    const place = amountField(container, first.side, first.resource);
    const title = `${titleOf(container)} of ${template.object.title}`;
    const steps = breaches.map(({ step, side, resource }) => {
      const source = container.defaultedFrom[`${side}.${resource}`];
      return source ? `${step} (a default)` : step;
    });
    return [{ violation: violationOf(title, place, breaches, item, steps), isInjected }];
  });
}

function podOutside(template: PodTemplate, item: LimitItem, isMoot: IsMoot): Outside[] {
  if (item.type !== 'Pod') return [];
  const { limited, containers, ofPod } = template;
  const amounts = { requests: sideOf(limited, 'requests'), limits: sideOf(limited, 'limits') };
  const breaches = breachesOf(item, amounts, isMoot);
  const [first] = breaches;
  if (!first) return [];
  const isStated = ({ side, resource }: Breach) => ofPod[side][resource] !== undefined;
  const steps = breaches.flatMap((breach) => {
    const { side, resource, step } = breach;
    if (isStated(breach)) return [`${step} (of the pod)`];
    const parts = containers.flatMap((container) => {
      const amount = container[side][resource];
      return amount ? [`${titleOf(container)} ${amount}`] : [];
    });
    return parts.length === 0 ? [step] : [`${step}: ${parts.join(', ')}`];
  });
  const place = isStated(first) ? template.spec.get('resources', first.side, first.resource) : template.field;
  const violation = violationOf(`the pod of ${template.object.title}`, place, breaches, item, steps);
  const isInjected = breaches.some((breach) => !isStated(breach)) && containers.some(({ injectedBy }) => injectedBy);
  return [{ violation, isInjected }];
}

function violationOf(
  title: string,
  place: Field,
  breaches: readonly Breach[],
  item: LimitItem,
  steps: readonly string[],
): Violation {
  return {
    at: [place, ...breaches.map(({ bound }) => bound)],
    message: `${title} is outside ${item.object.title}: ${breaches.map(({ text }) => text).join('; ')}`,
    arithmetic: steps,
    fix: `${breaches.map(({ fix }) => fix).join(', ')}, or widen the LimitRange`,
  };
}

function sideOf(charge: Charge, side: Side): Charge {
  return Object.fromEntries(
    Object.entries(charge).flatMap(([key, amount]) =>
      key.startsWith(`${side}.`) ? [[key.slice(side.length + 1), amount]] : [],
    ),
  );
}

/** What Argo gives the containers that it adds is only known where its settings are. */
function isExecutorKnown(cluster: Cluster): boolean {
  return cluster.workflowControllers.length > 0 || cluster.profile.workflowExecutor !== undefined;
}
