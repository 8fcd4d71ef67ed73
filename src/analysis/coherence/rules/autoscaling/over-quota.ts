import { type Charge, times } from '../../../../model/workloads/charge';
import type { Autoscaler } from '../../../cluster/autoscaler';
import type { Field } from '../../../cluster/field';
import { greediest, type Namespace } from '../../../cluster/namespace';
import type { PodTemplate } from '../../../cluster/pod-template';
import { chargeKey, type Quota, type Shortfall } from '../../../cluster/quota';
import type { Violation } from '../../../findings/finding';

/** A quota that does not hold an autoscaler's most pods, even when nothing else runs. */
interface Overrun {
  readonly quota: Quota;
  readonly templates: readonly PodTemplate[];
  readonly each: Charge;
  /** How many pods it holds; at least one. */
  readonly fit: number;
  readonly shortfalls: readonly Shortfall[];
}

/**
 * What keeps an autoscaler from its maximum even alone: all quotas that do, the tightest first. A quota that does not hold
 * even one pod is QTA-POD-TOO-LARGE's.
 */
export function overruns({ target, max, isReadable }: Autoscaler, { quotas }: Namespace): Overrun[] {
  if (!target || !isReadable) return [];
  return quotas
    .map((quota) => {
      const templates = target.templates.filter((template) => template.isReadable && quota.covers(template));
      const each = greediest(templates);
      return { quota, templates, each, fit: quota.fit(each) ?? 0, shortfalls: quota.shortfalls(times(each, max)) };
    })
    .filter(({ fit, shortfalls }) => fit > 0 && shortfalls.length > 0)
    .sort((a, b) => a.fit - b.fit);
}

/** What all rules say alike of quotas that are too small: places after the maximum, calculation and remedy. */
export function shortage({ max, min, object }: Autoscaler, [tightest, ...others]: readonly [Overrun, ...Overrun[]]) {
  const all = [tightest, ...others];
  const needed = all.flatMap(({ quota, shortfalls }) => {
    return shortfalls.map(
      ({ key, needed }) => `${key}${others.length > 0 ? ` of ${quota.object.name}` : ''} to ${needed}`,
    );
  });
  const { fit } = tightest;
  const lowered = object.kind === 'ScaledObject' ? 'maxReplicaCount' : 'maxReplicas';
  return {
    places: all.flatMap((overrun) => [
      ...overrun.shortfalls.slice(0, 1).map(({ field }) => field),
      ...defaults(overrun),
    ]),
    arithmetic: all.flatMap(({ quota, each, shortfalls }) => {
      const holder = others.length > 0 ? `the quota ${quota.object.name}` : 'the quota';
      return shortfalls.map(
        ({ key, needed, hard }) => `${key}: ${max} × ${each[chargeKey(key)]} = ${needed}, ${holder} holds ${hard}`,
      );
    }),
    fix: `set ${lowered} to ${fit}${min > fit ? ' and the minimum no higher' : ''}, or raise ${needed.join(', ')}`,
  } satisfies Pick<Violation, 'arithmetic' | 'fix'> & { places: Field[] };
}

/** `1 replica`, `2 replicas`. */
export function replicas(count: number): string {
  return `${count} ${count === 1 ? 'replica' : 'replicas'}`;
}

/** The fields of LimitRanges that decide what a pod counts of the first key that is short, without the workload's saying. */
function defaults({ templates, shortfalls }: Overrun): Field[] {
  const [first] = shortfalls;
  if (!first) return [];
  const sources = templates.flatMap(({ containers }) => {
    return containers.map(({ defaultedFrom }) => defaultedFrom[chargeKey(first.key)]);
  });
  return [...new Map(sources.filter((field) => field !== undefined).map((field) => [id(field), field])).values()];
}

function id(field: Field): string {
  return `${field.object.manifest.metadata.name} ${field.path.join('/')}`;
}
