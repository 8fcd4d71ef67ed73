import { readFileSync } from 'node:fs';
import { Ajv } from 'ajv';
import { fingerprint } from '../../../../src/analysis/findings/baseline';
import type { Report } from '../../../../src/analysis/findings/report';
import { type RuleDescription, sarifReport } from '../../../../src/analysis/findings/reporters/sarif';
import { clean, deployment, findings, report, secretValue, subject } from './sample';

const rules: readonly RuleDescription[] = [
  ['HPA-OVER-QUOTA', 'error', 'maxReplicas does not fit the namespace quota'] as const,
  ['SEC-INLINE', 'warning', 'a secret value stands in the manifests'] as const,
  ['IMG-UNPINNED', 'info', 'an image may change under its name'] as const,
  ['HPA-REPLICAS', 'warning', 'replicas and an autoscaler both set the count'] as const,
].map(([id, severity, title]) => ({ id, severity, title, helpUri: `https://example.com/${id}.md`, page: `# ${id}` }));

const validate = (() => {
  const file = require.resolve('@microsoft/jest-sarif/lib/schemas/sarif-2.1.0-rtm.5.json');
  // Draft 4 and draft 7 mean the same by all that it uses but its own name.
  const { id: _, $schema: __, ...schema } = JSON.parse(readFileSync(file, 'utf8'));
  const ajv = new Ajv({ strict: false, allErrors: true, unicodeRegExp: false });
  ajv.addFormat('uri', { validate: (text: string) => URL.canParse(text) });
  ajv.addFormat('uri-reference', { validate: (text: string) => /^[\w%.~/:@!$&'()*+,;=?#-]*$/.test(text) });
  ajv.addFormat('date-time', true);
  return ajv.compile(schema);
})();

function errorsOf(text: string): unknown {
  return validate(JSON.parse(text)) ? [] : validate.errors;
}

function run(value: Report, suppressed = false) {
  const text = sarifReport(value, { version: '0.2.0', rules, suppressed });
  expect(errorsOf(text)).toEqual([]);
  return JSON.parse(text).runs[0];
}

describe('the report as SARIF', () => {
  it.each<[string, Report]>([
    ['a full one', report],
    ['a clean one', clean],
    [
      'one of several environments',
      { ...report, findings: findings.map((finding) => ({ ...finding, cluster: 'prod' })) },
    ],
  ])('is valid by the schema of SARIF 2.1.0: %s', (_, value) => {
    for (const suppressed of [false, true]) {
      expect(errorsOf(sarifReport(value, { version: '0.2.0', rules, suppressed }))).toEqual([]);
    }
  });

  it('has all that GitHub code scanning asks for', () => {
    const log = JSON.parse(sarifReport(report, { version: '0.2.0', rules }));
    expect(log).toMatchObject({ $schema: expect.stringMatching(/^https:/), version: '2.1.0' });
    const { tool, results } = log.runs[0];
    expect(tool.driver).toMatchObject({ name: 'cdk8s-steward', semanticVersion: '0.2.0' });
    for (const rule of tool.driver.rules) {
      expect(rule).toMatchObject({
        id: expect.stringMatching(/./),
        shortDescription: { text: expect.stringMatching(/./) },
        fullDescription: { text: expect.stringMatching(/./) },
        help: { text: expect.stringMatching(/./), markdown: `# ${rule.id}` },
        helpUri: `https://example.com/${rule.id}.md`,
      });
    }
    for (const result of results) {
      expect(result.locations).toHaveLength(1);
      expect(result.locations[0].physicalLocation).toMatchObject({
        artifactLocation: { uri: expect.stringMatching(/^dist\//) },
        region: { startLine: expect.any(Number), startColumn: expect.any(Number) },
      });
      expect(tool.driver.rules[result.ruleIndex].id).toBe(result.ruleId);
    }
  });

  it('has the levels that GitHub knows, of rules and of findings', () => {
    const { tool, results } = run(report);
    expect(tool.driver.rules.map((rule: { defaultConfiguration: unknown }) => rule.defaultConfiguration)).toEqual(
      ['error', 'warning', 'note', 'warning'].map((level) => ({ level })),
    );
    expect(results.map(({ level }: { level: string }) => level)).toEqual(['error', 'warning', 'warning', 'note']);
  });

  it('links the other places in the message', () => {
    const [first] = run(report).results;
    expect(first.relatedLocations).toEqual([
      expect.objectContaining({
        id: 1,
        physicalLocation: {
          artifactLocation: { uri: 'dist/prod/agents/resourcequota-agents.yaml' },
          region: { startLine: 9, startColumn: 3 },
        },
      }),
    ]);
    expect(first.message.text).toContain('See [spec.hard\\[requests.cpu\\] of ResourceQuota agents/agents](1).');
    expect(first.message.text).toMatch(/^12 replicas × 500m = 6 requests.cpu, the quota holds 4\.\n/);
    expect(first.message.text).toContain('Fix: lower maxReplicas to 8');
  });

  it('has the fingerprints of baselines, under a key that the upload does not compute itself', () => {
    const [first] = run(report).results;
    expect(first.partialFingerprints).toEqual({ 'steward/v1': fingerprint(findings[0]!) });
  });

  it('writes paths as URIs', () => {
    const uri = (file: string) => {
      const at = [{ object: subject('Pod', 'a', {}, { file }), path: [] }] as const;
      return run({ ...clean, findings: [{ ...findings[0]!, at }] }).results[0].locations[0].physicalLocation
        .artifactLocation.uri;
    };
    expect(uri('./dist/a b#1%ü.yaml')).toBe('dist/a%20b%231%25%C3%BC.yaml');
    expect(uri('/tmp/x/a.yaml')).toBe('file:///tmp/x/a.yaml');
    expect(uri('../other/a.yaml')).toBe('../other/a.yaml');
    expect(uri('-')).toBe('-');
  });

  it('leaves suppressed findings out, for GitHub shows them as open; writes them with their reason when asked to', () => {
    expect(run(report).results).toHaveLength(4);
    expect(run(report, true).results[4]).toMatchObject({
      ruleId: 'HPA-REPLICAS',
      suppressions: [{ kind: 'inSource', justification: 'the first rollout needs it' }],
    });
  });

  it('names what could not be read', () => {
    expect(run(report).invocations[0].toolExecutionNotifications).toEqual([
      expect.objectContaining({ level: 'warning', message: { text: expect.stringContaining('cannot be read') } }),
    ]);
  });

  it('puts a place that has a file first, for GitHub shows nothing without one', () => {
    const declared = { object: { ...deployment, locate: () => ({ construct: 'profile: workloads[0]' }) }, path: [] };
    const [result] = run({ ...clean, findings: [{ ...findings[0]!, at: [declared, findings[0]!.at[0]] }] }).results;
    expect(result.locations[0].physicalLocation.artifactLocation.uri).toMatch(/^dist\//);
    expect(result.relatedLocations[0].logicalLocations[0].fullyQualifiedName).toBe('profile: workloads[0]');
    expect(result.message.text).toContain('See [Deployment agents/api](1).');
  });

  it('names the construct of an object that has no file', () => {
    const at = [{ object: { ...deployment, locate: () => ({ construct: 'prod/api' }) }, path: [] }] as const;
    const [result] = run({ ...clean, findings: [{ ...findings[0]!, at }] }).results;
    expect(result.locations[0]).toMatchObject({ logicalLocations: [{ fullyQualifiedName: 'prod/api' }] });
  });

  it('shows nothing of what an object holds', () => {
    expect(sarifReport(report, { version: '0.2.0', rules, suppressed: true })).not.toContain(secretValue);
  });
});
