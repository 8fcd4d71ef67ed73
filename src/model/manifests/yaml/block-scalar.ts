import { code, lineEnd } from './characters';
import { type Cursor, decline, toContent } from './cursor';

/** A literal (`|`) or folded (`>`) block, of a map or list at column `parent`; moves to the next content. */
export function blockScalar(cursor: Cursor, parent: number): string {
  const { text } = cursor;
  const isLiteral = text.charCodeAt(cursor.pos) === code.bar;
  const { chomping, indent } = header(cursor);
  const block = extent(text, cursor.pos, parent, indent === 0 ? -1 : parent + indent);
  const body = text.slice(cursor.pos, block.end);
  toContent(cursor, block.next);
  const content = !isLiteral
    ? folded(body, block.column)
    : block.isRagged
      ? ragged(body, block.column)
      : flush(body, block.column);
  return chomping === '-' ? content : `${content}\n${chomping === '+' ? '\n'.repeat(block.blanks) : ''}`;
}

/** Reads the indicators behind `|` or `>`, and moves to the first line of the block. */
function header(cursor: Cursor): { chomping: string; indent: number } {
  const { text } = cursor;
  const end = lineEnd(text, cursor.pos);
  const match = /^[|>](?:([-+])([1-9])?|([1-9])([-+])?)?(?: *| +#.*)$/.exec(text.slice(cursor.pos, end));
  if (!match || end === text.length) decline();
  cursor.pos = end + 1;
  const [, before, after, first, second] = match;
  return { chomping: before ?? second ?? '', indent: Number(after ?? first ?? 0) };
}

/** The lines of a block. */
interface Extent {
  /** Column of its content, which its first line decides unless the header does. */
  readonly column: number;
  /** Where its last line of content ends, without the line break. */
  readonly end: number;
  /** How many blank lines follow. */
  readonly blanks: number;
  /** Where the line behind these begins. */
  readonly next: number;
  /** Whether a blank line holds a few spaces, not as many as the content is indented. */
  readonly isRagged: boolean;
}

function extent(text: string, first: number, parent: number, stated: number): Extent {
  let column = stated;
  let end = -1;
  let blanks = 0;
  let widest = 0;
  let isRagged = false;
  let line = first;
  while (line < text.length) {
    let start = line;
    while (text.charCodeAt(start) === code.space) start += 1;
    const indent = start - line;
    const character = text.charCodeAt(start);
    if (character === code.newline) {
      blanks += 1;
      widest = Math.max(widest, indent);
      isRagged ||= indent > 0;
      line = start + 1;
      continue;
    }
    if (start >= text.length) decline();
    if (column < 0) {
      if (indent <= parent || widest > indent) decline();
      column = indent;
    }
    if (indent < column) {
      if (character === code.tab) decline();
      break;
    }
    end = lineEnd(text, start);
    line = end + 1;
    blanks = 0;
    widest = 0;
  }
  // Spaces behind the content that are deeper than it belong to it, by rules of their own.
  if (end < 0 || widest > column) decline();
  return { column, end, blanks, next: line, isRagged };
}

/** Every line is indented or empty. */
function flush(body: string, column: number): string {
  return `\n${body}`.replaceAll(`\n${' '.repeat(column)}`, '\n').slice(1);
}

function ragged(body: string, column: number): string {
  return split(body, column)
    .map(({ indent, content }) => indent + content)
    .join('\n');
}

/** Lines without their indentation; `indent` is what exceeds it. */
function split(body: string, column: number): { indent: string; content: string }[] {
  return body.split('\n').map((line) => {
    const content = line.replace(/^ +/, '');
    return { indent: line.slice(0, line.length - content.length).slice(column), content };
  });
}

/** Joins lines with spaces, except around empty and around deeper lines. */
function folded(body: string, column: number): string {
  const lines = split(body, column);
  const first = lines.findIndex(({ content }) => content !== '');
  let result = lines
    .slice(0, first)
    .map(({ indent }) => `${indent}\n`)
    .join('');
  let separator = '';
  let isDeeper = false;
  for (const { indent, content } of lines.slice(first)) {
    if (indent !== '' || content.startsWith('\t')) {
      if (separator === ' ') separator = '\n';
      else if (!isDeeper && separator === '\n') separator = '\n\n';
      result += separator + indent + content;
      separator = '\n';
      isDeeper = true;
    } else if (content === '') {
      if (separator === '\n') result += '\n';
      else separator = '\n';
    } else {
      result += separator + content;
      separator = ' ';
      isDeeper = false;
    }
  }
  return result;
}
