import { type Alert, agentAlerts, PrometheusRule, type Severity } from '../../../src';
import { type Loose, problemsOf, rendered } from '../render';

const context = { namespace: 'agents', runbookBase: 'https://example.com/runbooks' };
const alerts = agentAlerts(context, { podsMoreThan: 24 });
const byName = (list: readonly Alert[]) => Object.fromEntries(list.map((alert) => [alert.alert, alert]));

it('are these, each with a severity and a time it must hold', () => {
  expect(
    alerts.map(({ alert, severity, for: holds, keepFiringFor }) => [alert, severity, holds, keepFiringFor]),
  ).toEqual([
    ['AgentPlatformHighPodCount', 'warning', '10m', undefined],
    ['AgentHighCPUUsage', 'warning', '10m', undefined],
    ['AgentHighMemoryUsage', 'warning', '5m', undefined],
    ['AgentOOMKilled', 'critical', '0s', '15m'],
    ['AgentRestartedAfterOOM', 'critical', '0s', undefined],
    ['NamespaceResourceQuotaHigh', 'warning', '5m', undefined],
  ]);
});

it('are accepted by the operator’s schema', () => {
  const groups = [{ name: 'agents', rules: alerts }];
  const rules = rendered((scope) => new PrometheusRule(scope, 'r', { name: 'a', namespace: 'agents', groups }));
  expect(rules.spec.groups[0].rules).toHaveLength(6);
});

describe.each(alerts)('$alert', ({ expr, summary, description, runbookUrl, alert }) => {
  it('looks at its own namespace only, in every series', () => {
    const selectors = expr.match(/\{[^}]*\}/g) ?? [];
    expect(selectors.length).toBeGreaterThan(0);
    for (const selector of selectors) expect(selector).toContain('namespace="agents"');
  });

  it('keeps the label namespace, which routing needs, through every aggregation', () => {
    const groupings = expr.match(/\b(by|on) \([^)]*\)/g) ?? [];
    expect(groupings.length).toBeGreaterThan(0);
    for (const grouping of groupings) expect(grouping).toMatch(/\(namespace\b/);
    expect(expr).not.toMatch(/\bwithout\b|\bignoring\b/);
  });

  it('names what it is about, and where help is', () => {
    const used = `${summary} ${description}`.match(/\$labels\.(\w+)/g) ?? [];
    const kept = (expr.match(/\bby \(([^)]*)\)/g) ?? []).join(' ');
    for (const label of used) expect(kept).toContain(label.slice('$labels.'.length));
    expect(description).toContain('{{ $labels.namespace }}');
    expect(runbookUrl).toBe(`https://example.com/runbooks/${alert}.md`);
  });
});

describe('thresholds', () => {
  const ends = (list: readonly Alert[]) => list.map(({ expr }) => expr.split(' > ').at(-1));

  it('are those of the requirements', () => {
    expect(ends(alerts).filter((end) => /^[\d.]+$/.test(end ?? ''))).toEqual(['24', '0.8', '0.85', '0.8']);
  });

  it('may be others', () => {
    const others = agentAlerts(context, { podsMoreThan: 5, cpuShare: 0.5, memoryShare: 0.6, quotaShare: 0.7 });
    expect(ends(others).filter((end) => /^[\d.]+$/.test(end ?? ''))).toEqual(['5', '0.5', '0.6', '0.7']);
  });
});

describe('severities', () => {
  const capped = (severityAtMost?: Severity) =>
    Object.values(byName(agentAlerts({ ...context, severityAtMost }, { podsMoreThan: 1 }))).map(
      ({ severity }) => severity,
    );

  it.each<[Severity | undefined, Severity[]]>([
    [undefined, ['warning', 'critical']],
    ['critical', ['warning', 'critical']],
    ['warning', ['warning']],
    ['info', ['info']],
  ])('are capped at %s', (cap, expected) => {
    expect([...new Set(capped(cap))]).toEqual(expected);
  });

  it('that are none, and a missing runbook folder, are left for the rule to report', () => {
    const odd = agentAlerts({ namespace: 'agents', severityAtMost: 'page' } as Loose, { podsMoreThan: 1 });
    const groups = [{ name: 'agents', rules: odd.slice(0, 1) }];
    expect(problemsOf((scope) => new PrometheusRule(scope, 'r', { name: 'a', namespace: 'agents', groups }))).toEqual([
      'prod/r: groups[0].rules[0].severity "page" is unknown: use one of info, warning, critical',
      'prod/r: groups[0].rules[0].runbookUrl is required: whoever is woken needs it',
    ]);
  });
});

it('finds its runbooks with or without a slash at the end of the folder', () => {
  const [first] = agentAlerts({ ...context, runbookBase: 'https://example.com/runbooks/' }, { podsMoreThan: 1 });
  expect(first?.runbookUrl).toBe('https://example.com/runbooks/AgentPlatformHighPodCount.md');
});

describe('queries', () => {
  const queries = byName(alerts);

  it.each<[string, RegExp]>([
    ['AgentPlatformHighPodCount', /phase=~"Pending\|Running"/],
    [
      'AgentHighCPUUsage',
      /rate\(container_cpu_usage_seconds_total\{.*container!="",image!="".*\[5m\]\).* \/ on .*resource="cpu"/,
    ],
    ['AgentHighMemoryUsage', /container_memory_working_set_bytes\{.*container!="".* \/ on .*resource="memory"/],
    ['AgentOOMKilled', /kube_pod_container_status_terminated_reason\{.*reason="OOMKilled"\}\) == 1$/],
    [
      'AgentRestartedAfterOOM',
      /increase\(kube_pod_container_status_restarts_total.*\[5m\]\)\) > 0 and on .*last_terminated_reason/,
    ],
    ['NamespaceResourceQuotaHigh', /type="used"\}\) \/ on .*type="hard"\}\) > 0\) > 0\.8$/],
  ])('of %s measure what its name says', (name, pattern) => {
    expect(queries[name]?.expr).toMatch(pattern);
  });
});
