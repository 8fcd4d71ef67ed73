import type { Autoscaler } from '../../../cluster/autoscaler';
import type { Field } from '../../../cluster/field';
import { isPlaceholder } from '../../../cluster/placeholder';
import type { Violation } from '../../../findings/finding';
import { rule } from '../../rule';
import { behaviorOf } from './behavior';

/** Source: kubernetes/pkg/apis/autoscaling/validation `validateHorizontalPodAutoscalerSpec`. */
export const hpaRange = rule({
  id: 'HPA-RANGE',
  severity: 'error',
  title: "an autoscaler's range or behavior is outside what the API server takes",
  *check(cluster) {
    for (const { autoscalers } of cluster.namespaces) {
      for (const autoscaler of autoscalers) {
        yield* ends(autoscaler);
        yield* [...rules(behaviorOf(autoscaler, 'scaleUp')), ...rules(behaviorOf(autoscaler, 'scaleDown'))];
      }
    }
  },
});

function* ends({ object, min, max, minField, maxField, isReadable }: Autoscaler): Generator<Violation> {
  const isKeda = object.kind === 'ScaledObject';
  if (!isReadable) return;
  if (!maxField.exists && !isKeda) {
    yield refused(maxField, 'maxReplicas is missing', 'set it to the most pods that there may be');
  } else if (max < 1) {
    yield refused(maxField, `${nameOf(maxField)} is ${max}`, 'set it to at least 1');
  } else if (max < min) {
    const most = maxField.exists
      ? `${nameOf(maxField)} ${max}`
      : `${nameOf(maxField)}, which is ${max} when it is not set,`;
    yield {
      ...refused(maxField, `${most} is below ${nameOf(minField)} ${min}`, `set ${nameOf(maxField)} to at least ${min}`),
      at: [maxField, minField],
    };
  }
  if (min < 0) yield refused(minField, `${nameOf(minField)} is ${min}`, 'set it to at least 1');
  const idle = object.field('spec', 'idleReplicaCount');
  // KEDA reads a minimum of 0 that is set as 1: apis/keda/v1alpha1 `CheckReplicaCountBoundsAreValid`.
  const floor = minField.exists ? Math.max(1, min) : 0;
  if (isKeda && idle.number !== undefined && idle.number >= floor) {
    const least = minField.exists ? `minReplicaCount ${min}` : 'minReplicaCount, which is 0 when it is not set';
    yield {
      at: [idle, minField],
      message: `idleReplicaCount ${idle.number} is not below ${least}, and KEDA refuses it`,
      fix: `set minReplicaCount to at least ${idle.number + 1}`,
    };
  }
}

function* rules(side: Field): Generator<Violation> {
  yield* bounds(side.get('stabilizationWindowSeconds'), 0, 3600);
  yield* words(side.get('selectPolicy'), ['Max', 'Min', 'Disabled']);
  const tolerance = side.get('tolerance');
  if (tolerance.quantity?.isNegative)
    yield refused(tolerance, `tolerance is ${tolerance.value}`, 'set it to at least 0');
  const policies = side.get('policies');
  if (Array.isArray(policies.value) && policies.items.length === 0) {
    yield refused(policies, 'policies is empty', 'write a policy, or leave it out for the defaults');
  }
  for (const policy of policies.items) {
    yield* words(policy.get('type'), ['Pods', 'Percent'], true);
    yield* bounds(policy.get('value'), 1, undefined, true);
    yield* bounds(policy.get('periodSeconds'), 1, 1800, true);
  }
}

function* bounds(field: Field, least: number, most?: number, isRequired = false): Generator<Violation> {
  const value = field.exists || !isRequired ? field.number : 0;
  if (value === undefined || (value >= least && (most === undefined || value <= most))) return;
  const range = most === undefined ? `at least ${least}` : `from ${least} to ${most}`;
  yield refused(field, `${nameOf(field)} is ${field.exists ? value : 'missing'}`, `set it to a number ${range}`);
}

function* words(field: Field, allowed: readonly string[], isRequired = false): Generator<Violation> {
  const value = field.exists || !isRequired ? field.text : '';
  if (value === undefined || isPlaceholder(value) || allowed.includes(value)) return;
  const stated = field.exists ? JSON.stringify(value) : 'missing';
  yield refused(field, `${nameOf(field)} is ${stated}`, `use one of ${allowed.join(', ')}`);
}

function refused(field: Field, fault: string, fix: string): Violation {
  return { at: [field], message: `${fault}, and the API server refuses it`, fix };
}

function nameOf({ path }: Field): string {
  return String(path.at(-1));
}
