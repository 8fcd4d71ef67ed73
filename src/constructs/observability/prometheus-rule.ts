import type { Construct } from 'constructs';
import { prometheusRule } from '../../model/kinds/prometheus-rule';
import { Duration, type DurationLike } from '../../model/values/duration';
import { oneOf, wholeNumber } from '../../model/values/numbers';
import { InvalidValue, type Problems } from '../../model/values/problems';
import { type Body, KubernetesObject, type NamespacedProps } from '../synth/kubernetes-object';
import { type Alert, severities } from './alert';

/** A series that Prometheus computes ahead, under a name of its own. */
export interface Recording {
  /** By convention `level:metric:operations`. */
  readonly record: string;
  readonly expr: string;
  /** @default - those of the expression */
  readonly labels?: Readonly<Record<string, string>>;
}

/** Rules that are evaluated together, one after the other. */
export interface RuleGroup {
  /** Unique within the object. */
  readonly name: string;
  /** @default - Prometheus' evaluation interval */
  readonly interval?: DurationLike;
  /** Series or alerts at most; more fail the rule. Needs Prometheus 2.31. @default - any number */
  readonly limit?: number;
  readonly rules: readonly (Alert | Recording)[];
}

export interface PrometheusRuleProps extends NamespacedProps {
  readonly groups: readonly RuleGroup[];
}

/** Prometheus operator refuses a larger object: https://github.com/prometheus-operator/prometheus-operator/blob/main/pkg/operator/rules.go */
const largestBytes = 512 * 1024;
const metricName = /^[A-Za-z_:][A-Za-z0-9_:]*$/;
const labelName = /^[A-Za-z_][A-Za-z0-9_]*$/;

/** Alerts and recorded series for the Prometheus instances that the operator manages. */
export class PrometheusRule extends KubernetesObject<PrometheusRuleProps> {
  constructor(scope: Construct, id: string, props: PrometheusRuleProps) {
    super(scope, id, prometheusRule, props);
  }

  protected body(props: PrometheusRuleProps, problems: Problems): Body {
    const groups = props.groups ?? [];
    if (groups.length === 0) problems.report('groups', 'is required: name at least one');
    const names = groups.map(({ name }) => name);
    const rendered = groups.map((group, index) => {
      const at = problems.at('groups').at(index);
      if (names.indexOf(group.name) < index) at.invalid('name', group.name, 'is also the name of another group');
      return renderGroup(group, at);
    });
    const bytes = Buffer.byteLength(JSON.stringify(rendered));
    if (bytes > largestBytes) {
      problems.report(
        'groups',
        `take ${bytes} bytes, the operator refuses more than ${largestBytes}: split the object`,
      );
    }
    return { spec: { groups: rendered } };
  }
}

function renderGroup({ name, interval, limit, rules }: RuleGroup, problems: Problems): Body {
  if (!name) problems.report('name', 'is required');
  if ((rules ?? []).length === 0) problems.report('rules', 'is required: name at least one');
  return {
    name,
    interval: problems.read('interval', interval, prometheusDuration),
    limit: problems.read('limit', limit, wholeNumber(1)),
    rules: (rules ?? []).map((rule, index) => {
      const at = problems.at('rules').at(index);
      if (typeof rule.expr !== 'string' || rule.expr.trim() === '') at.invalid('expr', rule.expr, 'is no query');
      return 'record' in rule ? renderRecording(rule, at) : renderAlert(rule, at);
    }),
  };
}

function renderRecording({ record, expr, labels }: Recording, problems: Problems): Body {
  problems.read('record', record, matching(metricName, 'is no metric name: use letters, digits, _ and :'));
  return { record, expr, labels: readLabels(labels, problems) };
}

function renderAlert(alert: Alert, problems: Problems): Body {
  problems.read(
    'alert',
    alert.alert,
    matching(labelName, 'is no alert name: use letters, digits and _, e.g. PodsStuck'),
  );
  problems.read('severity', alert.severity, oneOf(severities));
  for (const text of ['summary', 'description', 'runbookUrl'] as const) {
    if (!alert[text]) problems.report(text, 'is required: whoever is woken needs it');
  }
  return {
    alert: alert.alert,
    expr: alert.expr,
    for: problems.read('for', alert.for, prometheusDuration),
    keep_firing_for: problems.read('keepFiringFor', alert.keepFiringFor, prometheusDuration),
    labels: { ...readLabels(alert.labels, problems), severity: alert.severity },
    annotations: { summary: alert.summary, description: alert.description, runbook_url: alert.runbookUrl },
  };
}

function readLabels(labels: Readonly<Record<string, string>> | undefined, problems: Problems) {
  for (const key of Object.keys(labels ?? {})) {
    problems.at('labels').read(key, key, matching(labelName, 'is no label name: use letters, digits and _'));
  }
  return labels && Object.keys(labels).length > 0 ? labels : undefined;
}

function prometheusDuration(value: DurationLike): string {
  return Duration.parse(value).toPrometheus();
}

function matching(pattern: RegExp, why: string): (value: string) => string {
  return (value) => {
    if (typeof value === 'string' && pattern.test(value)) return value;
    throw new InvalidValue(value, why);
  };
}
