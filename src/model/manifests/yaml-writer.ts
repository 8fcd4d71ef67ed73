/** A plain value as one YAML document, without `---`: block style, keys in the order of the value, no anchors. */
export function writeYaml(value: unknown): string {
  if (isMap(value)) return inOnePiece(map(value, ''));
  if (isList(value)) return inOnePiece(list(value, ''));
  return `${scalar(value, '')}\n`;
}

/** V8 keeps a concatenation as the tree of its parts, many times the size of the text, until a character is read. */
function inOnePiece(text: string): string {
  text.charCodeAt(0);
  return text;
}

/*
 * Output must mean the same to readers of YAML 1.1 (PyYAML, go-yaml v2) and 1.2. So a string is left plain only where
 * both read it as that string, by rules narrower than either: everything in doubt is quoted.
 */

function map(value: Readonly<Record<string, unknown>>, indent: string): string {
  let text = '';
  for (const key in value) text += `${indent}${entry(key, value[key], indent)}`;
  return text;
}

/** An entry without the indentation of its first line, so that a list can put `- ` there. */
function entry(key: string, value: unknown, indent: string): string {
  const name = key.length > simpleKeyLimit ? `? ${quoted(key)}\n${indent}:` : `${keyText(key)}:`;
  if (isMap(value)) return `${name}\n${map(value, `${indent}  `)}`;
  if (isList(value)) return `${name}\n${list(value, `${indent}  `)}`;
  return `${name} ${scalar(value, `${indent}  `)}\n`;
}

function list(value: readonly unknown[], indent: string): string {
  let text = '';
  for (const item of value) text += `${indent}- ${listItem(item, `${indent}  `)}`;
  return text;
}

function listItem(item: unknown, indent: string): string {
  if (isMap(item)) return map(item, indent).slice(indent.length);
  if (isList(item)) return list(item, indent).slice(indent.length);
  return `${scalar(item, indent)}\n`;
}

function isMap(value: unknown): value is Record<string, unknown> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false;
  for (const _ in value) return true;
  return false;
}

function isList(value: unknown): value is readonly unknown[] {
  return Array.isArray(value) && value.length > 0;
}

function scalar(value: unknown, indent: string): string {
  switch (typeof value) {
    case 'string':
      return string(value, indent);
    case 'number':
      return number(value);
    case 'boolean':
      return value ? 'true' : 'false';
    default:
      if (value === null || value === undefined) return 'null';
      return Array.isArray(value) ? '[]' : '{}';
  }
}

/** YAML 1.1 takes an exponent only behind a decimal point. */
function number(value: number): string {
  const text = String(value === 0 ? 0 : value);
  return text.replace(/^(-?\d+)e/, '$1.0e');
}

/** YAML lets a key without `?` span 1,024 characters at most, escapes included. */
const simpleKeyLimit = 160;

/** Files repeat the same keys and values; the bound keeps a long-lived process flat. */
const seen = new Map<string, string>();

function keyText(key: string): string {
  return remembered(key, (text) => (isPlain(text) ? text : quoted(text)));
}

function string(value: string, indent: string): string {
  if (value.length > 200 || value.includes('\n')) return fitsBlock(value, indent) ? block(value, indent) : flat(value);
  return remembered(value, flat);
}

function flat(value: string): string {
  return isPlain(value) ? value : quoted(value);
}

function remembered(text: string, write: (text: string) => string): string {
  const known = seen.get(text);
  if (known !== undefined) return known;
  const written = write(text);
  if (seen.size < 20_000) seen.set(text, written);
  return written;
}

const plainText = /^[A-Za-z_/][\x20-\x7e]*$/;
const plainNumber = /^\d+(?:(?:[num]|[kMGTP]|[KMGTPE]i|s|h|d|%)|\.\d+\.\d+\.\d+\/\d+)$/;
const breaksPlain = /: | #|[:\s]$/;
/** Words that YAML 1.1 or 1.2 resolves to a boolean, null or float. */
const resolved = /^(?:y|n|yes|no|on|off|true|false|null|nan|inf)$/i;

function isPlain(text: string): boolean {
  if (plainNumber.test(text)) return true;
  return plainText.test(text) && !breaksPlain.test(text) && !resolved.test(text);
}

const printable = /^[\x20-\x7e]*$/;

/** Single quotes where double ones would need escapes, as PromQL does. */
function quoted(text: string): string {
  const escapes = text.includes('"') || text.includes('\\');
  if (escapes && printable.test(text)) return `'${text.replaceAll("'", "''")}'`;
  return JSON.stringify(text).replace(notPrintable, escaped);
}

/** What JSON writes raw, but YAML counts as a line break, a byte order mark or not printable. */
const notPrintable = /[\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff]/g;

function escaped(character: string): string {
  return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
}

/** Whether a literal block keeps the text as it is for every reader. */
const blockText = /^[\x20-\x7e\t\n\u00a0-\u2027\u2030-\ud7ff\ue000-\ufefe\uff00-\ufffd]*$/;

function fitsBlock(text: string, indent: string): boolean {
  return indent !== '' && text.includes('\n') && /^[^\s]/.test(text) && blockText.test(text);
}

function block(text: string, indent: string): string {
  const body = text.replace(/\n+$/, '');
  const trailing = text.length - body.length;
  const chomping = trailing === 0 ? '-' : trailing === 1 ? '' : '+';
  const lines = body.split('\n').map((line) => (line === '' ? '' : `${indent}${line}`));
  return `|${chomping}\n${lines.join('\n')}${'\n'.repeat(Math.max(0, trailing - 1))}`;
}
