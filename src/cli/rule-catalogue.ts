import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { areas } from '../analysis/coherence/rules';
import type { Severity } from '../analysis/findings/finding';
import type { RuleDescription } from '../analysis/findings/reporters/sarif';
import { suppressionRules } from '../analysis/findings/suppression';
import { suggestion } from '../model/values/spelling';
import { packageFolder, packageVersion } from './package-info';

/** A rule as it is listed and explained. */
export interface RuleEntry {
  readonly id: string;
  readonly severity: Severity;
  readonly title: string;
  readonly area: string;
  /** Its page in this package; a `#` leads to a section of it. */
  readonly page: string;
}

/** Every rule, area by area; those about suppressions come last. */
export function ruleCatalogue(): readonly RuleEntry[] {
  const ofAreas = areas.flatMap(({ name: area, rules }) => {
    return rules.map(({ id, severity, title }) => ({ id, severity, title, area, page: `docs/rules/${area}/${id}.md` }));
  });
  const page = 'docs/check.md#suppressing-findings';
  return [...ofAreas, ...suppressionRules.map((rule) => ({ ...rule, area: 'suppression', page }))];
}

/** What explains a rule, in Markdown. */
export function rulePage({ id, severity, title, page }: RuleEntry): string {
  const [file = page, section] = page.split('#');
  const head = `# ${id}\n\n**${severity}** · ${title}\n`;
  const path = join(packageFolder, file);
  if (!existsSync(path)) return head;
  const text = readFileSync(path, 'utf8');
  if (section === undefined) return text;
  const found = text.split(/^## /m).find((part) => anchor(part.slice(0, part.indexOf('\n'))) === section) ?? '';
  return `${head}\n## ${found}`;
}

/** What viewers of SARIF show of each of these rules. Links lead to the page in this very version. */
export function ruleDescriptions(ids: (id: string) => boolean): RuleDescription[] {
  const base = `https://unpkg.com/cdk8s-steward@${packageVersion()}`;
  return ruleCatalogue()
    .filter(({ id }) => ids(id))
    .map((rule) => ({
      id: rule.id,
      severity: rule.severity,
      title: rule.title,
      helpUri: `${base}/${rule.page}`,
      page: rulePage(rule),
    }));
}

/** Why an id is no rule's, with the ids that are spelt like it. */
export function unknownRule(id: string): string {
  const ids = ruleCatalogue().map((rule) => rule.id);
  return `${JSON.stringify(id)} is no rule: ${suggestion(id, ids) || '`steward rules` lists them all'}`;
}

/** The name that a heading has in a link. */
function anchor(heading: string): string {
  return heading.toLowerCase().replaceAll(' ', '-');
}
