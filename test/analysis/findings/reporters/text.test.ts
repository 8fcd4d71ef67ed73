import type { Report } from '../../../../src/analysis/findings/report';
import { textReport } from '../../../../src/analysis/findings/reporters/text';
import { autoscaler, clean, findings, quotas, report, secretValue, subject } from './sample';

/** One object's part of the report. */
function part(text: string, title: string): string {
  const from = text.indexOf(title);
  const rest = text.slice(from);
  return rest.slice(0, rest.search(/\n\n(?=\S)/));
}

describe('the report as text', () => {
  it('shows a finding with its message, both places, the arithmetic and the fix', () => {
    const one: Report = { ...clean, findings: [findings[0]!] };
    expect(part(textReport(one, { width: 140 }), 'HorizontalPodAutoscaler')).toBe(`\
HorizontalPodAutoscaler agents/api

    error  HPA-OVER-QUOTA
           12 replicas × 500m = 6 requests.cpu, the quota holds 4
           dist/prod/agents/horizontalpodautoscaler-api.yaml:14  spec.maxReplicas
           dist/prod/agents/resourcequota-agents.yaml:9          spec.hard[requests.cpu] of ResourceQuota agents/agents
           | 500m a pod: 450m api + 50m istio-proxy
           | 12 × 500m = 6
           | 4 hard − 0 of others = 4, which holds 8 pods
      fix  lower maxReplicas to 8 or raise requests.cpu to 6`);
  });

  it('groups findings by object, the worst object first', () => {
    const text = textReport(report);
    const titles = text.match(/^(?:HorizontalPodAutoscaler|Secret|Deployment) .*/gm);
    expect(titles).toEqual(['HorizontalPodAutoscaler agents/api', 'Secret agents/token', 'Deployment agents/api']);
    expect(part(text, 'HorizontalPodAutoscaler').match(/HPA-OVER-QUOTA/g)).toHaveLength(2);
  });

  it('names the environment where there are several', () => {
    const text = textReport({ ...clean, findings: [{ ...findings[0]!, cluster: 'prod' }] });
    expect(text).toContain('[prod] HorizontalPodAutoscaler agents/api\n');
  });

  it('keeps to 100 columns, also with long messages and paths', () => {
    const lines = textReport(report, { suppressed: true }).split('\n');
    expect(lines.filter((line) => [...line].length > 100 && !/·/.test(line))).toEqual([]);
  });

  it('draws a bar for each key of a quota: peak against hard', () => {
    const bars = part(`${textReport(report)}\n\nend`, 'Quotas');
    expect(bars).toMatch(/agents\/agents {2}dist\/prod\/agents\/resourcequota-agents\.yaml:2\n/);
    expect(bars).toMatch(/requests\.cpu {12}█{32} 150 % {5}6 of 4 {5}too much\n/);
    expect(bars).toMatch(/requests\.memory {9}█{30}░{2} {2}94 % {2}15Gi of 16Gi\n/);
    expect(bars).toMatch(/persistentvolumeclaims {2}░{32} {3}0 % {5}0 of 10/);
  });

  it('draws the fullest quotas only where there are very many', () => {
    const fleet = Array.from({ length: 300 }, (_, index) => ({
      ...quotas[0]!,
      namespace: `team-${index}`,
      share: index / 300,
      place: { object: subject('ResourceQuota', 'agents'), path: [] },
    }));
    const text = textReport({ ...clean, quotas: fleet });
    expect(text.match(/team-\d+/g)).toHaveLength(20);
    expect(text).toContain('team-299/');
    expect(text).toContain('… and 280 quotas less full than these');
  });

  it('ends with what was found in how much', () => {
    const last = (text: string) => text.trimEnd().split('\n').at(-1);
    expect(last(textReport(report))).toBe(
      '1 error, 2 warnings, 1 info in 14 objects of 9 files · 1 suppressed · 4 known from the baseline · 2 skipped',
    );
    expect(last(textReport(clean))).toBe('no findings in 1 object of 1 file');
  });

  it('names what cannot be read, and only counts what is no Kubernetes object', () => {
    const text = textReport(report);
    expect(text).toContain(
      'Not checked\n  chart/templates/api.yaml:3\n    cannot be read: Unexpected { in block mapping\n',
    );
    expect(text).not.toContain('README');
  });

  it('says once what holds for many files', () => {
    const skipped = ['a', 'b', 'c'].map((file) => ({
      file,
      why: 'is the source of a Helm chart',
      kind: 'source' as const,
    }));
    expect(textReport({ ...clean, skipped })).toContain('  a and 2 more\n    is the source of a Helm chart\n');
  });

  it('lists suppressed findings with their reasons when asked to', () => {
    expect(textReport(report)).not.toContain('the first rollout');
    expect(textReport(report, { suppressed: true })).toContain(
      '  HPA-REPLICAS  Deployment agents/api  dist/prod/agents/deployment-api.yaml:7\n    because the first rollout needs it\n',
    );
  });

  it('has colours only when asked to, and says the same with them', () => {
    const plain = textReport(report);
    const colored = textReport(report, { color: true });
    expect(plain).not.toContain('\u001b');
    expect(colored).toContain('\u001b[31m');
    expect(colored.replace(/\u001b\[\d+m/g, '')).toBe(plain);
  });

  it('obeys no control character of a manifest', () => {
    const evil = subject('Pod', 'x\u001b[2J\r\nall is well', {}, { file: 'a\u0007.yaml' });
    const text = textReport({
      ...clean,
      findings: [{ ...findings[0]!, at: [{ object: evil, path: ['a\nb'] }], fix: 'a\tb' }],
    });
    expect(text).not.toMatch(/[\u0000-\u0009\u000b-\u001f]/);
    expect(text.match(/^.*all is well/gm)).toEqual(['Pod agents/x [2J all is well']);
  });

  it('shows nothing of what an object holds', () => {
    expect(textReport(report, { suppressed: true })).not.toContain(secretValue);
  });

  it('names an object without a namespace by its name alone', () => {
    const cluster = { ...autoscaler, manifest: { ...autoscaler.manifest, metadata: { name: 'x' } } };
    expect(textReport({ ...clean, findings: [{ ...findings[0]!, at: [{ object: cluster, path: [] }] }] })).toMatch(
      /^HorizontalPodAutoscaler x\n/,
    );
  });
});
