import { managerOf } from '../../../../model/policy/manager';
import type { Cluster } from '../../../cluster/cluster';
import type { ClusterObject } from '../../../cluster/cluster-object';
import type { Field } from '../../../cluster/field';
import type { RetainedSpec } from './lifetimes';

/** Objects that a policy may be for, most of them still to be made. */
export interface Subject {
  /** As messages name them: `Workflow team/run`, `workflows of WorkflowTemplate team/run`. */
  readonly title: string;
  /** Whether it is one object, and not several. */
  readonly isOne: boolean;
  /** As rules name it: `workflows.argoproj.io`. */
  readonly resource: string;
  /** Whether they may be in one of these namespaces; undefined means every one. */
  isIn(namespaces: readonly string[] | undefined): boolean;
  readonly labels: Readonly<Record<string, string>>;
  readonly annotations: Readonly<Record<string, string>>;
  /** Whether a label that is not among those may be added. */
  isOpen(key: string): boolean;
  /** Whether somebody else decides how long they live. */
  readonly isManaged: boolean;
}

const argoLabel = /^workflows\.argoproj\.io\//;

/** The workflows that come of a spec. */
export function workflowSubject(retained: RetainedSpec, cluster: Cluster): Subject {
  const { object, spec, isDefault } = retained;
  const isOne = object.kind === 'Workflow';
  const title = isOne ? retained.title : `workflows of ${retained.title}`;
  const metadata = [object.field('spec', 'workflowMetadata'), spec.get('workflowMetadata')];
  const made = stringsOf(metadata, 'labels');
  const annotations = stringsOf(metadata, 'annotations');
  const base = { title, isOne, resource: 'workflows.argoproj.io', isManaged: false, annotations };
  // Any workflow takes what it leaves out from the defaults.
  if (isDefault) return { ...base, labels: made, isIn: () => true, isOpen: () => true };
  switch (object.kind) {
    case 'Workflow':
      return {
        ...base,
        labels: { ...made, ...object.labels },
        annotations: { ...annotations, ...object.annotations },
        isIn: inNamespace(object),
        isOpen: (key) => argoLabel.test(key),
        isManaged: isManaged(object),
      };
    case 'CronWorkflow':
      return {
        ...base,
        labels: { ...made, 'workflows.argoproj.io/cron-workflow': object.name },
        isIn: inNamespace(object),
        isOpen: (key) => argoLabel.test(key),
      };
    case 'ClusterWorkflowTemplate':
      return { ...base, labels: made, isIn: whereUsed(object, cluster), isOpen: () => true };
    default:
      return { ...base, labels: made, isIn: inNamespace(object), isOpen: () => true };
  }
}

/** A Job, or the Jobs of a CronJob. */
export function jobSubject(object: ClusterObject): Subject {
  const isCronJob = object.kind === 'CronJob';
  const metadata = isCronJob ? object.field('spec', 'jobTemplate', 'metadata') : object.field('metadata');
  return {
    title: isCronJob ? `Jobs of ${object.title}` : object.title,
    isOne: !isCronJob,
    resource: 'jobs.batch',
    labels: metadata.get('labels').strings,
    annotations: metadata.get('annotations').strings,
    isIn: inNamespace(object),
    isOpen: () => false,
    isManaged: isCronJob || isManaged(object),
  };
}

/** The pods of a template of a workflow; without one, those of any. */
export function workflowPodSubject(
  { spec, title }: RetainedSpec,
  template: Field | undefined,
  workflow: Subject,
): Subject {
  const metadata = [spec.get('podMetadata'), ...(template ? [template.get('metadata')] : [])];
  return {
    ...workflow,
    title: `pods of ${title}`,
    isOne: false,
    resource: 'pods',
    labels: {
      ...stringsOf(metadata, 'labels'),
      'workflows.argoproj.io/workflow': '{{workflow.name}}',
      'workflows.argoproj.io/completed': 'true',
    },
    annotations: stringsOf(metadata, 'annotations'),
    isOpen: (key) => template === undefined || argoLabel.test(key),
    isManaged: false,
  };
}

/** Later ones win over earlier ones. */
function stringsOf(metadata: readonly Field[], part: 'labels' | 'annotations'): Readonly<Record<string, string>> {
  return Object.assign({}, ...metadata.map((one) => one.get(part).strings)) as Record<string, string>;
}

/** Of its metadata only what has the form that it must have. */
function isManaged(object: ClusterObject): boolean {
  const { apiVersion, kind, name, namespace, labels, annotations } = object;
  const owners = object.field('metadata', 'ownerReferences').items;
  const ownerReferences = owners.map((owner) => ({ kind: owner.get('kind').text, name: owner.get('name').text }));
  const metadata = { name, namespace, labels, annotations, ownerReferences };
  return managerOf({ apiVersion, kind, metadata }) !== undefined;
}

function inNamespace({ namespace }: ClusterObject): Subject['isIn'] {
  return (namespaces) => namespaces === undefined || namespaces.includes(namespace);
}

/** In the namespaces of what refers to it, as far as that is among the objects. */
function whereUsed({ name }: ClusterObject, cluster: Cluster): Subject['isIn'] {
  return (namespaces) => namespaces === undefined || usersOf(name, cluster).some((one) => namespaces.includes(one));
}

const known = new WeakMap<Cluster, ReadonlyMap<string, readonly string[]>>();

/** Namespaces from which a template of the cluster is referred to; looked for once. */
function usersOf(template: string, cluster: Cluster): readonly string[] {
  const users = known.get(cluster) ?? referencesIn(cluster);
  known.set(cluster, users);
  return users.get(template) ?? [];
}

function referencesIn(cluster: Cluster): ReadonlyMap<string, readonly string[]> {
  const found = new Map<string, string[]>();
  for (const kind of ['Workflow', 'WorkflowTemplate', 'CronWorkflow']) {
    for (const user of cluster.ofKind(kind, 'argoproj.io')) {
      const spec = kind === 'CronWorkflow' ? user.field('spec', 'workflowSpec') : user.field('spec');
      const reference = spec.get('workflowTemplateRef');
      const name = reference.get('name').text;
      if (name === undefined || reference.get('clusterScope').flag !== true) continue;
      found.set(name, [...(found.get(name) ?? []), user.namespace]);
    }
  }
  return found;
}
