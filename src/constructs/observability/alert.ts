import type { DurationLike } from '../../model/values/duration';

/** From what a person may read tomorrow to what wakes one now. */
export type Severity = 'info' | 'warning' | 'critical';

export const severities: readonly Severity[] = ['info', 'warning', 'critical'];

/** A condition that someone must know of. Its query should keep the label `namespace`: routing depends on it. */
export interface Alert {
  readonly alert: string;
  /** PromQL; each series it yields is one alert. */
  readonly expr: string;
  /** How long it must hold; `0s` fires at the first evaluation. */
  readonly for: DurationLike;
  /** How long it stays after the condition has gone; needs Prometheus 2.42. @default - not at all */
  readonly keepFiringFor?: DurationLike;
  readonly severity: Severity;
  /** One line; may use the template variables `$labels` and `$value`. */
  readonly summary: string;
  /** What it means; may use the template variables. */
  readonly description: string;
  /** What to do. */
  readonly runbookUrl: string;
  /** More labels. @default - none */
  readonly labels?: Readonly<Record<string, string>>;
}

/** What alerts of one namespace share. */
export interface AlertContext {
  readonly namespace: string;
  /** Folder of the runbooks, as a URL; an alert's page is `<base>/<alert>.md`. */
  readonly runbookBase: string;
  /** Caps the severity, e.g. for clusters that may not wake anyone. @default 'critical' */
  readonly severityAtMost?: Severity;
}

/** An alert as its family states it; runbook and severity are completed from the context. */
export type AlertInContext = Omit<Alert, 'runbookUrl'>;

/** Completes an alert: its runbook page, and a severity within the cap. */
export function inContext(alert: AlertInContext, { runbookBase, severityAtMost = 'critical' }: AlertContext): Alert {
  const rank = Math.min(severities.indexOf(alert.severity), severities.indexOf(severityAtMost));
  return {
    ...alert,
    // What is no severity, and no folder, is left for the rule to report.
    severity: severities[rank] ?? severityAtMost,
    runbookUrl: runbookBase && `${String(runbookBase).replace(/\/$/, '')}/${alert.alert}.md`,
  };
}
