import type { Command } from 'commander';
import { paint } from '../analysis/findings/reporters/style';
import { renderPage } from './page';
import { type RuleEntry, ruleCatalogue, rulePage, unknownRule } from './rule-catalogue';
import type { Terminal } from './terminal';
import { UsageError } from './usage-error';

/** `steward rules`: lists the rules of `steward check`, or explains one. */
export function addRulesCommand(program: Command, terminal: Terminal, exit: (code: number) => void): void {
  program
    .command('rules')
    .description('lists the rules, or explains one')
    .argument('[id]', 'rule to explain, e.g. HPA-OVER-QUOTA')
    .action((id: string | undefined) => {
      terminal.out(id === undefined ? list(terminal.color) : explain(id, terminal.color));
      exit(0);
    });
}

function list(color: boolean): string {
  const rules = ruleCatalogue();
  const style = paint(color);
  const width = Math.max(...rules.map(({ id }) => id.length));
  const line = ({ id, severity, title }: RuleEntry) => `  ${id.padEnd(width)}  ${severity.padEnd(7)}  ${title}`;
  const areas = [...new Set(rules.map(({ area }) => area))];
  const blocks = areas.map((area) => [style(area, 'bold'), ...rules.filter((rule) => rule.area === area).map(line)]);
  return blocks.map((block) => block.map((text) => `${text}\n`).join('')).join('\n');
}

function explain(id: string, color: boolean): string {
  const rule = ruleCatalogue().find((entry) => entry.id === id.toUpperCase());
  if (!rule) throw new UsageError([unknownRule(id)]);
  return renderPage(rulePage(rule), paint(color));
}
