import { rule } from '../../rule';

/** The value of a class never changes: an apply that would change it is refused until the class is deleted and made anew. */
export const pcImmutable = rule({
  id: 'PC-IMMUTABLE',
  severity: 'warning',
  title: 'a PriorityClass has another value than in the cluster, where it cannot change',
  *check(cluster) {
    const recorded = new Map((cluster.profile.priorityClasses ?? []).map((one) => [one.name, one.value]));
    for (const object of cluster.ofKind('PriorityClass', 'scheduling.k8s.io')) {
      const before = recorded.get(object.name);
      const field = object.field('value');
      if (before === undefined || field.number === undefined || field.number === before) continue;
      yield {
        at: [field],
        message: `PriorityClass ${object.name} has the value ${before} in the cluster, ${field.number} here: the server refuses the change`,
        fix: `write ${before}, or a class of another name; pods keep the priority they were made with`,
      };
    }
  },
});
