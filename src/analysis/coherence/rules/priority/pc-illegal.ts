import type { ClusterObject } from '../../../cluster/cluster-object';
import { isPlaceholder } from '../../../cluster/placeholder';
import type { Violation } from '../../../findings/finding';
import { rule } from '../../rule';
import { systemClasses } from './priority-class';

/** Values above a billion and names that begin with `system-` belong to the cluster; the server refuses others that use them. */
export const pcIllegal = rule({
  id: 'PC-ILLEGAL',
  severity: 'error',
  title: 'a PriorityClass takes what is reserved, or what does not exist',
  *check(cluster) {
    for (const object of cluster.ofKind('PriorityClass', 'scheduling.k8s.io')) {
      if (object.name.startsWith('system-')) yield* ofSystem(object);
      else yield* ofUser(object);
      yield* preemption(object);
    }
  },
});

function* ofSystem(object: ClusterObject): Generator<Violation> {
  const only = Object.hasOwn(systemClasses, object.name) ? systemClasses[object.name] : undefined;
  const value = object.field('value');
  if (only === undefined) {
    yield {
      at: [object.field('metadata', 'name')],
      message: `PriorityClass ${object.name} begins with system-, which is reserved for ${Object.keys(systemClasses).join(' and ')}`,
      fix: `name it without the prefix: ${object.name.slice('system-'.length) || 'critical'}`,
    };
  } else if (value.exists && !isPlaceholder(value.value) && value.value !== only) {
    yield {
      at: [value],
      message: `PriorityClass ${object.name} has the value ${value.value}, but the cluster's own has ${only}`,
      fix: 'leave the class out: every cluster has it',
    };
  } else if (object.field('globalDefault').flag === true) {
    yield {
      at: [object.field('globalDefault')],
      message: `PriorityClass ${object.name} cannot be the default of all pods`,
      fix: 'leave the class out: every cluster has it',
    };
  }
}

const highest = 1_000_000_000;
const lowest = -(2 ** 31);

function* ofUser(object: ClusterObject): Generator<Violation> {
  const field = object.field('value');
  if (!field.exists || isPlaceholder(field.value)) return;
  if (field.number === undefined || !Number.isInteger(field.number)) {
    yield {
      at: [field],
      message: `the value of PriorityClass ${object.name} is no whole number`,
      fix: `write a whole number of at most ${highest}, without quotes`,
    };
  } else if (field.number > highest) {
    yield {
      at: [field],
      message: `PriorityClass ${object.name} has the value ${field.number}, above the ${highest} that are open to users`,
      fix: `write at most ${highest}`,
    };
  } else if (field.number < lowest) {
    yield {
      at: [field],
      message: `PriorityClass ${object.name} has the value ${field.number}, below the ${lowest} that a priority holds`,
      fix: `write at least ${lowest}`,
    };
  }
}

function* preemption(object: ClusterObject): Generator<Violation> {
  const field = object.field('preemptionPolicy');
  if (!field.exists || isPlaceholder(field.value) || policies.includes(field.text ?? '')) return;
  yield {
    at: [field],
    message: `preemptionPolicy ${JSON.stringify(field.value)} of PriorityClass ${object.name} does not exist`,
    fix: `write ${policies.join(' or ')}`,
  };
}

const policies = ['PreemptLowerPriority', 'Never'];
