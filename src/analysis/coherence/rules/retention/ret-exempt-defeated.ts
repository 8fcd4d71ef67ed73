import { podTemplates } from '../../../cluster/argo/workflow-pods';
import type { Cluster } from '../../../cluster/cluster';
import type { ClusterObject } from '../../../cluster/cluster-object';
import type { Violation } from '../../../findings/finding';
import { rule } from '../../rule';
import { type Mark, markOf } from './exempt-mark';
import { type Lifetime, lifetimeAfter, type Outcome, type RetainedSpec, retainedSpecs } from './lifetimes';
import { podCollection } from './pod-collection';
import { jobSubject, type Subject, workflowPodSubject, workflowSubject } from './subject';

/**
 * A mark that exempts an object is read by who looks for it. Argo's ttlStrategy and podGC, the TTL of a Job, and garbage
 * collection, which takes pods along with their owner, look for none.
 */
export const retExemptDefeated = rule({
  id: 'RET-EXEMPT-DEFEATED',
  severity: 'error',
  since: '0.3',
  title: 'what is exempt from deletion is deleted by a TTL or podGC',
  *check(cluster: Cluster) {
    for (const retained of retainedSpecs(cluster)) {
      if (retained.isDefault && cluster.workflowControllers.length > 1) continue;
      const violation = markedWorkflow(retained, cluster) ?? markedPods(retained, cluster);
      if (violation) yield violation;
    }
    for (const job of [...cluster.ofKind('Job', 'batch'), ...cluster.ofKind('CronJob', 'batch')]) {
      const violation = markedJob(job, cluster);
      if (violation) yield violation;
    }
  },
});

const outcomes: readonly Outcome[] = ['Succeeded', 'Failed', 'Error'];
/** Who deletes, and what is to be said of it. */
interface Deleter {
  readonly by: Lifetime;
  /** What it deletes. */
  readonly objects: Subject;
  /** Whether it is the pods of those that are marked, which go along. */
  readonly arePodsMarked: boolean;
  readonly why: string;
}

function markedWorkflow(retained: RetainedSpec, cluster: Cluster): Violation | undefined {
  const { object, spec } = retained;
  const own = object.kind === 'Workflow' ? [object.field('metadata')] : [];
  const made = [object.field('spec', 'workflowMetadata'), spec.get('workflowMetadata')];
  const objects = () => workflowSubject(retained, cluster);
  const mark = markOf([...made, ...own], objects, cluster);
  const by = shortestBelow(mark, retained);
  const why = 'Argo reads no mark, and its own setting not again after the end';
  return mark && by && defeatedBy({ by, objects: objects(), arePodsMarked: false, why }, mark);
}

/** The first template whose pods are marked, and go. */
function markedPods(retained: RetainedSpec, cluster: Cluster): Violation | undefined {
  const { spec } = retained;
  const templates = podTemplates(spec);
  for (const template of templates.length > 0 ? templates : [undefined]) {
    const metadata = [spec.get('podMetadata'), ...(template ? [template.get('metadata')] : [])];
    const mark = markOf(metadata, () => workflowSubject(retained, cluster), cluster);
    if (!mark) continue;
    const workflow = workflowSubject(retained, cluster);
    const collection = podCollection(retained, cluster);
    const pods = workflowPodSubject(retained, template, workflow);
    if (collection && collection.seconds < mark.seconds && collection.selects(pods) === 'yes') {
      const { strategy: field, seconds } = collection;
      const by = { field, name: `podGC ${field.shown}`, seconds };
      return defeatedBy({ by, objects: pods, arePodsMarked: false, why: 'Argo reads no mark' }, mark);
    }
    const by = shortestBelow(mark, retained);
    if (by) return defeatedBy({ by, objects: workflow, arePodsMarked: true, why: alongWith }, mark);
  }
  return undefined;
}

const alongWith = 'garbage collection reads no mark';

function markedJob(job: ClusterObject, cluster: Cluster): Violation | undefined {
  const template = job.kind === 'Job' ? job.root : job.field('spec', 'jobTemplate');
  const field = template.get('spec', 'ttlSecondsAfterFinished');
  const seconds = field.number;
  if (seconds === undefined) return undefined;
  const by = { field, name: 'ttlSecondsAfterFinished', seconds };
  const objects = jobSubject(job);
  const mark = markOf([template.get('metadata')], () => objects, cluster);
  if (mark && mark.seconds > seconds) {
    return defeatedBy({ by, objects, arePodsMarked: false, why: 'its controller reads no mark' }, mark);
  }
  const ofPods = markOf([template.get('spec', 'template', 'metadata')], () => objects, cluster);
  if (!ofPods || ofPods.seconds <= seconds) return undefined;
  return defeatedBy({ by, objects, arePodsMarked: true, why: alongWith }, ofPods);
}

function shortestBelow(mark: Mark | undefined, retained: RetainedSpec): Lifetime | undefined {
  if (!mark) return undefined;
  return outcomes
    .flatMap((outcome) => lifetimeAfter(outcome, retained) ?? [])
    .filter(({ seconds }) => seconds < mark.seconds)
    .sort((a, b) => a.seconds - b.seconds)[0];
}

function defeatedBy({ by, objects, arePodsMarked, why }: Deleter, mark: Mark): Violation {
  const [its, them] = objects.isOne ? ['its', 'it'] : ['their', 'them'];
  const isOne = objects.isOne && !arePodsMarked;
  const pods = arePodsMarked ? `, and ${its} pods with ${them}` : '';
  const time = Number.isFinite(mark.seconds) ? ` for ${mark.seconds} s` : '';
  return {
    at: [by.field, mark.field],
    message: `${by.name} deletes ${objects.title} ${by.seconds} s after ${its} end${pods}, although ${mark.text} is to keep ${isOne ? 'it' : 'them'}${time}: ${why}`,
    fix: `leave ${by.name.replace(/ .*/, '')} out, and let a sweep delete, which reads the mark; or take the mark away`,
  };
}
