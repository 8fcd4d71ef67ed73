import { spawnSync } from 'node:child_process';
import { copyFileSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse, stringify } from 'yaml';
import { root, withFolder } from '../files';

const rule = parse(
  readFileSync(join(root, 'dist/prod/agent-platform/prometheus-rule-agent-resource-alerts.yaml'), 'utf8'),
);
const cases = readFileSync(join(__dirname, 'agent-alerts.yaml'), 'utf8');
const alerts: string[] = rule.spec.groups.flatMap((group: { rules: { alert: string }[] }) =>
  group.rules.map(({ alert }) => alert),
);

const promtool = process.env['PROMTOOL'] ?? 'promtool';
const available = spawnSync(promtool, ['--version']).status === 0;
if (!available) process.stderr.write('promtool is not on PATH (Debian: prometheus): the alerts were not run\n');

describe('the alerts of the reference platform', () => {
  it.each(alerts)('%s has a runbook and a case', (alert) => {
    expect(existsSync(join(root, 'docs/runbooks', `${alert}.md`))).toBe(true);
    expect(cases).toContain(`alertname: ${alert}\n`);
  });

  (available ? it : it.skip)('fire and stay silent as their cases say, in a real Prometheus engine', () => {
    withFolder((folder) => {
      writeFileSync(join(folder, 'rules.yaml'), stringify(rule.spec));
      copyFileSync(join(__dirname, 'agent-alerts.yaml'), join(folder, 'cases.yaml'));
      for (const command of [
        ['check', 'rules', '--lint=all', 'rules.yaml'],
        ['test', 'rules', 'cases.yaml'],
      ]) {
        const { status, stdout, stderr } = spawnSync(promtool, command, { cwd: folder, encoding: 'utf8' });
        expect({ status, output: `${stdout}${stderr}` }).toMatchObject({ status: 0 });
      }
    });
  });
});
