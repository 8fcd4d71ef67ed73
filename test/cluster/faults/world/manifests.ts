import { apiVersionOf } from './policy';
import { marks, type Thing } from './world';

/** An object that was made, as far as its owners and users need it. */
export interface Made {
  readonly apiVersion: string;
  readonly kind: string;
  readonly name: string;
  readonly uid: string;
}

/** How long ago everything ended, in milliseconds. */
export const age = 120_000;

/** What an object has to do with others: who owns it, which workflow a label names, what it mounts. */
export interface Ties {
  readonly owners?: readonly Made[];
  readonly madeFor?: string;
  readonly mounts?: readonly Made[];
}

/** The manifest of a thing, without its status where that has a way of its own. */
export function manifestOf(thing: Thing, name: string, namespace: string, ties: Ties = {}): object {
  const { owners = [], madeFor, mounts = [] } = ties;
  const { kind } = thing;
  const apiVersion = apiVersionOf(kind);
  const { labels, annotations } = markings(thing, name, namespace);
  const metadata = {
    name,
    namespace,
    annotations,
    labels: { ...labels, ...(madeFor !== undefined && { 'workflows.argoproj.io/workflow': madeFor }) },
    ownerReferences: owners.map(({ apiVersion, kind, name, uid }) => ({ apiVersion, kind, name, uid })),
  };
  return { apiVersion, kind, metadata, ...bodyOf(thing, mounts) };
}

/** The status that a thing is given after it was made; undefined where none is needed. */
export function statusOf({ kind, outcome }: Thing, now = Date.now()): object | undefined {
  const time = new Date(now - age).toISOString().replace(/\.\d+/, '');
  const isOver = outcome === 'Succeeded' || outcome === 'Failed';
  if (kind === 'Pod') {
    if (outcome === 'Pending') return undefined;
    const state = isOver
      ? { terminated: { exitCode: outcome === 'Failed' ? 1 : 0, finishedAt: time } }
      : { running: {} };
    const container = { name: 'main', image: 'none', imageID: '', ready: !isOver, restartCount: 0, state };
    return { phase: outcome, containerStatuses: [container] };
  }
  if (kind !== 'Job') return undefined;
  if (!isOver) return { startTime: time, active: 1 };
  const isTrue = (type: string) => ({ type, status: 'True', lastTransitionTime: time });
  return outcome === 'Succeeded'
    ? { startTime: time, completionTime: time, conditions: [isTrue('SuccessCriteriaMet'), isTrue('Complete')] }
    : { startTime: time, conditions: [isTrue('FailureTarget'), isTrue('Failed')] };
}

/** What Argo's controller would write at a workflow's end, or while it runs. */
export function workflowState(
  { outcome }: Pick<Thing, 'outcome'>,
  now = Date.now(),
): { labels: Record<string, string>; status: object } {
  const time = new Date(now - age).toISOString().replace(/\.\d+/, '');
  const phase = { 'workflows.argoproj.io/phase': outcome };
  if (outcome === 'Running' || outcome === 'Pending') {
    return { labels: phase, status: { phase: outcome, startedAt: time, finishedAt: null } };
  }
  const labels = { ...phase, 'workflows.argoproj.io/completed': 'true' };
  return { labels, status: { phase: outcome, startedAt: time, finishedAt: time } };
}

function markings(thing: Thing, name: string, namespace: string) {
  const { kind, mark, ttl, isLong, isHeld, isArchiving, manager, isRecorded, template } = thing;
  const labels: Record<string, string> = { scratch: 'true' };
  const annotations: Record<string, string> = {};
  if (isLong) labels['keep'] = 'long';
  if (isHeld) labels['case'] = 'legal';
  if (isArchiving) labels['workflows.argoproj.io/workflow-archiving-status'] = 'Pending';
  if (kind === 'Pod' && isRecorded) labels['workflows.argoproj.io/completed'] = 'true';
  // Another controller's, so that the real one leaves it as it is written here.
  if (kind === 'Workflow') labels['workflows.argoproj.io/controller-instanceid'] = 'nobody';
  if (kind === 'Workflow') {
    labels['workflows.argoproj.io/workflow-template'] = template;
    Object.assign(labels, workflowState(thing).labels);
  }
  if (ttl !== undefined) annotations['cleanup.cto.dev/ttl-seconds'] = ttl;
  if (mark) {
    const [key, value] = marks[mark.index]!;
    (mark.isLabel ? labels : annotations)[key] = value;
    if (mark.hasExpired) annotations['cdk8s-steward.dev/preserve-until'] = '2020-01-01';
  }
  if (manager === 'argocd') {
    const group = apiVersionOf(kind).includes('/') ? apiVersionOf(kind).split('/')[0] : '';
    annotations['argocd.argoproj.io/tracking-id'] = `app:${group}/${kind}:${namespace}/${name}`;
  }
  if (manager === 'helm') {
    annotations['meta.helm.sh/release-name'] = 'release';
    labels['app.kubernetes.io/managed-by'] = 'Helm';
  }
  if (manager === 'flux') labels['kustomize.toolkit.fluxcd.io/name'] = 'apps';
  return { labels, annotations };
}

function volumeOf(kind: string, name: string): object {
  return kind === 'ConfigMap' ? { configMap: { name } } : { persistentVolumeClaim: { claimName: name } };
}

function bodyOf(thing: Thing, mounts: readonly Made[]): object {
  const container = { name: 'main', image: 'none' };
  switch (thing.kind) {
    case 'Workflow':
      return { spec: { entrypoint: 'main' }, status: workflowState(thing).status };
    case 'Job':
      // By hand, like everything here: the Job controller leaves it alone.
      return {
        spec: {
          managedBy: 'steward.test/hand',
          template: { spec: { restartPolicy: 'Never', containers: [container] } },
        },
      };
    case 'Pod':
      return {
        spec: {
          schedulerName: 'nobody',
          restartPolicy: 'Never',
          terminationGracePeriodSeconds: 0,
          containers: [container],
          volumes: mounts.map(({ kind, name }) => ({ name, ...volumeOf(kind, name) })),
        },
      };
    case 'PersistentVolumeClaim':
      return {
        spec: { accessModes: ['ReadWriteOnce'], storageClassName: 'none', resources: { requests: { storage: '1Gi' } } },
      };
    case 'ConfigMap':
      return { data: {} };
  }
}
