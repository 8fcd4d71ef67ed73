import type { SchemaFault, SchemaProblem } from '../../../../model/kinds/schema/problem';
import type { Shape } from '../../../../model/kinds/shape';
import type { ClusterObject } from '../../../cluster/cluster-object';
import { metricSources } from '../autoscaling/metric-source';

/** A part of a kind whose faults a rule of its own reports, with more to say than the schema has. */
interface Part {
  readonly kind: string;
  /** As `spec.metrics[].type`. */
  readonly path: RegExp;
  readonly faults: readonly SchemaFault[];
  readonly rule: string;
  /** @default - always */
  readonly when?: (object: ClusterObject, path: SchemaProblem['path']) => boolean;
}

const wrongValue: readonly SchemaFault[] = ['type', 'enum', 'range', 'length', 'pattern'];
const any: readonly SchemaFault[] = [...wrongValue, 'required'];

const parts: readonly Part[] = [
  { kind: 'CronJob', path: /^spec\.(schedule|timeZone)$/, faults: any, rule: 'CRON-SCHEDULE' },
  {
    kind: 'HorizontalPodAutoscaler',
    path: /^spec\.metrics\[\]\.type$/,
    faults: any,
    rule: 'HPA-METRIC',
  },
  {
    kind: 'HorizontalPodAutoscaler',
    path: /^spec\.metrics\[\]\.\w+\.(name|container|metric|metric\.name|describedObject\.(kind|name)|target|target\.type)$/,
    faults: ['required', 'enum'],
    rule: 'HPA-METRIC',
  },
  {
    kind: 'HorizontalPodAutoscaler',
    path: /^spec\.metrics\[\]\.\w+$/,
    faults: ['unknown'],
    rule: 'HPA-METRIC',
    when: hasIllegalType,
  },
  {
    kind: 'HorizontalPodAutoscaler',
    path: /^spec\.(minReplicas|maxReplicas|behavior\.scale(Up|Down)\..*)$/,
    faults: ['range', 'enum', 'required'],
    rule: 'HPA-RANGE',
  },
  { kind: 'LimitRange', path: /^spec\.limits\[\]\.type$/, faults: any, rule: 'LR-INVALID' },
  { kind: 'PriorityClass', path: /^value$/, faults: wrongValue, rule: 'PC-ILLEGAL' },
  { kind: 'PriorityClass', path: /^preemptionPolicy$/, faults: wrongValue, rule: 'PC-ILLEGAL' },
  {
    kind: 'ResourceQuota',
    path: /^spec\.(scopes|scopeSelector\.matchExpressions)\[\](\.\w+)?$/,
    faults: any,
    rule: 'QTA-SCOPE-KEY',
  },
  { kind: 'VerticalPodAutoscaler', path: /^spec\.targetRef\.selector$/, faults: ['unknown'], rule: 'VPA-TARGET' },
  { kind: 'VerticalPodAutoscaler', path: /^spec\.targetRef\.(kind|name)$/, faults: ['required'], rule: 'VPA-TARGET' },
  { kind: 'VerticalPodAutoscaler', path: /^spec\.updatePolicy\.updateMode$/, faults: any, rule: 'VPA-MODE' },
];

/** Whether another rule reports this fault, so that nothing is said twice. */
export function isToldElsewhere(object: ClusterObject, { path, problem }: SchemaProblem): boolean {
  if (isAmount(object, path)) return problem !== 'unknown' && problem !== 'required';
  const name = path.reduce<string>((text, step) => {
    if (typeof step === 'number') return `${text}[]`;
    return text === '' ? step : `${text}.${step}`;
  }, '');
  return parts.some((part) => {
    const isOf = part.kind === object.kind && part.faults.includes(problem) && part.path.test(name);
    return isOf && (part.when?.(object, path) ?? true);
  });
}

/** QUANTITY reads all amounts of the kinds whose shape is known. */
function isAmount({ definition }: ClusterObject, path: SchemaProblem['path']): boolean {
  let shape: Shape | undefined = definition?.shape;
  for (const step of path) {
    shape = typeof step === 'number' ? shape?.items : (shape?.fields?.[step] ?? shape?.values);
  }
  return shape?.quantity === true;
}

/** A block of a type that does not exist is no fault of its own. */
function hasIllegalType(object: ClusterObject, path: SchemaProblem['path']): boolean {
  const type = object.field(...path.slice(0, -1), 'type');
  return metricSources.every(({ name }) => name !== type.text);
}
