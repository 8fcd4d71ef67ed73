import { code, isBlank, lineEnd } from './characters';
import { type Cursor, decline, endLine, toContent } from './cursor';
import { scalarValue } from './scalar-value';

/** Characters that a plain scalar may begin with; `-` only with more behind it. */
const opens: readonly boolean[] = Array.from({ length: 128 }, (_, character) =>
  /[-\w/.+()$~^<=;\\]/.test(String.fromCharCode(character)),
);

/**
 * Finds the end of a plain scalar on its line, and leaves the cursor there: at a colon behind a key, else at the line's
 * end or at the space before a comment.
 */
export function plainEnd(cursor: Cursor): number {
  const { text } = cursor;
  let end = cursor.pos;
  for (let offset = cursor.pos; ; offset += 1) {
    const character = text.charCodeAt(offset);
    if (character === code.space) {
      if (text.charCodeAt(offset + 1) !== code.hash) continue;
    } else if (character === code.colon) {
      if (!isBlank(text.charCodeAt(offset + 1))) {
        end = offset + 1;
        continue;
      }
    } else if (character === code.tab) {
      decline();
    } else if (character !== code.newline && !Number.isNaN(character)) {
      end = offset + 1;
      continue;
    }
    cursor.pos = offset;
    return end;
  }
}

const byteOrderMark = 0xfeff;

/** Declines unless a plain scalar may begin here. */
export function beginPlain(cursor: Cursor): void {
  const { text, pos } = cursor;
  const character = text.charCodeAt(pos);
  const isPlain = opens[character] ?? (character >= 128 && character !== byteOrderMark);
  if (!isPlain || (character === code.dash && isBlank(text.charCodeAt(pos + 1)))) decline();
}

/** The value of an unquoted scalar. */
export function scalarOf(text: string): string | number | boolean | null {
  const value = scalarValue(text);
  return value === undefined ? decline() : value;
}

/** The key that an unquoted scalar is; merge keys and null are not simple. */
export function keyOf(text: string): string {
  const value = scalarValue(text);
  return value === undefined || value === null || value === '<<' ? decline() : String(value);
}

/**
 * A plain scalar of a map or list at column `parent`, whose first line is known to end at `end`; moves to the next content.
 */
export function plainScalar(
  cursor: Cursor,
  parent: number,
  start: number,
  end: number,
): string | number | boolean | null {
  const { text, pos } = cursor;
  if (text.charCodeAt(pos) === code.colon) decline();
  endLine(cursor);
  const first = text.slice(start, end);
  if (cursor.indent <= parent) return scalarOf(first);
  if (text.charCodeAt(pos) === code.space) decline();
  return continued(cursor, parent, first, pos + 1);
}

/** Joins the lines of a plain scalar: a line break is a space, an empty line a line break. */
function continued(cursor: Cursor, parent: number, first: string, second: number): string {
  const { text } = cursor;
  let result = first;
  let line = second;
  for (let breaks = 0; line < text.length; ) {
    let start = line;
    while (text.charCodeAt(start) === code.space) start += 1;
    const character = text.charCodeAt(start);
    if (character === code.newline) {
      breaks += 1;
      line = start + 1;
      continue;
    }
    if (start - line <= parent || character === code.hash || start >= text.length) break;
    cursor.pos = start;
    const end = plainEnd(cursor);
    if (text.charCodeAt(cursor.pos) === code.colon) decline();
    result += (breaks === 0 ? ' ' : '\n'.repeat(breaks)) + text.slice(start, end);
    breaks = 0;
    line = lineEnd(text, cursor.pos) + 1;
    if (text.charCodeAt(cursor.pos) === code.space) break;
  }
  toContent(cursor, line);
  if (cursor.indent > parent) decline();
  return result;
}
