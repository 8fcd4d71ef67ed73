import { readFileSync, writeFileSync } from 'node:fs';

/** Puts the report between the markers of its name on a page. */
export function publish(report, page, name) {
  const [open, close] = [`<!-- bench:${name} -->`, `<!-- /bench:${name} -->`];
  const text = readFileSync(page, 'utf8');
  const start = text.indexOf(open);
  const end = text.indexOf(close);
  if (start < 0 || end < start) throw new Error(`${page} has no ${open} … ${close} to put the tables between`);
  writeFileSync(page, `${text.slice(0, start + open.length)}\n\n${report}\n\n${text.slice(end)}`);
}
