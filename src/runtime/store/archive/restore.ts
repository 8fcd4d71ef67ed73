import type { LiveObject, OwnerReference } from '../../../model/manifests/live-object';
import { groupOf, type Manifest } from '../../../model/manifests/manifest';

export interface RestoreOptions {
  /** Whether it must do nothing when it is created, until somebody resumes it. @default false */
  readonly suspended?: boolean;
  /** Which owners are still there, by uid. @default - none */
  readonly hasOwner?: (owner: OwnerReference) => boolean;
}

/** What can be created again, or why nothing can. */
export type Restored = { readonly manifest: Manifest } | { readonly refusal: string };

type Fields = Readonly<Record<string, unknown>>;

const serverMetadata = [
  'uid',
  'resourceVersion',
  'creationTimestamp',
  'deletionTimestamp',
  'deletionGracePeriodSeconds',
  'generation',
  'generateName',
  'managedFields',
  'selfLink',
];

/** Controllers put these on what they are not done with; they put them on again. */
const controllerFinalizer =
  /^(workflows\.argoproj\.io|batch\.kubernetes\.io|kubernetes\.io)\/|^(foregroundDeletion|orphan)$/;

/** By these a controller takes an object for one that it has finished with, or for a part of another. */
const controllerLabels = [
  'workflows.argoproj.io/completed',
  'workflows.argoproj.io/phase',
  'workflows.argoproj.io/workflow-archiving-status',
];
const jobLabels = ['controller-uid', 'batch.kubernetes.io/controller-uid', 'job-name', 'batch.kubernetes.io/job-name'];
const controllerAnnotations = [
  'batch.kubernetes.io/job-tracking',
  'kubectl.kubernetes.io/last-applied-configuration',
  'pv.kubernetes.io/bind-completed',
  'pv.kubernetes.io/bound-by-controller',
  'volume.kubernetes.io/selected-node',
];

/** The manifest that an archived object was made from, as far as it can be told: without what servers and controllers add. */
export function restoredManifest(object: LiveObject, { suspended = false, hasOwner }: RestoreOptions = {}): Restored {
  const { status: _, ...rest } = object;
  if (object.kind === 'Capsule') return { refusal: 'a failure capsule tells of a pod, and is none' };
  const metadata = restoredMetadata(object, hasOwner ?? (() => false));
  const spec = restoredSpec(object);
  const manifest = { ...rest, metadata, ...(spec !== undefined && { spec }) };
  if (!suspended) return { manifest };
  const where = kindName(object);
  if (!suspendable.includes(where)) {
    return {
      refusal: `a ${object.kind} cannot be created suspended: write its manifest, and create it when it may run`,
    };
  }
  return { manifest: { ...manifest, spec: { ...spec, suspend: true } } };
}

const suspendable = ['argoproj.io/Workflow', 'argoproj.io/CronWorkflow', 'batch/Job', 'batch/CronJob'];

function kindName({ apiVersion, kind }: Manifest): string {
  const group = groupOf(apiVersion);
  return group === '' ? kind : `${group}/${kind}`;
}

function restoredMetadata(
  { kind, metadata }: LiveObject,
  hasOwner: (owner: OwnerReference) => boolean,
): Manifest['metadata'] {
  const { labels = {}, annotations = {}, finalizers, ownerReferences, ...rest } = metadata;
  const made = kind === 'Job' || kind === 'Pod' ? [...controllerLabels, ...jobLabels] : controllerLabels;
  const kept = without(rest, serverMetadata) as Manifest['metadata'];
  const owners = ownerReferences?.filter(hasOwner) ?? [];
  const holders = finalizers?.filter((finalizer) => !controllerFinalizer.test(finalizer)) ?? [];
  return {
    ...kept,
    ...filled('labels', without(labels, made)),
    ...filled('annotations', without(annotations, controllerAnnotations)),
    ...(owners.length > 0 && { ownerReferences: owners }),
    ...(holders.length > 0 && { finalizers: holders }),
  };
}

function restoredSpec(object: LiveObject): Fields | undefined {
  const spec = object['spec'] as Fields | undefined;
  if (spec === undefined) return undefined;
  switch (kindName(object)) {
    case 'argoproj.io/Workflow':
      // It would stop at once.
      return without(spec, ['shutdown']);
    case 'batch/Job':
      return spec['manualSelector'] === true ? spec : jobSpec(spec);
    case 'Pod':
      // It would pass the scheduler by, onto a node that may be gone.
      return without(spec, ['nodeName']);
    case 'PersistentVolumeClaim':
      return without(spec, ['volumeName']);
    default:
      return spec;
  }
}

/** A Job's selector is made from its uid, which is another one now. */
function jobSpec(spec: Fields): Fields {
  const template = spec['template'] as { readonly metadata?: Fields | null } | undefined;
  const kept = without(spec, ['selector', 'template']);
  if (template === undefined) return kept;
  const { metadata, ...pod } = template;
  const { labels, ...rest } = (metadata ?? {}) as { readonly labels?: Fields };
  const restored = {
    ...without(rest, ['creationTimestamp']),
    ...filled('labels', without(labels ?? {}, jobLabels)),
  };
  return { ...kept, template: { ...filled('metadata', restored), ...pod } };
}

function without(fields: Fields, names: readonly string[]): Fields {
  return Object.fromEntries(Object.entries(fields).filter(([name]) => !names.includes(name)));
}

function filled(name: string, fields: Fields): Fields {
  return Object.keys(fields).length === 0 ? {} : { [name]: fields };
}
