import { readFileSync, writeFileSync } from 'node:fs';
import { areas } from '../../src/analysis/coherence/rules';
import { type Finding, formatPath } from '../../src/analysis/findings/finding';
import type { ClusterProfile } from '../../src/model/profile/cluster-profile';
import { findingsIn } from './checked';
import { rulePages } from './rule-page';

const pages = new Map(rulePages().map((page) => [page.id, page]));
const rules = areas.flatMap(({ name, rules: inArea }) => inArea.map((rule) => ({ area: name, rule })));

test('every page is that of a rule', () => {
  const known = rules.map(({ rule }) => rule.id);
  expect([...pages.keys()].filter((id) => !known.includes(id))).toEqual([]);
});

test('no two rules share an id', () => {
  const ids = rules.map(({ rule }) => rule.id);
  expect(ids.filter((id, index) => ids.indexOf(id) !== index)).toEqual([]);
});

describe.each(rules)('$rule.id', ({ area, rule }) => {
  const page = pages.get(rule.id)!;

  test('has a page that says the same of it', () => {
    expect(page).toMatchObject({ area, severity: rule.severity, title: rule.title });
    expect(page.sources).not.toBe('');
  });

  test('says of the failing example what the page shows', () => {
    const output = text(findingsIn(page.failing, page.profile as ClusterProfile).filter(isOfRule));
    expect(output).not.toBe('');
    if (process.env.UPDATE_PAGES) update(output);
    else expect(output).toBe(page.output);
  });

  test('is the only error of the failing example', () => {
    const errors = findingsIn(page.failing, page.profile as ClusterProfile).filter(
      ({ severity }) => severity === 'error',
    );
    expect(text(errors.filter((finding) => !isOfRule(finding)))).toBe('');
  });

  test('has nothing to say of the mended one, and no other rule an error', () => {
    const findings = findingsIn(page.mended, page.profile as ClusterProfile);
    expect(text(findings.filter((finding) => isOfRule(finding) || finding.severity === 'error'))).toBe('');
  });

  test('is proven, if it is an error', () => {
    expect(rule.severity !== 'error' || page.proof !== undefined).toBe(true);
  });

  function isOfRule(finding: Finding): boolean {
    return finding.rule === rule.id;
  }

  /** UPDATE_PAGES=1 writes what is found into the page; read the difference before you commit it. */
  function update(output: string): void {
    const page = pages.get(rule.id)!;
    const source = readFileSync(page.file, 'utf8');
    writeFileSync(
      page.file,
      source.replace(/^```text\n[\s\S]*?^```$/m, () => `\`\`\`text\n${output}\`\`\``),
    );
  }
});

function text(findings: readonly Finding[]): string {
  return findings.map((finding) => `${lines(finding).join('\n')}\n`).join('\n');
}

function lines({ severity, rule, at, message, arithmetic = [], fix }: Finding): string[] {
  const places = at.map(({ object: { manifest }, path }) => {
    return `  at ${manifest.kind}/${manifest.metadata.name}${path.length === 0 ? '' : ` ${formatPath(path)}`}`;
  });
  return [`${severity} ${rule}: ${message}`, ...arithmetic.map((line) => `  ${line}`), `  fix: ${fix}`, ...places];
}
