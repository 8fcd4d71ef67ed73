import type { Manifest } from './manifest';
import { readDocuments } from './yaml/documents';
import { type Position, SourceText } from './yaml/source-text';

export { formatPosition, type Position } from './yaml/source-text';

/** A manifest and where each of its fields stands. */
export interface SourceManifest {
  readonly manifest: Manifest;
  readonly position: Position;
  /** Where the field at this path stands; for a field that is absent, where its nearest parent does. */
  readonly at: (path: readonly (string | number)[]) => Position;
}

/** Something a file holds that is no manifest. */
export interface ReadProblem {
  /** `unreadable`: it is no YAML, or such as kubectl refuses. `foreign`: it is YAML, but no Kubernetes object. */
  readonly kind: 'unreadable' | 'foreign';
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
 *
 * An object with `metadata.generateName` and no name, whose name the server makes, is named with that prefix and a `*`.
 * Integers that a double cannot hold are text, see `scalarValue`; `.inf` and `.nan` are problems.
 *
 * Time and memory are bounded by the size of the text: nesting ends at 200 levels, aliases may not make a document grow
 * without bound, and what only the slow reader of all of YAML can read may have 4 MiB a document.
 */
export function readYaml(text: string, file: string): ReadResult {
  const source = new SourceText(text, file);
  const manifests: SourceManifest[] = [];
  const problems: ReadProblem[] = [];
  for (const { failures, parts } of readDocuments(source.text)) {
    for (const { offset, message } of failures) {
      problems.push({ kind: 'unreadable', position: source.position(offset), message: `cannot be read: ${message}` });
    }
    for (const { value, offset, locate } of parts) {
      const missing = missingParts(value);
      if (missing === undefined) manifests.push(new Found(named(value as Manifest), source, offset, locate));
      else problems.push({ kind: 'foreign', position: source.position(offset), message: missing });
    }
  }
  return { manifests, problems };
}

/** Its places are looked for only when somebody asks. */
class Found implements SourceManifest {
  constructor(
    readonly manifest: Manifest,
    private readonly source: SourceText,
    private readonly offset: number,
    private readonly locate: (path: readonly (string | number)[]) => number,
  ) {}

  get position(): Position {
    return this.source.position(this.offset);
  }

  readonly at = (path: readonly (string | number)[]): Position => {
    return path.length === 0 ? this.position : this.source.position(this.locate(path));
  };
}

function missingParts(value: unknown): string | undefined {
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    return 'is not a Kubernetes object: not a map';
  const { apiVersion, kind, metadata } = value as Record<string, unknown>;
  const { name, generateName } = (metadata ?? {}) as Record<string, unknown>;
  const missing = [
    typeof apiVersion === 'string' ? '' : 'apiVersion',
    typeof kind === 'string' ? '' : 'kind',
    typeof name === 'string' || isPrefix(name, generateName) ? '' : 'metadata.name',
  ].filter((part) => part !== '');
  return missing.length === 0 ? undefined : `is not a Kubernetes object: ${missing.join(' and ')} missing`;
}

function named(manifest: Manifest): Manifest {
  const { name, generateName } = manifest.metadata as Record<string, unknown>;
  if (!isPrefix(name, generateName)) return manifest;
  return { ...manifest, metadata: { ...manifest.metadata, name: `${generateName}*` } };
}

/** Whether the server makes the name. */
function isPrefix(name: unknown, generateName: unknown): generateName is string {
  const isNamed = name !== undefined && name !== null && name !== '';
  return !isNamed && typeof generateName === 'string' && generateName !== '';
}
