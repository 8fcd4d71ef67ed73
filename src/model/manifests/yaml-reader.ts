import {
  type Document,
  isMap,
  isScalar,
  isSeq,
  LineCounter,
  type ParsedNode,
  parseAllDocuments,
  type Tags,
} from 'yaml';
import type { Manifest } from './manifest';

/** A place in a file; line and column count from 1. */
export interface Position {
  readonly file: string;
  readonly line: number;
  readonly column: number;
}

/** A manifest and where each of its fields stands. */
export interface SourceManifest {
  readonly manifest: Manifest;
  readonly position: Position;
  /** Where the field at this path stands; for a field that is absent, where its nearest parent does. */
  at(path: readonly (string | number)[]): Position;
}

/** Something a file holds that is no manifest. */
export interface ReadProblem {
  readonly position: Position;
  readonly message: string;
}

export interface ReadResult {
  readonly manifests: readonly SourceManifest[];
  readonly problems: readonly ReadProblem[];
}

/**
 * Reads every object of a YAML (or JSON) text as kubectl would: YAML 1.1 booleans and merge keys, but dates and times of
 * day as strings; the items of a `List` one by one; empty documents skipped. What cannot be read is reported, the rest kept.
 */
export function readYaml(text: string, file: string): ReadResult {
  const lines = new LineCounter();
  const manifests: SourceManifest[] = [];
  const problems: ReadProblem[] = [];
  const place = (offset: number): Position => {
    const { line, col } = lines.linePos(offset);
    return { file, line: Math.max(line, 1), column: Math.max(col, 1) };
  };
  const options = { lineCounter: lines, version: '1.1', merge: true, customTags: kubectlTags } as const;
  for (const document of parseAllDocuments<ParsedNode>(text, options)) {
    for (const error of document.errors) {
      problems.push({ position: place(error.pos[0]), message: `cannot be read: ${firstLine(error.message)}` });
    }
    const node = document.contents;
    if (document.errors.length > 0 || node === null || (isScalar(node) && node.value === null)) continue;
    for (const object of objectsOf(node)) {
      const value = plainValue(object, document);
      const position = place(object.range[0]);
      const missing = value instanceof Error ? `cannot be read: ${value.message}` : missingParts(value);
      if (missing !== undefined) problems.push({ position, message: missing });
      else manifests.push({ manifest: value as Manifest, position, at: (path) => place(offsetAt(object, path)) });
    }
  }
  return { manifests, problems };
}

/** A position as compilers print it, so that editors link to it. */
export function formatPosition({ file, line, column }: Position): string {
  return `${file}:${line}:${column}`;
}

const timeTags = ['tag:yaml.org,2002:timestamp'];

/** kubectl's parser reads these as Go does; YAML 1.1 itself takes them for text. */
const goInteger = {
  tag: 'tag:yaml.org,2002:int',
  default: true,
  test: /^[-+]?0(?:[oO][0-7]+|X[0-9A-Fa-f]+|B[01]+)$/,
  resolve: (text: string) => Number(text.replace(/^[-+]/, '')) * (text.startsWith('-') ? -1 : 1),
};

/** kubectl's parser knows no sexagesimal numbers, and keeps dates as text. */
function kubectlTags(tags: Tags): Tags {
  const kept = tags.filter((tag) => typeof tag === 'string' || !(timeTags.includes(tag.tag) || tag.format === 'TIME'));
  return [...kept, goInteger];
}

function objectsOf(node: ParsedNode): readonly ParsedNode[] {
  if (!isMap(node)) return [node];
  const items = node.get('items', true);
  const isList = String(node.get('kind')).endsWith('List') && isSeq(items);
  return isList ? (items.items as ParsedNode[]) : [node];
}

/** Aliases and merges are followed only here; they may lead nowhere, or grow without bound. */
function plainValue(node: ParsedNode, document: Document.Parsed): unknown {
  try {
    return node.toJS(document);
  } catch (error) {
    return error;
  }
}

function missingParts(value: unknown): string | undefined {
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    return 'is not a Kubernetes object: not a map';
  const { apiVersion, kind, metadata } = value as Record<string, unknown>;
  const missing = [
    typeof apiVersion === 'string' ? '' : 'apiVersion',
    typeof kind === 'string' ? '' : 'kind',
    typeof (metadata as { name?: unknown } | null | undefined)?.name === 'string' ? '' : 'metadata.name',
  ].filter((part) => part !== '');
  return missing.length === 0 ? undefined : `is not a Kubernetes object: ${missing.join(' and ')} missing`;
}

/** The key of the last step that exists; a list item's own place. */
function offsetAt(object: ParsedNode, path: readonly (string | number)[]): number {
  let offset = object.range[0];
  let node: unknown = object;
  for (const step of path) {
    if (isMap(node)) {
      const pair = node.items.find(({ key }) => isScalar(key) && String(key.value) === String(step));
      if (!pair) return offset;
      offset = (pair.key as ParsedNode).range[0];
      node = pair.value;
    } else if (isSeq(node) && typeof step === 'number' && node.items[step] !== undefined) {
      node = node.items[step];
      offset = (node as ParsedNode).range[0];
    } else {
      return offset;
    }
  }
  return offset;
}

function firstLine(message: string): string {
  return (message.split('\n')[0] ?? message).replace(/ at line \d+, column \d+:?$/, '');
}
