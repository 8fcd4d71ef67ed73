import type { Construct } from 'constructs';
import { prometheusRule } from '../../model/kinds/prometheus-rule';
import { Duration, type DurationLike } from '../../model/values/duration';
import { oneOf, wholeNumber } from '../../model/values/numbers';
import { InvalidValue, type Problems } from '../../model/values/problems';
import { eachOf, mapOf, readRequired, required, someText, text } from '../synth/input';
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
    const groups = required(props.groups, 'groups', problems, 'name at least one');
    if (groups?.length === 0) problems.report('groups', 'is empty: name at least one');
    const names = new Set<string>();
    const rendered = eachOf(groups, 'groups', problems, (group, at) => {
      if (names.has(group.name)) at.invalid('name', group.name, 'is also the name of another group: rename one');
      names.add(group.name);
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
  if (rules?.length === 0) problems.report('rules', 'is empty: name at least one');
  return {
    name: readRequired('name', name, problems, someText),
    interval: problems.read('interval', interval, prometheusDuration),
    limit: problems.read('limit', limit, wholeNumber(1)),
    rules: eachOf(required(rules, 'rules', problems, 'name at least one'), 'rules', problems, renderRule),
  };
}

function renderRule(rule: Alert | Recording, problems: Problems): Body {
  if (typeof rule.expr !== 'string' || rule.expr.trim() === '') {
    problems.invalid('expr', rule.expr, 'is no query: write PromQL');
  }
  if ('record' in rule && 'alert' in rule) problems.invalid('alert', rule.alert, 'excludes record: make two rules');
  return 'record' in rule ? renderRecording(rule, problems) : renderAlert(rule, problems);
}

function renderRecording({ record, expr, labels }: Recording, problems: Problems): Body {
  readRequired('record', record, problems, matching(metricName, 'is no metric name: use letters, digits, _ and :'));
  return { record, expr, labels: readLabels(labels, problems) };
}

function renderAlert(alert: Alert, problems: Problems): Body {
  readRequired(
    'alert',
    alert.alert,
    problems,
    matching(labelName, 'is no alert name: use letters, digits and _, e.g. PodsStuck'),
  );
  readRequired('severity', alert.severity, problems, oneOf(severities), `one of ${severities.join(', ')}`);
  for (const key of ['summary', 'description', 'runbookUrl'] as const) {
    readRequired(key, alert[key], problems, someText, 'whoever is woken needs it');
  }
  return {
    alert: alert.alert,
    expr: alert.expr,
    for: readRequired('for', alert.for, problems, prometheusDuration, 'a duration, 0s to fire at once'),
    keep_firing_for: problems.read('keepFiringFor', alert.keepFiringFor, prometheusDuration),
    labels: { ...readLabels(alert.labels, problems), severity: alert.severity },
    annotations: { summary: alert.summary, description: alert.description, runbook_url: alert.runbookUrl },
  };
}

function readLabels(labels: Readonly<Record<string, string>> | undefined, problems: Problems) {
  for (const [key, value] of Object.entries(mapOf(labels, 'labels', problems) ?? {})) {
    problems.read('labels', key, matching(labelName, 'is no label name: use letters, digits and _'));
    problems.at('labels').read(key, value, text);
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
