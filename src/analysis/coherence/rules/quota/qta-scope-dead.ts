import type { Cluster } from '../../../cluster/cluster';
import type { Namespace } from '../../../cluster/namespace';
import type { Quota, Scope } from '../../../cluster/quota';
import type { Violation } from '../../../findings/finding';
import { rule } from '../../rule';

/**
 * The scope of a quota matches none of the namespace's pods, so the quota limits nothing: a deadline that stands on the
 * Job and not on its pods, a priority class that no pod has, or objects counted under a scope that only pods have.
 */
export const qtaScopeDead = rule({
  id: 'QTA-SCOPE-DEAD',
  severity: 'warning',
  title: "a quota's scope matches nothing in its namespace",
  *check(cluster) {
    const isDefaulted = hasGlobalDefault(cluster);
    for (const namespace of cluster.namespaces) {
      for (const quota of namespace.quotas) {
        for (const scope of quota.scopes) {
          const violation =
            uncounted(scope, quota) ??
            withoutDeadline(scope, namespace) ??
            (isDefaulted ? undefined : withoutClass(scope, namespace));
          // A quota of nothing forbids: that it matches nothing is what it is for.
          if (violation && !Object.values(quota.hard).every(({ isZero }) => isZero)) yield violation;
        }
      }
    }
  },
});

/** A quota with a scope on pods counts pods only; the API server takes `count/…` keys without a look. */
function uncounted({ name, field }: Scope, { object }: Quota): Violation | undefined {
  if (name === 'VolumeAttributesClass') return undefined;
  const [first, ...more] = object
    .field('spec', 'hard')
    .entries.filter(([key]) => key.startsWith('count/') && key !== 'count/pods');
  if (!first) return undefined;
  return {
    at: [first[1], field],
    message: `${[first, ...more].map(([key]) => key).join(', ')} counts nothing under scope ${name}, which only pods have`,
    fix: 'move it to a quota without scopes',
  };
}

/** Only the pods' own deadline counts; the Job's is not copied to them. */
function withoutDeadline({ name, field }: Scope, namespace: Namespace): Violation | undefined {
  if (name !== 'Terminating' || templatesOf(namespace).some(({ hasDeadline }) => hasDeadline)) return undefined;
  const deadline = namespace.workloads
    .map(({ object }) => object)
    .map((object) => (object.kind === 'CronJob' ? object.field('spec', 'jobTemplate', 'spec') : object.field('spec')))
    .map((spec) => spec.get('activeDeadlineSeconds'))
    .find((deadline) => deadline.exists && deadline.path.at(-2) === 'spec');
  if (!deadline) return undefined;
  return {
    at: [field, deadline],
    message:
      'scope Terminating asks for a deadline of the pod, and the deadlines here are those of Jobs: no pod is counted',
    fix: "set activeDeadlineSeconds in the Job's pod template (spec.template.spec), or use another scope",
  };
}

function withoutClass({ name, operator, values, field }: Scope, namespace: Namespace): Violation | undefined {
  if (name !== 'PriorityClass' || operator !== 'In' || values.length === 0) return undefined;
  const templates = templatesOf(namespace);
  const used = new Set(
    templates.map(({ priorityClassName }) => priorityClassName.text).filter((text) => text !== undefined),
  );
  if (templates.length === 0 || values.some((value) => used.has(value))) return undefined;
  if ([...used].some((text) => text.includes('{{'))) return undefined;
  return {
    at: [field],
    message: `no pod of this namespace has the priority class ${values.join(' or ')}: the quota counts nothing`,
    arithmetic: [`classes in use: ${used.size === 0 ? 'none' : [...used].sort().join(', ')}`],
    fix: 'set priorityClassName on the pods that the quota is for, or correct the class',
  };
}

function templatesOf(namespace: Namespace) {
  return namespace.workloads.flatMap(({ templates }) => templates);
}

/** With a default class, pods that name none have one. */
function hasGlobalDefault(cluster: Cluster): boolean {
  const declared = cluster.ofKind('PriorityClass', 'scheduling.k8s.io');
  return (
    declared.some((object) => object.field('globalDefault').flag === true) ||
    (cluster.profile.priorityClasses ?? []).some(({ globalDefault }) => globalDefault === true)
  );
}
