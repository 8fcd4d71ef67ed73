import { code, isBoundary, lineEnd } from './characters';
import { Places } from './places';

/** Where the reader of simple documents stands in a text. */
export class Cursor {
  /** Column of the next line that holds content, which then starts at `pos`; -1 at the end of the document. */
  indent = -1;
  /** How many maps and lists are open. */
  depth = 0;
  /** Whether the root's `items` are read, which in a `List` are objects. */
  isAtItems = false;
  /** How many maps, lists, fields and items are begun. */
  private nodes = 0;
  readonly places = new Places();

  constructor(
    readonly text: string,
    /** Offset of the next character. */
    public pos: number,
    /** Whether to take note of every field's place. */
    private readonly isLocating: boolean,
  ) {}

  /** Enters a map or list. */
  descend(): void {
    this.depth += 1;
    this.count();
    if (this.depth > deepest) decline();
  }

  markKey(map: object, key: string, offset: number): void {
    if (this.isLocating) this.places.markKey(map, key, offset);
  }

  /** Comes to a key of a map. */
  enter(key: string): void {
    this.count();
    if (this.depth === 1) this.isAtItems = key === 'items';
  }

  /** The items of a `List` are objects, whose places are always known. */
  markItem(list: object, offset: number): void {
    this.count();
    if (this.isLocating || (this.isAtItems && this.depth === 2)) this.places.markItem(list, offset);
  }

  private count(): void {
    this.nodes += 1;
    if (this.nodes > mostNodes) decline();
  }
}

/** Maps, lists, fields and items in one document: each takes up to 200 bytes of memory, and rarely less than ten of text. */
const mostNodes = 8_000_000;

/** Levels of maps and lists in one document; those of Kubernetes objects are about twenty. */
export const deepest = 200;

/** Thrown, always the same one, on what is not in simple form or may be an error: all of YAML is for another reader. */
export const notSimple = new Error('not in simple form');

export function decline(): never {
  throw notSimple;
}

/** Moves from the start of a line to the next content, over blank lines and comments. */
export function toContent(cursor: Cursor, line: number): void {
  const { text } = cursor;
  for (let start = line; ; ) {
    let offset = start;
    while (text.charCodeAt(offset) === code.space) offset += 1;
    const character = text.charCodeAt(offset);
    if (character === code.newline) {
      start = offset + 1;
    } else if (character === code.hash) {
      start = lineEnd(text, offset) + 1;
    } else {
      if (character === code.tab) decline();
      const isEnd = offset >= text.length || (offset === start && isBoundary(text, offset));
      cursor.pos = Math.min(offset, text.length);
      cursor.indent = isEnd ? -1 : offset - start;
      return;
    }
  }
}

/** Moves from the end of a value to the next content; only a comment may follow on its line. */
export function endLine(cursor: Cursor): void {
  const { text, pos } = cursor;
  let offset = pos;
  while (text.charCodeAt(offset) === code.space) offset += 1;
  const character = text.charCodeAt(offset);
  if (character === code.hash && offset > pos) offset = lineEnd(text, offset);
  else if (character !== code.newline && offset < text.length) decline();
  toContent(cursor, offset + 1);
}
