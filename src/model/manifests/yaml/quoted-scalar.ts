import { code, isSpaceAt } from './characters';
import { type Cursor, decline } from './cursor';

/** A quoted scalar, of a map or list at column `parent`; leaves the cursor behind its closing quote. */
export function quotedScalar(cursor: Cursor, parent: number): string {
  return cursor.text.charCodeAt(cursor.pos) === code.singleQuote
    ? singleQuoted(cursor, parent)
    : doubleQuoted(cursor, parent);
}

function singleQuoted(cursor: Cursor, parent: number): string {
  const { text, pos } = cursor;
  let end = pos + 1;
  let isEscaped = false;
  let isFolded = false;
  for (; ; end += 1) {
    const character = text.charCodeAt(end);
    if (character === code.singleQuote) {
      if (text.charCodeAt(end + 1) !== code.singleQuote) break;
      isEscaped = true;
      end += 1;
    } else if (character === code.newline) {
      isFolded = true;
      requireContinued(text, end + 1, parent);
    } else if (Number.isNaN(character)) decline();
  }
  cursor.pos = end + 1;
  const raw = text.slice(pos + 1, end);
  const lines = isFolded ? folded(raw) : raw;
  return isEscaped ? lines.replaceAll("''", "'") : lines;
}

function folded(raw: string): string {
  const lines = raw.split('\n');
  const last = lines.length - 1;
  let result = trimmed(lines[0] as string, false, true);
  let breaks = 0;
  for (let index = 1; index <= last; index += 1) {
    const line = trimmed(lines[index] as string, true, index < last);
    if (line === '' && index < last) {
      breaks += 1;
    } else {
      result += (breaks === 0 ? ' ' : '\n'.repeat(breaks)) + line;
      breaks = 0;
    }
  }
  return result;
}

/** YAML's white space is narrower than that of JavaScript's own `trim`. */
function trimmed(line: string, atStart: boolean, atEnd: boolean): string {
  let start = 0;
  let end = line.length;
  while (atStart && start < end && isSpaceAt(line, start)) start += 1;
  while (atEnd && end > start && isSpaceAt(line, end - 1)) end -= 1;
  return line.slice(start, end);
}

function doubleQuoted(cursor: Cursor, parent: number): string {
  const { text, pos } = cursor;
  let end = pos + 1;
  let isVerbatim = true;
  for (; ; end += 1) {
    const character = text.charCodeAt(end);
    if (character === code.doubleQuote) break;
    if (character === code.backslash) {
      isVerbatim = false;
      if (text.charCodeAt(end + 1) !== code.newline) end += 1;
    } else if (character === code.newline) {
      isVerbatim = false;
      requireContinued(text, end + 1, parent);
    } else if (Number.isNaN(character)) decline();
  }
  cursor.pos = end + 1;
  return isVerbatim ? text.slice(pos + 1, end) : unescaped(text, pos + 1, end);
}

/**
 * Lines that continue a scalar are to be deeper than its parent, but what Kubernetes reads with takes any: only marks of
 * documents end it. Manifests that controller-gen once wrapped are written so.
 */
function requireContinued(text: string, line: number, parent: number): void {
  let start = line;
  while (text.charCodeAt(start) === code.space) start += 1;
  const isMark = start === line && (text.startsWith('---', line) || text.startsWith('...', line));
  if (parent < 0 || text.charCodeAt(start) === code.tab || isMark) decline();
}

const escapes = new Map<string, string>([
  ...['"', '\\', '/', ' ', '\t'].map((character) => [character, character] as const),
  ...Object.entries({ 0: '\0', a: '\x07', b: '\b', e: '\x1b', f: '\f', n: '\n', r: '\r', t: '\t', v: '\v' }),
  ...Object.entries({ N: '\u0085', _: '\u00a0', L: '\u2028', P: '\u2029' }),
]);

/** The text of a double-quoted scalar between its quotes. */
function unescaped(text: string, start: number, end: number): string {
  let result = '';
  let kept = start;
  for (let offset = start; offset < end; ) {
    const character = text.charCodeAt(offset);
    if (character === code.newline) {
      let last = offset;
      while (last > kept && isSpaceAt(text, last - 1)) last -= 1;
      result += text.slice(kept, last);
      let breaks = -1;
      while (offset < end && (isSpaceAt(text, offset) || text.charCodeAt(offset) === code.newline)) {
        if (text.charCodeAt(offset) === code.newline) breaks += 1;
        offset += 1;
      }
      result += breaks === 0 ? ' ' : '\n'.repeat(breaks);
      kept = offset;
    } else if (character === code.backslash) {
      result += text.slice(kept, offset);
      offset += 1;
      if (text.charCodeAt(offset) === code.newline) {
        offset += 1;
        while (offset < end && isSpaceAt(text, offset)) offset += 1;
      } else {
        const length = hexDigits(text[offset] as string);
        result += length === 0 ? (escapes.get(text[offset] as string) ?? decline()) : unicode(text, offset + 1, length);
        offset += 1 + length;
      }
      kept = offset;
    } else {
      offset += 1;
    }
  }
  return result + text.slice(kept, end);
}

function hexDigits(letter: string): number {
  return letter === 'x' ? 2 : letter === 'u' ? 4 : letter === 'U' ? 8 : 0;
}

function unicode(text: string, start: number, length: number): string {
  const digits = text.slice(start, start + length);
  const point = /^[0-9a-fA-F]+$/.test(digits) && digits.length === length ? Number.parseInt(digits, 16) : -1;
  return point < 0 || point > 0x10ffff ? decline() : String.fromCodePoint(point);
}
