import type { Report } from '../../../../src/analysis/findings/report';
import { jsonReport } from '../../../../src/analysis/findings/reporters/json';
import { findingsErrors } from '../../../findings-schema';
import { clean, deployment, findings, report, secretValue, subject } from './sample';

describe('the report as JSON', () => {
  it.each<[string, Report]>([
    ['a full one', report],
    ['a clean one', clean],
    [
      'one of several environments',
      { ...report, findings: findings.map((finding) => ({ ...finding, cluster: 'prod' })) },
    ],
    [
      'one of constructs',
      {
        ...clean,
        findings: [
          { ...findings[0]!, at: [{ object: { ...deployment, locate: () => ({ construct: 'prod/api' }) }, path: [] }] },
        ],
      },
    ],
    [
      'one of an object without a namespace',
      {
        ...clean,
        findings: [
          { ...findings[0]!, at: [{ object: subject('Namespace', 'a', {}, { metadata: { name: 'a' } }), path: [] }] },
        ],
      },
    ],
  ])('is what its schema says: %s', (_, value) => {
    expect(findingsErrors(JSON.parse(jsonReport(value)))).toEqual([]);
  });

  it('is refused by the schema with a field that it does not know', () => {
    const value = JSON.parse(jsonReport(report));
    expect(findingsErrors({ ...value, extra: 1 })).not.toEqual([]);
    expect(findingsErrors({ ...value, findings: [{ ...value.findings[0], extra: 1 }] })).not.toEqual([]);
    expect(findingsErrors({ ...value, suppressed: [value.findings[0]] })).not.toEqual([]);
  });

  it('has a finding with its objects, their places and the arithmetic', () => {
    const { version, findings: found, suppressed, skipped } = JSON.parse(jsonReport(report));
    expect(version).toBe(1);
    expect(found[0]).toEqual({
      rule: 'HPA-OVER-QUOTA',
      severity: 'error',
      message: '12 replicas × 500m = 6 requests.cpu, the quota holds 4',
      fix: 'lower maxReplicas to 8 or raise requests.cpu to 6',
      objects: [
        {
          apiVersion: 'autoscaling/v2',
          kind: 'HorizontalPodAutoscaler',
          namespace: 'agents',
          name: 'api',
          file: 'dist/prod/agents/horizontalpodautoscaler-api.yaml',
          line: 14,
          column: 3,
          path: 'spec.maxReplicas',
        },
        {
          apiVersion: 'v1',
          kind: 'ResourceQuota',
          namespace: 'agents',
          name: 'agents',
          file: 'dist/prod/agents/resourcequota-agents.yaml',
          line: 9,
          column: 3,
          path: 'spec.hard[requests.cpu]',
        },
      ],
      arithmetic: [
        '500m a pod: 450m api + 50m istio-proxy',
        '12 × 500m = 6',
        '4 hard − 0 of others = 4, which holds 8 pods',
      ],
    });
    expect(suppressed).toEqual([
      expect.objectContaining({ rule: 'HPA-REPLICAS', reason: 'the first rollout needs it' }),
    ]);
    expect(skipped[1]).toEqual({
      file: 'chart/templates/api.yaml',
      line: 3,
      why: expect.stringContaining('cannot be read'),
    });
  });

  it('shows nothing of what an object holds', () => {
    expect(jsonReport(report)).not.toContain(secretValue);
  });
});
