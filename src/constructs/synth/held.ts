import { ApiObject } from 'cdk8s';
import type { Manifest, ManifestMetadata } from '../../model/manifests/manifest';
import { customResolvers } from './tokens';

/*
 * What a cdk8s object holds. cdk8s's own `toJson` offers each value to each resolver, and metadata twice, which takes
 * longer than all the rest of a rendering. So where an object holds nothing that a resolver could replace, and nothing
 * but what is known here, it is read as it is.
 */

/** An object as plain data, its patches applied. */
export function heldManifest(object: ApiObject): Manifest {
  const { props, patches } = object as unknown as { readonly props?: Readonly<Manifest>; readonly patches?: unknown[] };
  const isAsKnown = object.toJson === ApiObject.prototype.toJson && patches?.length === 0 && props !== undefined;
  if (!isAsKnown || customResolvers(object) || !isPlain(props)) return object.toJson();
  return { ...props, metadata: heldMetadata(object) as ManifestMetadata };
}

/** An object's metadata, to which charts and `addLabel` add. */
export function heldMetadata(object: ApiObject): Partial<ManifestMetadata> {
  return plainMetadata(object) ?? object.metadata.toJson() ?? {};
}

/** The fields of cdk8s's `ApiObjectMetadataDefinition`, public and private, and those of what it is made from. */
const knownFields = ['name', 'namespace', 'labels', 'annotations', 'finalizers', 'ownerReferences'];
const ownFields = new Set([...knownFields, 'apiObject', '_additionalAttributes']);

interface Held {
  readonly name: unknown;
  readonly namespace: unknown;
  readonly labels: object;
  readonly annotations: object;
  readonly finalizers: readonly unknown[];
  readonly ownerReferences: readonly unknown[];
  readonly _additionalAttributes: object;
}

function plainMetadata(object: ApiObject): Partial<ManifestMetadata> | undefined {
  const held = object.metadata as unknown as Held;
  const keys = Object.keys(held);
  if (keys.length !== ownFields.size || !keys.every((key) => ownFields.has(key))) return undefined;
  const { name, namespace, labels, annotations, finalizers, ownerReferences } = held;
  if (finalizers.length > 0 || ownerReferences.length > 0) return undefined;
  for (const key in held._additionalAttributes) if (!knownFields.includes(key)) return undefined;
  if (customResolvers(object) || !isText(name) || !isText(namespace ?? '')) return undefined;
  if (!Object.values(labels).every(isText) || !Object.values(annotations).every(isText)) return undefined;
  return {
    name,
    ...(isText(namespace) && { namespace }),
    ...(Object.keys(labels).length > 0 && { labels: labels as Record<string, string> }),
    ...(Object.keys(annotations).length > 0 && { annotations: annotations as Record<string, string> }),
  };
}

/** Whether there is nothing in it but what JSON knows. */
function isPlain(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return typeof value !== 'function' && typeof value !== 'bigint';
  if (Array.isArray(value)) return value.every(isPlain);
  if (value.constructor !== Object) return false;
  for (const key in value) if (!isPlain((value as Record<string, unknown>)[key])) return false;
  return true;
}

function isText(value: unknown): value is string {
  return typeof value === 'string';
}
