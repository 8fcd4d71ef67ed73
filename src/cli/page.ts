import type { Paint } from '../analysis/findings/reporters/style';

/** A page of Markdown for a terminal: headings stand out, examples are indented, links show where they lead, when that is on the web. */
export function renderPage(markdown: string, paint: Paint): string {
  let isExample = false;
  const lines: string[] = [];
  for (const line of markdown.trimEnd().split('\n')) {
    if (/^```/.test(line)) isExample = !isExample;
    else if (isExample) lines.push(line === '' ? '' : `    ${paint(line, 'cyan')}`);
    else if (/^#+ /.test(line)) lines.push(paint(line.replace(/^#+ /, ''), 'bold'));
    else lines.push(inline(line, paint));
  }
  return lines.map((line) => `${line}\n`).join('');
}

function inline(line: string, paint: Paint): string {
  return line
    .replace(/\[([^\]]+)\]\(([^)]+)\)/g, (_, text: string, target: string) =>
      /^https?:/.test(target) && text !== target ? `${text} <${target}>` : text,
    )
    .replace(/\*\*([^*]+)\*\*/g, (_, text: string) => paint(text, 'bold'));
}
