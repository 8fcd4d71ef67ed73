import { blockScalar } from './block-scalar';
import { code, isBlank, lineEnd } from './characters';
import { Cursor, decline, endLine, notSimple, toContent } from './cursor';
import { flow } from './flow';
import { addEntry } from './map-entry';
import type { Places } from './places';
import { beginPlain, keyOf, plainEnd, plainScalar } from './plain-scalar';
import { quotedScalar } from './quoted-scalar';

/*
 * A reader for the form that nearly all manifests are written in: block and flow maps and lists, scalars of every style,
 * comments. It is fast because it knows no anchors, tags, directives and complex keys, and because it explains no error:
 * on any of these, and on anything doubtful, it declines, and a reader of all of YAML takes the document.
 */

/** A document in simple form. */
export interface SimpleDocument {
  /** A map or list; null for an empty document. */
  readonly value: unknown;
  /** Where its content begins. */
  readonly offset: number;
  /** Where the next document begins. */
  readonly end: number;
  /** Where the items of the root's own lists stand. */
  readonly places: Places;
}

/** Reads the document that begins here, with its `---` if it has one; undefined when it is not. */
export function readSimple(text: string, start: number): SimpleDocument | undefined {
  try {
    return document(new Cursor(text, start, false));
  } catch (error) {
    if (error === notSimple) return undefined;
    throw error;
  }
}

/**
 * Where the field at this path stands in the map or list that begins here, which was read before; for one that is absent,
 * where its nearest parent does.
 */
export function locateSimple(text: string, offset: number, path: readonly (string | number)[]): number {
  const { root, places } = located(text, offset);
  let parent = root;
  let place = offset;
  for (const step of path) {
    const next = places.of(parent, Array.isArray(parent) ? step : String(step));
    if (next === undefined) break;
    place = next;
    parent = (parent as Record<string | number, unknown>)[step];
  }
  return place;
}

interface Located {
  readonly text: string;
  readonly offset: number;
  readonly root: unknown;
  readonly places: Places;
}

/** Who asks for a field of an object asks for others of it; the places of all objects would fill the memory. */
let last: Located | undefined;

function located(text: string, offset: number): Located {
  if (last?.offset === offset && last.text === text) return last;
  const cursor = new Cursor(text, offset, true);
  const column = offset - (text.lastIndexOf('\n', offset - 1) + 1);
  const root = isFlow(text.charCodeAt(offset)) ? flow(cursor, -1) : node(cursor, -1, column);
  last = { text, offset, root, places: cursor.places };
  return last;
}

function document(cursor: Cursor): SimpleDocument {
  const { text, places } = cursor;
  toContent(cursor, cursor.pos);
  if (cursor.indent < 0 && text.charCodeAt(cursor.pos) === code.dash) {
    cursor.pos += 3;
    endLine(cursor);
  }
  const offset = cursor.pos;
  if (cursor.indent > 0) decline();
  const value = cursor.indent < 0 ? null : node(cursor, -1, 0);
  if (cursor.indent >= 0) decline();
  let end = cursor.pos;
  if (text.charCodeAt(end) === code.dot) {
    cursor.pos += 3;
    if (!isAtLineEnd(cursor)) decline();
    end = Math.min(lineEnd(text, cursor.pos) + 1, text.length);
  }
  return { value, offset, end, places };
}

/**
 * What begins where the cursor stands, at `column`, and belongs to a map or list at column `parent`; moves to the content
 * behind it. Scalars are not for the root.
 */
function node(cursor: Cursor, parent: number, column: number): unknown {
  const { text, pos } = cursor;
  const first = text.charCodeAt(pos);
  if (first === code.dash && isBlank(text.charCodeAt(pos + 1))) return blockList(cursor, column);
  if (isFlow(first) || isBlockScalar(first)) return value(cursor, parent);
  if (isQuote(first)) {
    const scalar = quotedScalar(cursor, parent);
    if (text.charCodeAt(cursor.pos) === code.colon) return blockMap(cursor, column, scalar, pos);
    if (parent < 0) decline();
    endLine(cursor);
    return scalar;
  }
  beginPlain(cursor);
  const end = plainEnd(cursor);
  if (text.charCodeAt(cursor.pos) === code.colon) return blockMap(cursor, column, keyOf(text.slice(pos, end)), pos);
  return parent < 0 ? decline() : plainScalar(cursor, parent, pos, end);
}

/** A map at this column, whose first key is read: the cursor stands at its colon. */
function blockMap(cursor: Cursor, column: number, firstKey: string, firstPos: number): object {
  const map: Record<string, unknown> = {};
  cursor.descend();
  for (let key = firstKey, pos = firstPos; ; ) {
    requireColon(cursor, pos);
    cursor.enter(key);
    if (!addEntry(map, key, entryValue(cursor, column))) decline();
    cursor.markKey(map, key, pos);
    if (cursor.indent !== column) break;
    pos = cursor.pos;
    key = blockKey(cursor, column);
  }
  if (cursor.indent > column) decline();
  cursor.depth -= 1;
  return map;
}

function blockKey(cursor: Cursor, column: number): string {
  const { text, pos } = cursor;
  if (isQuote(text.charCodeAt(pos))) return quotedScalar(cursor, column);
  beginPlain(cursor);
  return keyOf(text.slice(pos, plainEnd(cursor)));
}

/** Moves behind the colon that must follow a key, which stands on one line of no more than 1,024 characters. */
function requireColon(cursor: Cursor, key: number): void {
  const { text, pos } = cursor;
  const isKey = text.charCodeAt(pos) === code.colon && isBlank(text.charCodeAt(pos + 1)) && pos - key <= 1024;
  if (!isKey || (isQuote(text.charCodeAt(key)) && text.slice(key, pos).includes('\n'))) decline();
  cursor.pos = pos + 1;
}

/** What a key of a block map at this column holds: on its line, below it, or nothing. */
function entryValue(cursor: Cursor, column: number): unknown {
  if (!isAtLineEnd(cursor)) return value(cursor, column);
  leaveLine(cursor);
  if (cursor.indent > column) return node(cursor, column, cursor.indent);
  return cursor.indent === column && isAtItem(cursor) ? blockList(cursor, column) : null;
}

function blockList(cursor: Cursor, column: number): object {
  const list: unknown[] = [];
  cursor.descend();
  do {
    const dash = cursor.pos;
    cursor.pos += 1;
    const isBelow = isAtLineEnd(cursor);
    const behindDash = cursor.pos;
    if (isBelow) leaveLine(cursor);
    else cursor.indent = column + behindDash - dash;
    const isEmpty = isBelow && cursor.indent <= column;
    cursor.markItem(list, isEmpty ? behindDash : cursor.pos);
    list.push(isEmpty ? null : node(cursor, column, cursor.indent));
  } while (cursor.indent === column && isAtItem(cursor));
  if (cursor.indent > column) decline();
  cursor.depth -= 1;
  return list;
}

/** A scalar or flow that begins where the cursor stands, and the rest of its line. */
function value(cursor: Cursor, parent: number): unknown {
  const { text, pos } = cursor;
  const first = text.charCodeAt(pos);
  if (isBlockScalar(first)) return parent < 0 ? decline() : blockScalar(cursor, parent);
  if (isQuote(first) || isFlow(first)) {
    const content = isQuote(first) ? quotedScalar(cursor, parent) : flow(cursor, parent);
    endLine(cursor);
    return content;
  }
  beginPlain(cursor);
  return plainScalar(cursor, parent, pos, plainEnd(cursor));
}

/** Skips spaces; whether a comment or nothing is left on the line. */
function isAtLineEnd(cursor: Cursor): boolean {
  const { text, pos } = cursor;
  let offset = pos;
  while (text.charCodeAt(offset) === code.space) offset += 1;
  const character = text.charCodeAt(offset);
  cursor.pos = offset;
  return character === code.newline || offset >= text.length || (character === code.hash && offset > pos);
}

function leaveLine(cursor: Cursor): void {
  toContent(cursor, lineEnd(cursor.text, cursor.pos) + 1);
}

/** Whether an item of a block list begins here. */
function isAtItem({ text, pos }: Cursor): boolean {
  return text.charCodeAt(pos) === code.dash && isBlank(text.charCodeAt(pos + 1));
}

function isQuote(character: number): boolean {
  return character === code.doubleQuote || character === code.singleQuote;
}

function isFlow(character: number): boolean {
  return character === code.openBrace || character === code.openBracket;
}

function isBlockScalar(character: number): boolean {
  return character === code.bar || character === code.greater;
}
