import type { Shape, Structure } from './shape';

/** A Kubernetes kind: its structure, read from its server's OpenAPI, and what no schema says. */
export interface Kind extends Structure {
  /** As manifests write it: `v1`, `apps/v1`. */
  readonly apiVersion: string;
  /** Paths the API server refuses to change once the object exists. */
  readonly immutable: readonly string[];
  /** Fields a field selector may name. */
  readonly selectable: readonly string[];
}

/** What is known of a kind beyond its schema. */
export interface Facts {
  /** Paths the API server refuses to change once the object exists. */
  readonly immutable?: readonly string[];
  /**
   * Lists whose order means nothing although the schema calls them atomic, as paths (`rules[].verbs`). They are rendered
   * sorted and compared as sets.
   */
  readonly unordered?: readonly string[];
  /** Fields a field selector may name, besides name and namespace. */
  readonly selectable?: readonly string[];
}

/** Joins structure and facts. */
export function defineKind(structure: Structure, facts: Facts = {}): Kind {
  const { group, version } = structure;
  return {
    ...structure,
    shape: (facts.unordered ?? []).reduce((shape, path) => withSet(shape, steps(path)), structure.shape),
    apiVersion: group === '' ? version : `${group}/${version}`,
    immutable: facts.immutable ?? [],
    selectable: ['metadata.name', ...(structure.namespaced ? ['metadata.namespace'] : []), ...(facts.selectable ?? [])],
  };
}

/** The path of a kind's collection, or of one object, on the API server. */
export function restPath(kind: Kind, namespace?: string, name?: string): string {
  const root = kind.group === '' ? `/api/${kind.version}` : `/apis/${kind.group}/${kind.version}`;
  const scope = kind.namespaced && namespace !== undefined ? `/namespaces/${namespace}` : '';
  return `${root}${scope}/${kind.plural}${name === undefined ? '' : `/${name}`}`;
}

/** `rules[].verbs` as `rules`, `[]`, `verbs`. */
function steps(path: string): string[] {
  return path.split(/\.|(?=\[\])/);
}

function withSet(shape: Shape, [step, ...rest]: readonly string[]): Shape {
  if (step === undefined) return { ...shape, list: 'set' };
  if (step === '[]') return { ...shape, items: withSet(shape.items ?? {}, rest) };
  return { ...shape, fields: { ...shape.fields, [step]: withSet(shape.fields?.[step] ?? {}, rest) } };
}
