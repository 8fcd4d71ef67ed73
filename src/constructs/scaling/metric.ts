import { type LabelSelector, selectsEverything } from '../../model/values/label-selector';
import { oneOf, wholeNumber } from '../../model/values/numbers';
import { type Problems, quote } from '../../model/values/problems';
import { Quantity, type QuantityLike } from '../../model/values/quantity';
import { mapOf, readRequired, readSelector, someText } from '../synth/input';
import { readTarget, type ScaleTarget } from './scale-target';

/** A goal: share of the request, amount per pod, or amount in total. Exactly one. */
interface Goal {
  readonly utilization?: number;
  readonly averageValue?: QuantityLike;
  readonly value?: QuantityLike;
}

/** What makes an autoscaler add or remove pods. Of several metrics the one that asks for most pods wins. */
export class Metric {
  /** Use of CPU or memory over all containers, in percent of their requests: every container must have one. */
  static utilization(resource: 'cpu' | 'memory', percent: number): Metric {
    return new Metric('Resource', { name: resource }, { utilization: percent });
  }

  /** Use of CPU or memory per pod. */
  static averageResource(resource: 'cpu' | 'memory', averageValue: QuantityLike): Metric {
    return new Metric('Resource', { name: resource }, { averageValue });
  }

  /** Use of CPU or memory by one container, in percent of its request; sidecars do not blur it. */
  static containerUtilization(container: string, resource: 'cpu' | 'memory', percent: number): Metric {
    return new Metric('ContainerResource', { container, name: resource }, { utilization: percent });
  }

  /** A metric that each pod of the target has, as its average over pods; needs a custom metrics adapter. */
  static pods(name: string, averageValue: QuantityLike, selector?: LabelSelector): Metric {
    return new Metric('Pods', { metric: { name, selector } }, { averageValue });
  }

  /** A metric of one other object, e.g. an Ingress: in total or per pod; needs a custom metrics adapter. */
  static object(of: ScaleTarget, name: string, goal: ValueGoal, selector?: LabelSelector): Metric {
    return new Metric('Object', { describedObject: of, metric: { name, selector } }, goal);
  }

  /** A metric of nothing in the cluster's API, e.g. a queue: in total or per pod; needs an external metrics adapter. */
  static external(name: string, goal: ValueGoal, selector?: LabelSelector): Metric {
    return new Metric('External', { metric: { name, selector } }, goal);
  }

  private constructor(
    readonly type: 'Resource' | 'ContainerResource' | 'Pods' | 'Object' | 'External',
    private readonly source: MetricSource,
    private readonly goal: Goal,
  ) {}

  /** The resource it measures, where it measures one. */
  get resource(): string | undefined {
    return this.source.name;
  }

  /** As an autoscaler's `metrics` hold it. */
  render(problems: Problems): Readonly<Record<string, unknown>> {
    const { name, container, metric, describedObject } = this.source;
    const key = `${this.type.charAt(0).toLowerCase()}${this.type.slice(1)}`;
    return {
      type: this.type,
      [key]: {
        ...('name' in this.source && {
          name: readRequired('resource', name, problems, oneOf<string>(['cpu', 'memory'])),
        }),
        ...('container' in this.source && {
          container: readRequired('container', container, problems, someText),
        }),
        ...('describedObject' in this.source && { describedObject: readTarget(describedObject, problems.at('of')) }),
        ...(metric && { metric: readIdentifier(metric, problems) }),
        target: readGoal(this.goal, problems),
      },
    };
  }
}

/** In total, or per pod. */
export type ValueGoal = { readonly value: QuantityLike } | { readonly averageValue: QuantityLike };

interface MetricSource {
  readonly name?: string;
  readonly container?: string;
  readonly describedObject?: ScaleTarget;
  readonly metric?: MetricIdentifier;
}

interface MetricIdentifier {
  readonly name: string;
  readonly selector?: LabelSelector;
}

function readIdentifier({ name, selector }: MetricIdentifier, problems: Problems) {
  if (typeof name !== 'string' || name === '') problems.invalid('name', name, 'is no metric name: write a string');
  // A monotonic counter never falls, so the autoscaler would rise to its maximum and stay there.
  else if (name.endsWith('_total')) {
    problems.invalid(
      'name',
      name,
      'is a counter, which never falls: scale on a gauge, or on a rate that an adapter serves under another name',
    );
  }
  const read = selector && readSelector(selector, 'selector', problems);
  return { name, ...(read && !selectsEverything(read) && { selector: read }) };
}

function readGoal(goal: Goal, problems: Problems) {
  if ('utilization' in goal) {
    const percent = readRequired('utilization', goal.utilization, problems, wholeNumber(1));
    return { type: 'Utilization', averageUtilization: percent };
  }
  const { averageValue, value } = mapOf(goal, '', problems) ?? {};
  if (averageValue === undefined && value === undefined) problems.report('', 'needs a goal: value or averageValue');
  if (averageValue !== undefined && value !== undefined) {
    problems.invalid('averageValue', averageValue, `excludes value ${quote(value)}: leave one of them out`);
  }
  const type = value === undefined ? 'AverageValue' : 'Value';
  const property = value === undefined ? 'averageValue' : 'value';
  const amount = problems.read(property, value ?? averageValue, Quantity.parse);
  if (!amount) return { type };
  if (amount.isNegative || amount.isZero) problems.invalid(property, value ?? averageValue, 'must be above 0');
  return { type, [property]: amount.toString() };
}
