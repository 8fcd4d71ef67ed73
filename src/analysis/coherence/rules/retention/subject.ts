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
  const base = { title, isOne, resource: 'workflows.argoproj.io', isManaged: false };
  const metadata = [object.field('spec', 'workflowMetadata'), spec.get('workflowMetadata')];
  const made = Object.assign({}, ...metadata.map((one) => one.get('labels').strings)) as Record<string, string>;
  // Any workflow takes what it leaves out from the defaults.
  if (isDefault) return { ...base, labels: made, isIn: () => true, isOpen: () => true };
  switch (object.kind) {
    case 'Workflow':
      return {
        ...base,
        labels: { ...made, ...object.labels },
        isIn: inNamespace(object),
        isOpen: (key) => argoLabel.test(key),
        isManaged: managerOf(object.manifest) !== undefined,
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
  const labels = isCronJob ? object.field('spec', 'jobTemplate', 'metadata', 'labels').strings : object.labels;
  return {
    title: isCronJob ? `Jobs of ${object.title}` : object.title,
    isOne: !isCronJob,
    resource: 'jobs.batch',
    labels,
    isIn: inNamespace(object),
    isOpen: () => false,
    isManaged: isCronJob || managerOf(object.manifest) !== undefined,
  };
}

/** The pods of a template of a workflow; without one, those of any. */
export function workflowPodSubject(
  { spec, title }: RetainedSpec,
  template: Field | undefined,
  workflow: Subject,
): Subject {
  const labels = [spec.get('podMetadata', 'labels'), ...(template ? [template.get('metadata', 'labels')] : [])];
  return {
    ...workflow,
    title: `pods of ${title}`,
    isOne: false,
    resource: 'pods',
    labels: {
      ...(Object.assign({}, ...labels.map(({ strings }) => strings)) as Record<string, string>),
      'workflows.argoproj.io/workflow': '{{workflow.name}}',
      'workflows.argoproj.io/completed': 'true',
    },
    isOpen: (key) => template === undefined || argoLabel.test(key),
    isManaged: false,
  };
}

function inNamespace({ namespace }: ClusterObject): Subject['isIn'] {
  return (namespaces) => namespaces === undefined || namespaces.includes(namespace);
}

/** In the namespaces of what refers to it, as far as that is among the objects. */
function whereUsed({ name }: ClusterObject, cluster: Cluster): Subject['isIn'] {
  const users = ['Workflow', 'WorkflowTemplate', 'CronWorkflow']
    .flatMap((kind) => cluster.ofKind(kind, 'argoproj.io'))
    .filter((user) => {
      const spec = user.kind === 'CronWorkflow' ? user.field('spec', 'workflowSpec') : user.field('spec');
      const reference = spec.get('workflowTemplateRef');
      return reference.get('clusterScope').flag === true && reference.get('name').text === name;
    });
  return (namespaces) => namespaces === undefined || users.some(({ namespace }) => namespaces.includes(namespace));
}
