import { ApiObject } from 'cdk8s';
import type { IConstruct } from 'constructs';
import { kindOf } from '../../model/kinds/registry';
import { canonical, canonicalValue } from '../../model/manifests/canonical';
import { identity, type Manifest } from '../../model/manifests/manifest';
import { cycleIn, inDependencyOrder, type Predecessors, predecessorsOf } from './dependencies';
import { Environment } from './environment';
import { KubernetesObject } from './kubernetes-object';
import { documentOrder, type Layout } from './layouts';
import { ValuesFile } from './values-file';

/** A file to write: its documents in order. */
export interface OutputFile {
  readonly path: string;
  readonly documents: readonly unknown[];
  /** Whether it holds values for another tool, not manifests. */
  readonly isValues: boolean;
}

/** What would be written, and what stands against it: one line each, with the construct's path. */
export interface Plan {
  readonly files: readonly OutputFile[];
  readonly problems: readonly string[];
}

/** A document on its way into a file. */
interface Document {
  readonly construct: IConstruct;
  readonly path: string;
  readonly content: unknown;
}

interface ObjectDocument extends Document {
  readonly construct: ApiObject;
  readonly content: Manifest;
}

/** Renders every object once, and decides which file and which place in it each gets. */
export function plan(constructs: readonly IConstruct[], layout: Layout): Plan {
  const problems: string[] = [];
  const predecessors = predecessorsOf(constructs);
  const cycle = cycleIn(predecessors);
  if (cycle) problems.push(`dependencies form a cycle: ${cycle.join(' → ')}`);

  const objects: ObjectDocument[] = [];
  const values: Document[] = [];
  for (const construct of constructs) {
    const found = construct.node.validate();
    problems.push(...found.map((problem) => `${construct.node.path}: ${problem}`));
    if (found.length > 0) continue;
    try {
      if (construct instanceof ApiObject) objects.push(place(construct, layout));
      else if (construct instanceof ValuesFile) values.push(valuesDocument(construct));
    } catch (error) {
      problems.push(`${construct.node.path}: ${error instanceof Error ? error.message : String(error)}`);
    }
  }
  problems.push(...duplicates(objects), ...collisions(objects, values, layout));
  return { files: problems.length > 0 ? [] : files(objects, values, predecessors), problems };
}

function place(construct: ApiObject, layout: Layout): ObjectDocument {
  const content = construct instanceof KubernetesObject ? construct.toJson() : foreign(construct);
  const path = layout.pathOf({ environment: Environment.find(construct)?.node.id, manifest: content });
  return { construct, path, content };
}

/** An object that is none of our constructs, held to the same form. */
function foreign(object: ApiObject): Manifest {
  const json = object.toJson();
  const kind = kindOf(json.apiVersion, json.kind);
  const { namespace, ...metadata } = json.metadata;
  if (kind?.namespaced && namespace === undefined) {
    throw new Error(`metadata.namespace is required: ${kind.kind} is namespaced; set it here or on the chart`);
  }
  return canonical(kind?.namespaced === false ? { ...json, metadata } : json, kind);
}

function valuesDocument(construct: ValuesFile): Document {
  return { construct, path: construct.path, content: canonicalValue(construct.content()) };
}

/** Two objects that are one and the same to their cluster. */
function duplicates(objects: readonly ObjectDocument[]): string[] {
  const owners = new Map<string, IConstruct>();
  const problems: string[] = [];
  for (const { construct, content } of objects) {
    // As in layouts: environments of one id share a folder, and are one cluster.
    const cluster = Environment.find(construct)?.node.id ?? '';
    const key = `${cluster} ${identity(content)}`;
    const owner = owners.get(key);
    if (owner) problems.push(`${construct.node.path}: ${identity(content)} is already declared by ${owner.node.path}`);
    else owners.set(key, construct);
  }
  return problems;
}

/** Different things that would end in one file, or in files that some file systems take for one. */
function collisions(objects: readonly ObjectDocument[], values: readonly Document[], layout: Layout): string[] {
  const owners = new Map<string, Document>();
  const problems: string[] = [];
  const claim = (document: Document, mayShare: (other: Document) => boolean): void => {
    const key = document.path.toLowerCase();
    const owner = owners.get(key);
    if (!owner) owners.set(key, document);
    else if (!mayShare(owner)) {
      const { construct, path } = document;
      problems.push(
        `${construct.node.path}: its file ${path} is also that of ${owner.construct.node.path} (${owner.path})`,
      );
    }
  };
  for (const object of objects) {
    claim(object, (other) => {
      const same = identity(object.content) === identity(other.content as Manifest);
      return object.path === other.path && (layout.sharesFiles || same);
    });
  }
  for (const document of values) claim(document, () => false);
  return problems;
}

function files(
  objects: readonly ObjectDocument[],
  values: readonly Document[],
  predecessors: Predecessors,
): OutputFile[] {
  const byPath = new Map<string, ObjectDocument[]>();
  for (const object of objects) {
    const documents = byPath.get(object.path);
    if (documents) documents.push(object);
    else byPath.set(object.path, [object]);
  }
  const manifests = [...byPath].map(([path, documents]) => ({
    path,
    documents: inOrder(documents, predecessors),
    isValues: false,
  }));
  const others = values.map(({ path, content }) => ({ path, documents: [content], isValues: true }));
  return [...manifests, ...others].sort((a, b) => (a.path < b.path ? -1 : 1));
}

function inOrder(documents: readonly ObjectDocument[], predecessors: Predecessors): Manifest[] {
  const contents = new Map(documents.map(({ construct, content }) => [construct, content]));
  const sorted = [...documents].sort((a, b) => documentOrder(a.content, b.content)).map(({ construct }) => construct);
  return inDependencyOrder(sorted, predecessors).map((construct) => contents.get(construct) as Manifest);
}
