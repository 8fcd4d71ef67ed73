import type { Autoscaler } from '../../../cluster/autoscaler';
import type { Field } from '../../../cluster/field';
import { isPlaceholder } from '../../../cluster/placeholder';
import type { Violation } from '../../../findings/finding';
import { rule } from '../../rule';
import { counter, strangeContainer } from './metric-doubts';
import { type MetricSource, metricSources } from './metric-source';

/**
 * A metric that the API server refuses, or that says nothing of the load.
 *
 * Source: kubernetes/pkg/apis/autoscaling/validation `validateMetricSpec`.
 */
export const hpaMetric = rule({
  id: 'HPA-METRIC',
  severity: 'error',
  title: "an autoscaler's metric is refused, or can never rise and fall with the load",
  *check(cluster) {
    for (const { autoscalers } of cluster.namespaces) {
      for (const autoscaler of autoscalers) {
        if (!/^autoscaling\/v2(beta2)?$/.test(autoscaler.object.apiVersion)) continue;
        for (const metric of autoscaler.object.field('spec', 'metrics').items) yield* faults(metric, autoscaler);
      }
    }
  },
});

function* faults(metric: Field, autoscaler: Autoscaler): Generator<Violation> {
  const type = metric.get('type');
  if (isPlaceholder(type.value)) return;
  const source = metricSources.find(({ name }) => name === type.text);
  if (!source) {
    const stated = type.exists ? `there is no metric type ${JSON.stringify(type.value)}` : 'type is missing';
    yield refused(type, stated, `use one of ${metricSources.map(({ name }) => name).join(', ')}`);
    for (const [, block] of metric.entries) yield* counter(block);
    return;
  }
  const given = metricSources.filter(({ block }) => metric.get(block).exists);
  if (!given.includes(source)) {
    yield refused(metric.get(source.block), `type ${source.name} has no ${source.block}`, `write ${source.block}: …`);
    return;
  }
  const [stray] = given.filter((one) => one !== source);
  if (stray) {
    yield refused(metric.get(stray.block), `type ${source.name} has ${stray.block} too`, 'make it a metric of its own');
    return;
  }
  yield* blockFaults(metric.get(source.block), source, autoscaler);
}

function* blockFaults(block: Field, source: MetricSource, autoscaler: Autoscaler): Generator<Violation> {
  for (const path of source.named) {
    const field = block.get(...path);
    if (!field.exists || field.value === '') yield refused(field, `${path.join('.')} is missing`, 'write it');
  }
  const target = block.get('target');
  const values = ['averageUtilization', 'averageValue', 'value'].filter((name) => target.get(name).exists);
  const usable = values.filter((name) => source.targets.includes(name));
  const type = target.get('type').text;
  const wanted = source.targets.map((name) => `${typeOf(name)} with ${name}`).join(' or ');
  if (type === undefined || !['Utilization', 'Value', 'AverageValue', ''].includes(type)) {
    if (isPlaceholder(type)) return;
    const fault = type === undefined ? 'target.type is missing' : `target.type ${JSON.stringify(type)} does not exist`;
    yield refused(target.get('type'), fault, `use ${wanted}`);
  } else if (usable.length === 0) {
    const stated = values.length === 0 ? 'no value' : values.join(' and ');
    yield refused(target, `the ${source.name} metric has a target with ${stated}`, `use ${wanted}`);
  } else if (usable.length > 1 && source.isExclusive) {
    yield refused(target, `the target has both ${usable.join(' and ')}`, `use ${wanted}`);
  } else if (source.name === 'Object' && !usable.some((name) => typeOf(name) === type)) {
    yield {
      at: [target.get('type'), target.get(usable[0] ?? 'value')],
      message: `target.type ${type} does not go with ${usable.join(' and ')}, so the metric is never read`,
      fix: `use ${wanted}`,
    };
  }
  for (const name of usable) yield* notPositive(target.get(name));
  if (!source.isOfResource) yield* counter(block);
  if (source.name === 'ContainerResource') yield* strangeContainer(block, autoscaler);
}

function* notPositive(field: Field): Generator<Violation> {
  const { quantity } = field;
  if (quantity && (quantity.isZero || quantity.isNegative)) {
    yield refused(field, `${field.path.at(-1)} is ${field.shown}`, 'set it above 0');
  }
}

function typeOf(value: string): string {
  return value === 'averageUtilization' ? 'Utilization' : value === 'averageValue' ? 'AverageValue' : 'Value';
}

function refused(field: Field, fault: string, fix: string): Violation {
  return { at: [field], message: `${fault}, and the API server refuses it`, fix };
}
