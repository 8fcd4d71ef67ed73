import type { KindSchema, Restrictions, Schema } from './schema';

/** Whether the schema of a kind is known. */
export function hasSchema(apiVersion: string, kind: string): boolean {
  return schemaOf(apiVersion, kind) !== undefined;
}

/** What an API server takes as an object of a kind; undefined for kinds that are not ours to know. */
export function schemaOf(apiVersion: string, kind: string): KindSchema | undefined {
  const name = `${apiVersion}/${kind}`;
  const known = schemas.get(name);
  if (known) return known;
  const { builtIn, custom } = library();
  const isBuiltIn = Object.hasOwn(builtIn, name);
  if (!isBuiltIn && !Object.hasOwn(custom, name)) return undefined;
  const schema = { builtIn: isBuiltIn, root: schemaAt((isBuiltIn ? builtIn : custom)[name]!) };
  schemas.set(name, schema);
  return schema;
}

const schemas = new Map<string, KindSchema>();

/** A node as the generated text has it: with the places of its children in the list. */
interface Node extends Restrictions {
  readonly fields?: Readonly<Record<string, number>>;
  readonly values?: number;
  readonly items?: number;
  readonly pattern?: string;
  readonly ignoreCase?: true;
}

interface Library {
  readonly builtIn: Readonly<Record<string, number>>;
  readonly custom: Readonly<Record<string, number>>;
  readonly nodes: readonly Node[];
}

let loaded: Library | undefined;

function library(): Library {
  // Not imported, since most who import the model never check an object.
  loaded ??= JSON.parse((require('./generated/schemas') as typeof import('./generated/schemas')).text) as Library;
  return loaded;
}

const linked: Schema[] = [];

/** The schema a node stands for. A run meets few kinds, so that most nodes are never asked for. */
function schemaAt(place: number): Schema {
  linked[place] ??= link(library().nodes[place]!);
  return linked[place];
}

function link({ fields, values, items, pattern, ignoreCase, ...restrictions }: Node): Schema {
  return {
    ...restrictions,
    fields: fields && new Map(Object.entries(fields).map(([name, place]) => [name, schemaAt(place)])),
    values: values === undefined ? undefined : schemaAt(values),
    items: items === undefined ? undefined : schemaAt(items),
    pattern: pattern === undefined ? undefined : new RegExp(pattern, ignoreCase ? 'i' : ''),
  };
}
