import type { FieldPath } from '../../../findings/finding';

/** A type of metric of a HorizontalPodAutoscaler. */
export interface MetricSource {
  /** As `type` spells it. */
  readonly name: string;
  /** The field that holds the rest. */
  readonly block: string;
  /** What the block must name. */
  readonly named: readonly FieldPath[];
  /** Fields of its target of which one must be set. */
  readonly targets: readonly string[];
  /** Whether not more than one may be. */
  readonly isExclusive: boolean;
  /** Whether it is about CPU or memory. */
  readonly isOfResource?: true;
}

const metric = ['metric', 'name'];

/** Every type there is. */
export const metricSources: readonly MetricSource[] = [
  {
    name: 'Resource',
    block: 'resource',
    named: [['name']],
    targets: ['averageUtilization', 'averageValue'],
    isExclusive: true,
    isOfResource: true,
  },
  {
    name: 'ContainerResource',
    block: 'containerResource',
    named: [['name'], ['container']],
    targets: ['averageUtilization', 'averageValue'],
    isExclusive: true,
    isOfResource: true,
  },
  { name: 'Pods', block: 'pods', named: [metric], targets: ['averageValue'], isExclusive: false },
  {
    name: 'Object',
    block: 'object',
    named: [metric, ['describedObject', 'kind'], ['describedObject', 'name']],
    targets: ['value', 'averageValue'],
    isExclusive: false,
  },
  { name: 'External', block: 'external', named: [metric], targets: ['value', 'averageValue'], isExclusive: true },
];
