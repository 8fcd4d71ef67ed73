import { rule } from '../../rule';
import { globalDefaultOf } from './priority-class';

/** Only one class may be the default of a cluster: the server refuses the second (403). */
export const pcMultiDefault = rule({
  id: 'PC-MULTI-DEFAULT',
  severity: 'error',
  title: 'more than one PriorityClass is the default of the cluster',
  *check(cluster) {
    const objects = cluster.ofKind('PriorityClass', 'scheduling.k8s.io');
    const marked = objects.filter((object) => globalDefaultOf(object));
    const stated = new Set(objects.map(({ name }) => name));
    // What the manifests state of a class is about to replace what the profile records.
    const existing = (cluster.profile.priorityClasses ?? []).find(
      ({ name, globalDefault }) => globalDefault === true && !stated.has(name),
    );
    const [first] = marked;
    for (const object of marked) {
      const other = existing?.name ?? first?.name;
      if (other === undefined || other === object.name) continue;
      const field = object.field('globalDefault');
      yield {
        at: existing || !first ? [field] : [field, first.field('globalDefault')],
        message: `PriorityClass ${object.name} cannot be the default of the cluster: ${other} ${existing ? 'is it already' : 'is marked as it, too'}`,
        fix: `set globalDefault: false, and name the class in the pods that need it`,
      };
    }
  },
});
