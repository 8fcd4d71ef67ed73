import type { LiveMetadata } from '../../../model/manifests/live-object';
import type { Resource } from '../../../model/policy/effective-policy';

/** An object that may be due, as a list or a plan tells of it. */
export interface Candidate {
  readonly resource: Resource;
  readonly metadata: Pick<LiveMetadata, 'name' | 'uid' | 'resourceVersion' | 'labels'> & { readonly namespace: string };
  /** Of a plan: what may be deleted is exactly this version, with these objects along. */
  readonly plan?: { readonly rule: string; readonly cascade: readonly string[] };
}
