import { code, isBlank, isBoundary, isSpaceAt, lineEnd } from './characters';
import { type Cursor, decline } from './cursor';
import { addEntry } from './map-entry';
import { beginPlain, keyOf, scalarOf } from './plain-scalar';
import { quotedScalar } from './quoted-scalar';

/**
 * A flow map or list, such as JSON, on one line or on many; leaves the cursor behind its closing bracket. It belongs to a
 * block map or list at column `parent`, and its lines are indented deeper, but for the last bracket; -1 for a document's
 * root, whose lines may stand anywhere.
 */
export function flow(cursor: Cursor, parent: number): object {
  cursor.descend();
  const outermost = cursor.depth;
  const value = collection(cursor, parent, outermost);
  cursor.depth -= 1;
  return value;
}

function collection(cursor: Cursor, parent: number, outermost: number): object {
  const isMap = cursor.text.charCodeAt(cursor.pos) === code.openBrace;
  return isMap ? map(cursor, parent, outermost) : list(cursor, parent, outermost);
}

function map(cursor: Cursor, parent: number, outermost: number): object {
  const entries: Record<string, unknown> = {};
  cursor.pos += 1;
  let next = toToken(cursor, parent, outermost);
  while (next !== code.closeBrace) {
    const start = cursor.pos;
    const name = key(cursor, parent, next);
    cursor.enter(name);
    const content = value(cursor, parent, outermost);
    if (!addEntry(entries, name, content)) decline();
    cursor.markKey(entries, name, start);
    next = toNext(cursor, parent, outermost, code.closeBrace);
  }
  cursor.pos += 1;
  return entries;
}

function list(cursor: Cursor, parent: number, outermost: number): object {
  const items: unknown[] = [];
  cursor.pos += 1;
  let next = toToken(cursor, parent, outermost);
  while (next !== code.closeBracket) {
    cursor.markItem(items, cursor.pos);
    items.push(value(cursor, parent, outermost));
    next = toNext(cursor, parent, outermost, code.closeBracket);
  }
  cursor.pos += 1;
  return items;
}

/** Reads a key and moves behind its colon. */
function key(cursor: Cursor, parent: number, first: number): string {
  const { text, pos } = cursor;
  let name: string;
  if (first === code.doubleQuote || first === code.singleQuote) {
    name = quotedScalar(cursor, parent);
    if (lineEnd(text, pos) < cursor.pos) decline();
    while (isSpaceAt(text, cursor.pos)) cursor.pos += 1;
  } else {
    beginPlain(cursor);
    name = keyOf(text.slice(pos, plainEnd(cursor)));
  }
  if (text.charCodeAt(cursor.pos) !== code.colon) decline();
  cursor.pos += 1;
  return name;
}

function value(cursor: Cursor, parent: number, outermost: number): unknown {
  const first = toToken(cursor, parent, outermost);
  if (first === code.openBrace || first === code.openBracket) {
    cursor.descend();
    const nested = collection(cursor, parent, outermost);
    cursor.depth -= 1;
    return nested;
  }
  if (first === code.doubleQuote || first === code.singleQuote) return quotedScalar(cursor, parent);
  const { text, pos } = cursor;
  beginPlain(cursor);
  const scalar = text.slice(pos, plainEnd(cursor));
  return scalar === '-' ? decline() : scalarOf(scalar);
}

/** Moves behind a comma, if one is there, to the next entry or to the closing bracket. */
function toNext(cursor: Cursor, parent: number, outermost: number, closing: number): number {
  const next = toToken(cursor, parent, outermost);
  if (next === closing) return next;
  if (next !== code.comma) decline();
  cursor.pos += 1;
  return toToken(cursor, parent, outermost);
}

/** Moves over white space, line breaks and comments. */
function toToken(cursor: Cursor, parent: number, outermost: number): number {
  const { text } = cursor;
  let offset = cursor.pos;
  let line = -1;
  for (; ; offset += 1) {
    const character = text.charCodeAt(offset);
    if (character === code.newline) {
      line = offset + 1;
    } else if (character === code.hash && isSpaceAt(text, offset - 1)) {
      offset = lineEnd(text, offset) - 1;
    } else if (!isSpaceAt(text, offset)) {
      if (offset >= text.length || (line >= 0 && !mayBegin(cursor, line, parent, outermost, character))) decline();
      cursor.pos = offset;
      return character;
    }
  }
}

/** Whether a line of a flow may begin with this character at this indentation. */
function mayBegin({ text, depth }: Cursor, line: number, parent: number, outermost: number, first: number): boolean {
  let offset = line;
  while (text.charCodeAt(offset) === code.space) offset += 1;
  const indent = offset - line;
  if (indent > parent) return indent > 0 || !isBoundary(text, line);
  return indent === parent && depth === outermost && (first === code.closeBrace || first === code.closeBracket);
}

/** Where a plain scalar ends in a flow; the cursor then stands at what ends it. */
function plainEnd(cursor: Cursor): number {
  const { text } = cursor;
  let end = cursor.pos;
  for (let offset = cursor.pos; ; offset += 1) {
    const character = text.charCodeAt(offset);
    if (character === code.space) {
      if (text.charCodeAt(offset + 1) !== code.hash) continue;
    } else if (character === code.tab) {
      decline();
    } else if (!isIndicator(character) && character !== code.newline && !Number.isNaN(character)) {
      const next = text.charCodeAt(offset + 1);
      if (character !== code.colon || !(isBlank(next) || isIndicator(next))) {
        end = offset + 1;
        continue;
      }
    }
    cursor.pos = offset;
    return end;
  }
}

function isIndicator(character: number): boolean {
  switch (character) {
    case code.comma:
    case code.openBrace:
    case code.closeBrace:
    case code.openBracket:
    case code.closeBracket:
      return true;
    default:
      return false;
  }
}
