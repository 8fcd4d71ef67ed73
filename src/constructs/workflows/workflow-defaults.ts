import type { k8s } from 'cdk8s-plus-28';
import { workflow } from '../../model/kinds/workflow';
import { canonicalValue } from '../../model/manifests/canonical';
import { Duration, type DurationLike } from '../../model/values/duration';
import { dnsSubdomain, labelKey, labelValue } from '../../model/values/names';
import { wholeNumber } from '../../model/values/numbers';
import type { Problems } from '../../model/values/problems';
import { restrictedPod } from '../access/security';
import { flag, mapOf } from '../synth/input';
import { readRetention, type WorkflowRetention } from './retention';

/** What every workflow gets that does not say otherwise; a workflow's own field wins, field by field. */
export interface WorkflowDefaultsProps extends WorkflowRetention {
  /** How long a workflow may run, waiting included. @default - for ever */
  readonly activeDeadline?: DurationLike;
  /** Pods of one workflow that may run at once. @default - any number */
  readonly parallelism?: number;
  /** @default - what Pod Security `restricted` asks for, as user 8737 */
  readonly podSecurityContext?: k8s.PodSecurityContext;
  /** Account that the workflow's pods run as. @default - the namespace's `default` */
  readonly serviceAccountName?: string;
  /** @default - none: pods get the cluster's default priority */
  readonly podPriorityClassName?: string;
  /** Whether the log of each step is stored as an artifact. @default - as the artifact repository says */
  readonly archiveLogs?: boolean;
  /** Labels of each workflow. @default - none */
  readonly labels?: Readonly<Record<string, string>>;
}

/** The document under the controller's key `workflowDefaults`: a Workflow without name. */
export function renderWorkflowDefaults(
  props: WorkflowDefaultsProps,
  problems: Problems,
): Readonly<Record<string, unknown>> {
  const labels = Object.entries(mapOf(props.labels, 'labels', problems) ?? {});
  for (const [key, value] of labels) {
    problems.read('labels', key, labelKey);
    problems.at('labels').read(key, value, labelValue);
  }
  const spec = {
    ...readRetention(props, problems),
    activeDeadlineSeconds: problems.read('activeDeadline', props.activeDeadline, (value) =>
      Duration.parse(value).toSeconds(),
    ),
    parallelism: problems.read('parallelism', props.parallelism, wholeNumber(1)),
    securityContext: mapOf(props.podSecurityContext, 'podSecurityContext', problems) ?? restrictedPod(),
    serviceAccountName: problems.read('serviceAccountName', props.serviceAccountName, dnsSubdomain),
    podPriorityClassName: problems.read('podPriorityClassName', props.podPriorityClassName, dnsSubdomain),
    archiveLogs: problems.read('archiveLogs', props.archiveLogs, flag),
  };
  return {
    ...(labels.length > 0 && { metadata: { labels: props.labels } }),
    spec: canonicalValue(spec, workflow.shape.fields?.['spec']),
  };
}
