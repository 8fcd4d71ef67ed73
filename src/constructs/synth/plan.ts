import { ApiObject } from 'cdk8s';
import type { IConstruct } from 'constructs';
import { kindOf } from '../../model/kinds/registry';
import { canonical, canonicalValue } from '../../model/manifests/canonical';
import { identity, type Manifest } from '../../model/manifests/manifest';
import { writeYaml } from '../../model/manifests/yaml-writer';
import { ignoresOf } from './coherence';
import { cycleIn, inDependencyOrder, type Predecessors, predecessorsOf } from './dependencies';
import { Environment } from './environment';
import { heldManifest } from './held';
import { KubernetesObject } from './kubernetes-object';
import { byPlace, type Layout, type Place, placeOf } from './layouts';
import { ValuesFile } from './values-file';

/** A file to write: its documents in order, as YAML. */
export interface OutputFile {
  readonly path: string;
  readonly documents: readonly string[];
  /** Whether it holds values for another tool, not manifests. */
  readonly isValues: boolean;
}

/** What would be written, what stands against it, and what a reader should know of it, each line with the construct's path. */
export interface Plan {
  readonly files: readonly OutputFile[];
  readonly problems: readonly string[];
  readonly warnings: readonly string[];
  /** The objects, for who looks at them together; empty unless they are asked for. */
  readonly manifests: readonly PlannedManifest[];
}

/** An object and who declares it. */
export interface PlannedManifest {
  readonly construct: ApiObject;
  readonly environment: Environment | undefined;
  readonly manifest: Manifest;
}

export interface PlanOptions {
  /** Whether to keep the objects; they take much more memory than their text. */
  readonly keepManifests: boolean;
}

/** A document on its way into a file: its text and what else is needed of it, so that the object itself can go. */
interface Document {
  readonly construct: IConstruct;
  readonly path: string;
  readonly text: string;
}

interface ObjectDocument extends Document {
  readonly construct: ApiObject;
  readonly cluster: string;
  readonly identity: string;
  readonly place: Place;
}

/** Renders every object once, and decides which file and which place in it each gets. */
export function plan(constructs: readonly IConstruct[], layout: Layout, { keepManifests }: PlanOptions): Plan {
  const problems: string[] = [];
  const predecessors = predecessorsOf(constructs);
  const cycle = cycleIn(predecessors);
  if (cycle) problems.push(`dependencies form a cycle: ${cycle.join(' → ')}`);

  const warnings: string[] = [];
  const objects: ObjectDocument[] = [];
  const values: Document[] = [];
  const manifests: PlannedManifest[] = [];
  for (const construct of constructs) {
    const found = construct.node.validate();
    for (const problem of found) problems.push(`${construct.node.path}: ${problem}`);
    if (found.length > 0) continue;
    try {
      if (construct instanceof ApiObject) {
        const manifest = manifestOf(construct);
        const environment = Environment.find(construct);
        objects.push(objectDocument(construct, manifest, environment, layout));
        if (keepManifests) manifests.push({ construct, environment, manifest });
      } else if (construct instanceof ValuesFile) values.push(valuesDocument(construct));
    } catch (error) {
      problems.push(`${construct.node.path}: ${error instanceof Error ? error.message : String(error)}`);
      continue;
    }
    if (!(construct instanceof KubernetesObject)) continue;
    for (const warning of construct.warnings) warnings.push(`${construct.node.path}: ${warning}`);
  }
  problems.push(...duplicates(objects), ...collisions(objects, values, layout));
  const planned = problems.length > 0 ? [] : files(objects, values, predecessors);
  return { files: planned, problems, warnings, manifests };
}

function manifestOf(construct: ApiObject): Manifest {
  return construct instanceof KubernetesObject ? construct.toJson() : foreign(construct);
}

function objectDocument(
  construct: ApiObject,
  manifest: Manifest,
  environment: Environment | undefined,
  layout: Layout,
): ObjectDocument {
  return {
    construct,
    path: layout.pathOf({ environment: environment?.node.id, manifest }),
    text: writeYaml(manifest),
    // As in layouts: environments of one id share a folder, and are one cluster.
    cluster: environment?.node.id ?? '',
    identity: identity(manifest),
    place: placeOf(manifest),
  };
}

/** An object that is none of our constructs, held to the same form. */
function foreign(object: ApiObject): Manifest {
  const json = heldManifest(object);
  const kind = kindOf(json.apiVersion, json.kind);
  const annotations = { ...json.metadata.annotations, ...ignoresOf(object) };
  const { namespace, ...metadata } = {
    ...json.metadata,
    ...(Object.keys(annotations).length > 0 && { annotations }),
  };
  if (kind?.namespaced && namespace === undefined) {
    throw new Error(`metadata.namespace is required: ${kind.kind} is namespaced; set it here or on the chart`);
  }
  return canonical(
    kind?.namespaced === false ? { ...json, metadata } : { ...json, metadata: { ...metadata, namespace } },
    kind,
  );
}

function valuesDocument(construct: ValuesFile): Document {
  return { construct, path: construct.path, text: writeYaml(canonicalValue(construct.content())) };
}

/** Two objects that are one and the same to their cluster. */
function duplicates(objects: readonly ObjectDocument[]): string[] {
  const owners = new Map<string, IConstruct>();
  const problems: string[] = [];
  for (const { construct, cluster, identity } of objects) {
    const key = `${cluster} ${identity}`;
    const owner = owners.get(key);
    if (owner) problems.push(`${construct.node.path}: ${identity} is already declared by ${owner.node.path}`);
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
      const same = object.identity === (other as ObjectDocument).identity;
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
  const others = values.map(({ path, text }) => ({ path, documents: [text], isValues: true }));
  return [...manifests, ...others].sort((a, b) => (a.path < b.path ? -1 : 1));
}

function inOrder(documents: readonly ObjectDocument[], predecessors: Predecessors): string[] {
  const sorted = [...documents].sort((a, b) => byPlace(a.place, b.place));
  if (predecessors.size === 0) return sorted.map(({ text }) => text);
  const texts = new Map(documents.map(({ construct, text }) => [construct, text]));
  const constructs = sorted.map(({ construct }) => construct);
  return inDependencyOrder(constructs, predecessors).map((construct) => texts.get(construct) as string);
}
