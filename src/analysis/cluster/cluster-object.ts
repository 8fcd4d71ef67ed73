import type { Kind } from '../../model/kinds/kind';
import { kindOf } from '../../model/kinds/registry';
import { groupOf, identity, type Manifest } from '../../model/manifests/manifest';
import type { FieldPath, Location, Subject } from '../findings/finding';
import { Field } from './field';

/** A manifest, and how to find its fields again where they were written. */
export interface ManifestSource {
  readonly manifest: Manifest;
  locate(path: FieldPath): Location;
}

/** An object of the cluster under check. */
export class ClusterObject implements Subject {
  /** As it is written, but for a namespace that is none. */
  readonly manifest: Manifest;
  readonly root: Field;
  /** What is known of its kind; undefined for kinds that are not ours to know. */
  readonly definition: Kind | undefined;

  constructor(private readonly source: ManifestSource) {
    this.manifest = withoutEmptyNamespace(source.manifest);
    this.root = new Field(this, [], source.manifest);
    this.definition = kindOf(this.apiVersion, this.kind);
  }

  get apiVersion(): string {
    return this.manifest.apiVersion;
  }

  get group(): string {
    return groupOf(this.apiVersion);
  }

  get kind(): string {
    return this.manifest.kind;
  }

  /** For an object whose name the server makes, the prefix and a `*`. */
  get name(): string {
    return this.manifest.metadata.name;
  }

  /** The empty string for one that states none: all of these are taken to be applied to one namespace. */
  get namespace(): string {
    return this.manifest.metadata.namespace ?? '';
  }

  /** What makes it the same object as another: `Deployment.apps agents/api`. */
  get identity(): string {
    return identity(this.manifest);
  }

  /** As messages name it: `Deployment agents/api`. */
  get title(): string {
    return `${this.kind} ${this.namespace === '' ? '' : `${this.namespace}/`}${this.name}`;
  }

  get labels(): Readonly<Record<string, string>> {
    return this.field('metadata', 'labels').strings;
  }

  get annotations(): Readonly<Record<string, string>> {
    return this.field('metadata', 'annotations').strings;
  }

  field(...path: FieldPath): Field {
    return this.root.get(...path);
  }

  is(kind: string, group = ''): boolean {
    return this.kind === kind && this.group === group;
  }

  locate(path: FieldPath): Location {
    return this.source.locate(path);
  }
}

/** The API server takes an empty namespace for none; what is no text is told as such, but names nothing. */
function withoutEmptyNamespace(manifest: Manifest): Manifest {
  const { namespace, ...metadata } = manifest.metadata;
  const isOne = typeof namespace === 'string' && namespace !== '';
  return isOne || namespace === undefined ? manifest : { ...manifest, metadata };
}
