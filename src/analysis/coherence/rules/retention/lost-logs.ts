import { archivesLogs } from '../../../cluster/argo/archived-logs';
import { podTemplates } from '../../../cluster/argo/workflow-pods';
import type { Cluster } from '../../../cluster/cluster';
import type { Violation } from '../../../findings/finding';
import type { Outcome, RetainedSpec } from './lifetimes';
import type { PodCollection } from './pod-collection';
import { longestOf, promisesOf, timeOf } from './promise';
import { workflowSubject } from './subject';

/** By `archive.logs`: the workflows whose logs are archived, and how the pods end that tell the most of them. */
const archived: Readonly<Record<'failed' | 'all', readonly (readonly [workflow: Outcome, pod: Outcome])[]>> = {
  failed: [
    ['Failed', 'Failed'],
    ['Error', 'Failed'],
  ],
  all: [
    ['Failed', 'Failed'],
    ['Error', 'Failed'],
    ['Succeeded', 'Succeeded'],
  ],
};

/** Logs are to be archived with their workflow, and podGC deletes the pods that have them before. */
export function lostLogs(retained: RetainedSpec, collection: PodCollection, cluster: Cluster): Violation | undefined {
  if (isSavedByArgo(retained, cluster)) return undefined;
  const { strategy, seconds } = collection;
  const subject = workflowSubject(retained, cluster);
  const lost = archived.all.flatMap(([workflow, pod]) => {
    if (!collection.outcomes.includes(pod)) return [];
    return promisesOf(subject, workflow, cluster).filter(({ source, retention, seconds: kept }) => {
      const { logs = 'failed' } = source.policy.archive ?? {};
      const isWanted = logs !== 'none' && archived[logs].some(([outcome]) => outcome === workflow);
      return isWanted && retention.archive && retention.action === 'delete' && kept > seconds;
    });
  });
  const longest = longestOf(lost);
  if (!longest) return undefined;
  const { logs = 'failed' } = longest.source.policy.archive ?? {};
  return {
    severity: 'warning',
    at: [strategy, longest.source.text],
    message: `podGC ${strategy.shown} deletes the pods of ${retained.title} ${seconds} s after their end, and their logs with them: ${longest.by} keeps the workflow ${timeOf(longest)}, and archives them only then`,
    fix: `leave podGC out, let Argo save the logs (archiveLogs: true of its artifact repository), or write archive.logs: none instead of ${logs}`,
  };
}

function isSavedByArgo({ spec }: RetainedSpec, cluster: Cluster): boolean {
  const templates = podTemplates(spec);
  const nothing = spec.embedded(undefined);
  return (templates.length > 0 ? templates : [nothing]).every((template) => {
    return archivesLogs(template, spec, cluster.workflowControllers[0]);
  });
}
