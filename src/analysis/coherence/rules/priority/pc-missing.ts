import type { Cluster } from '../../../cluster/cluster';
import type { Field } from '../../../cluster/field';
import { isPlaceholder } from '../../../cluster/placeholder';
import type { Violation } from '../../../findings/finding';
import { rule } from '../../rule';

/**
 * A pod that names a class that does not exist is refused (403). Asked only where classes are known: manifests without any,
 * as most charts are, rely on those of the cluster they go to.
 */
export const pcMissing = rule({
  id: 'PC-MISSING',
  severity: 'error',
  title: 'a pod names a PriorityClass that does not exist',
  *check(cluster) {
    const areKnown =
      cluster.ofKind('PriorityClass', 'scheduling.k8s.io').length > 0 || cluster.profile.priorityClasses !== undefined;
    if (!areKnown) return;
    const names = new Set(cluster.priorityClasses.map(({ name }) => name));
    const told = new Set<string>();
    for (const field of named(cluster)) {
      const name = field.text;
      if (name === undefined || name === '' || isPlaceholder(name) || names.has(name)) continue;
      const violation = missing(field, name, names);
      const key = `${field.object.manifest.kind} ${field.object.manifest.metadata.namespace} ${field.object.manifest.metadata.name} ${field.path.join('.')}`;
      if (!told.has(key)) yield violation;
      told.add(key);
    }
  },
});

/** Where pods of the manifests name their class; those that the profile declares are nobody's to mend here. */
function* named(cluster: Cluster): Generator<Field> {
  for (const [workload, namespace] of cluster.workloads()) {
    if (namespace.isDeclared(workload)) continue;
    for (const { priorityClassName } of workload.templates) yield priorityClassName;
  }
  for (const controller of cluster.workflowControllers) {
    const spec = controller.setting('workflowDefaults')?.get('spec');
    if (spec) yield spec.get('podPriorityClassName');
  }
}

function missing(field: Field, name: string, names: ReadonlySet<string>): Violation {
  const others = [...names].filter((known) => !known.startsWith('system-'));
  return {
    at: [field],
    message: `PriorityClass ${name} is neither among the manifests nor among those the cluster is known to have`,
    fix: `${others.length === 0 ? 'declare the class' : `write one of ${others.slice(0, 5).join(', ')}, or declare the class`}; one that exists already goes into priorityClasses of the profile`,
  };
}
