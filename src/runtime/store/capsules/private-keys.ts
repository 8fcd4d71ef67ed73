const marks = /-----(?<which>BEGIN|END) [A-Z0-9 ]{0,40}PRIVATE KEY(?: BLOCK)?-----/g;
/** A line of a key, behind the time that a log may begin it with. */
const keyLine = /(?:^|\s)[A-Za-z0-9+/]{40,}={0,2}\s*$/;
const lastLine = /^\s*[A-Za-z0-9+/]+={0,2}\s*$/;
/** What may stand between the first line and the key itself. */
const heading = /^\s*(?:[A-Z][A-Za-z-]{2,20}: .*)?$/;
/** A key on one line, as JSON has it. */
const escaped = /^(?:[A-Za-z0-9+/= \t]|\\[nr])*/;

/** A text without private keys in PEM form, also where the first or last lines of one are missing. */
export function maskPrivateKeys(text: string, mask: string): string {
  if (!text.includes('PRIVATE KEY-----') && !text.includes('PRIVATE KEY BLOCK-----')) return text;
  let masked = '';
  let position = 0;
  let isOpen = false;
  for (const match of text.matchAll(marks)) {
    const between = text.slice(position, match.index);
    const isBegin = match.groups?.['which'] === 'BEGIN';
    if (!isOpen) masked += `${isBegin ? between : withoutLastKey(between)}${mask}`;
    else if (isBegin) masked += `${withoutFirstKey(between)}${mask}`;
    isOpen = isBegin;
    position = match.index + match[0].length;
  }
  const rest = text.slice(position);
  return masked + (isOpen ? withoutFirstKey(rest) : rest);
}

/** What follows a key whose last line is missing. */
function withoutFirstKey(text: string): string {
  const lines = text.replace(escaped, '').split('\n');
  let next = 1;
  while (next < lines.length && heading.test(lines[next]!)) next++;
  const first = next;
  while (next < lines.length && keyLine.test(lines[next]!)) next++;
  if (next > first && next < lines.length && lastLine.test(lines[next]!)) next++;
  return [lines[0], ...(next > first ? lines.slice(next) : lines.slice(1))].join('\n');
}

/** What precedes a key whose first line is missing. */
function withoutLastKey(text: string): string {
  const lines = text.split('\n');
  // Behind the last line break stands what is before the mark on its own line.
  let end = lines.length - 1;
  if (end > 0 && lastLine.test(lines[end - 1]!)) end--;
  while (end > 0 && keyLine.test(lines[end - 1]!)) end--;
  const own = lines[lines.length - 1]!.replace(/(?:[A-Za-z0-9+/=]|\\[nr])*$/, '');
  return [...lines.slice(0, end), own].join('\n');
}
