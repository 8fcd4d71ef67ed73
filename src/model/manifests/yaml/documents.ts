import { isBoundary, lineEnd } from './characters';
import { locateSimple, readSimple, type SimpleDocument } from './simple-document';
import type { Failure, Part, SourceDocument } from './source-document';

/** Failures from which a reader learns something; the rest are like the first, or follow from it. */
const enough = 100;

/** Reads the documents of a text, each by the quick reader of simple documents if it can, else by that of all of YAML. */
export function* readDocuments(text: string): Generator<SourceDocument> {
  let shown: readonly Failure[] = [];
  let more = 0;
  for (const { failures, parts } of documentsOf(text)) {
    const first = failures.slice(0, enough - shown.length);
    shown = failures.length > 0 ? [...shown, ...first] : shown;
    more += failures.length - first.length;
    yield { failures: first, parts };
  }
  const offset = shown.at(-1)?.offset ?? 0;
  if (more > 0) yield { failures: [{ offset, message: `it has ${more} more errors` }], parts: [] };
}

/**
 * What the reader of all of YAML may be given of one text, in characters; a document costs it as much as some more of them.
 */
const budget = { characters: 8 * 2 ** 20, perDocument: 256 };

function* documentsOf(text: string): Generator<SourceDocument> {
  let left = budget.characters;
  let isExhausted = false;
  // A line break to some readers of YAML and none to others.
  const isSimple = !text.includes('\r');
  let control = controlCharacter(text, 0);
  for (let start = 0; start < text.length; ) {
    if (control < start) control = controlCharacter(text, start);
    const simple = isSimple ? readSimple(text, start) : undefined;
    const end = simple?.end ?? documentEnd(text, start);
    if (control < end) yield { failures: [{ offset: control, message: forbidden(text, control) }], parts: [] };
    else if (simple) yield { failures: [], parts: simpleParts(text, simple) };
    else if (left > 0) {
      yield* fullDocuments(text, start, end);
      left -= end - start + budget.perDocument;
    } else if (!isExhausted) {
      isExhausted = true;
      yield { failures: [{ offset: start, message: exhausted }], parts: [] };
    }
    start = end;
  }
}

const exhausted =
  'documents with anchors, tags or errors have too many bytes together, and none is read from here on: split the file';

/** Where the first character is that YAML forbids; infinity without one. */
function controlCharacter(text: string, start: number): number {
  const found = /[^\t\n\r\x20-\x7e\x85\xa0-\ufffd]/g;
  found.lastIndex = start;
  return found.exec(text)?.index ?? Number.POSITIVE_INFINITY;
}

function forbidden(text: string, offset: number): string {
  const name = text.charCodeAt(offset).toString(16).toUpperCase().padStart(4, '0');
  return `it holds the control character U+${name}, as binary files do`;
}

/** Where the document that begins here ends; directives are for all that follow, so they are left together. */
function documentEnd(text: string, start: number): number {
  let line = start;
  while (line < text.length && /^[ \t]*(?:#.*)?$/s.test(lineAt(text, line))) line = lineEnd(text, line) + 1;
  if (text[line] === '%') return text.length;
  if (text[line] === '-' && isBoundary(text, line)) line = lineEnd(text, line) + 1;
  while (line < text.length && !isBoundary(text, line)) line = lineEnd(text, line) + 1;
  if (text[line] === '.') line = lineEnd(text, line) + 1;
  return Math.min(line, text.length);
}

function lineAt(text: string, offset: number): string {
  return text.slice(offset, lineEnd(text, offset));
}

function simpleParts(text: string, { value, offset, places }: SimpleDocument): Part[] {
  if (value === null) return [];
  const part = (content: unknown, place: number): Part => {
    return { value: content, offset: place, locate: (path) => locateSimple(text, place, path) };
  };
  if (!isList(value)) return [part(value, offset)];
  return value.items.map((item, index) => part(item, places.of(value.items, index) ?? offset));
}

function isList(value: unknown): value is { items: unknown[] } {
  const { kind, items } = value as { kind?: unknown; items?: unknown };
  return Array.isArray(items) && String(kind).endsWith('List');
}

/** The package is loaded only for a text that needs it. */
function fullDocuments(text: string, start: number, end: number): SourceDocument[] {
  const { readFullDocuments } = require('./full-documents') as typeof import('./full-documents');
  return readFullDocuments(text, start, end);
}
