import type { Manifest, ManifestMetadata } from './manifest';

/** A reference from an object to one that it was made for. */
export interface OwnerReference {
  readonly apiVersion: string;
  readonly kind: string;
  readonly name: string;
  readonly uid: string;
  /** Whether this owner manages the object; at most one does. */
  readonly controller?: boolean;
}

/** Metadata as the API server has it. */
export interface LiveMetadata extends ManifestMetadata {
  readonly uid: string;
  readonly resourceVersion: string;
  /** RFC 3339, to the second. */
  readonly creationTimestamp: string;
  /** Since when it is being deleted. */
  readonly deletionTimestamp?: string;
  readonly finalizers?: readonly string[];
  readonly ownerReferences?: readonly OwnerReference[];
}

/** An object as the API server has it. */
export interface LiveObject extends Manifest {
  readonly metadata: LiveMetadata;
}
