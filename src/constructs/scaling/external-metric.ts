import type { LabelSelector } from '../../model/values/label-selector';
import type { QuantityLike } from '../../model/values/quantity';
import { Metric } from './metric';

export interface ExternalMetricProps {
  /** The series in Prometheus; also the name that the autoscaler asks for. */
  readonly series: string;
  /** Labels that pick the series' values, e.g. `{status: 'Running'}`. @default - all */
  readonly labels?: Readonly<Record<string, string>>;
  /** How values of several series become one. @default 'max' - replicas that report the same total are not added up */
  readonly aggregate?: 'max' | 'sum' | 'avg';
  /** The label that holds a namespace; undefined for series that belong to none. @default 'namespace' */
  readonly namespaceLabel?: string | undefined;
}

/** One Prometheus adapter rule (https://github.com/kubernetes-sigs/prometheus-adapter/blob/master/docs/externalmetrics.md). */
export interface AdapterRule {
  readonly seriesQuery: string;
  readonly metricsQuery: string;
  readonly name: { readonly as: string };
  readonly resources: Readonly<Record<string, unknown>>;
}

/**
 * A series of Prometheus that an autoscaler can use: the metric, and what makes it real, from one declaration. Either
 * prometheus-adapter serves it (`adapterRule`), or KEDA asks Prometheus itself (`query`).
 */
export class ExternalMetric {
  private readonly labels: Readonly<Record<string, string>>;
  private readonly aggregate: string;
  private readonly namespaceLabel: string | undefined;

  constructor(private readonly props: ExternalMetricProps) {
    this.labels = props.labels ?? {};
    this.aggregate = props.aggregate ?? 'max';
    this.namespaceLabel = 'namespaceLabel' in props ? props.namespaceLabel : 'namespace';
  }

  /** For an autoscaler: this much of the metric per pod. */
  perPod(averageValue: QuantityLike): Metric {
    return Metric.external(this.props.series, { averageValue }, this.selector());
  }

  /** For an autoscaler: this much of the metric in total. */
  inTotal(value: QuantityLike): Metric {
    return Metric.external(this.props.series, { value }, this.selector());
  }

  /** The rule with which prometheus-adapter serves it; goes under `rules.external` of the adapter's Helm values. */
  adapterRule(): AdapterRule {
    const { series } = this.props;
    const label = this.namespaceLabel;
    return {
      // The adapter adds the autoscaler's namespace to the query by this label.
      seriesQuery: label ? `${series}{${label}!=""}` : series,
      metricsQuery: `${this.aggregate}(<<.Series>>{<<.LabelMatchers>>})`,
      name: { as: series },
      resources: label ? { overrides: { [label]: { resource: 'namespace' } } } : { namespaced: false },
    };
  }

  /** The value as a query, for KEDA. */
  query(namespace?: string): string {
    const inNamespace = this.namespaceLabel && namespace ? { [this.namespaceLabel]: namespace } : {};
    const matchers = Object.entries({ ...inNamespace, ...this.labels }).map(
      ([label, value]) => `${label}=${JSON.stringify(value)}`,
    );
    return `${this.aggregate}(${this.props.series}${matchers.length > 0 ? `{${matchers.join(',')}}` : ''})`;
  }

  private selector(): LabelSelector | undefined {
    return Object.keys(this.labels).length > 0 ? { matchLabels: this.labels } : undefined;
  }
}
