import type { Cluster } from '../cluster';
import type { Field } from '../field';
import type { Namespace } from '../namespace';

/** How many workflows run at once in a namespace, and what says so. */
export interface WorkflowLimit {
  readonly count: number;
  readonly field: Field;
}

/** The namespace's label counts before the controller's `namespaceParallelism`; undefined where neither says a number. */
export function workflowLimit({ object }: Namespace, { workflowControllers }: Cluster): WorkflowLimit | undefined {
  const label = object?.field('metadata', 'labels', 'workflows.argoproj.io/parallelism-limit');
  const field = label?.exists ? label : workflowControllers[0]?.setting('namespaceParallelism');
  const count = Number(field?.number ?? field?.text);
  return field && Number.isInteger(count) && count > 0 ? { count, field } : undefined;
}
