import { Duration } from '../../../../model/values/duration';
import { InvalidValue } from '../../../../model/values/problems';
import { type WorkflowSpec, workflowSpecs } from '../../../cluster/argo/workflow-specs';
import type { Cluster } from '../../../cluster/cluster';
import type { Field } from '../../../cluster/field';

/** How a workflow may end. */
export type Outcome = 'Succeeded' | 'Failed' | 'Error';

/** How long a workflow outlives its end, and the field that says so. */
export interface Lifetime {
  readonly field: Field;
  /** The field's name: its place may be the whole text of a ConfigMap's key. */
  readonly name: string;
  readonly seconds: number;
}

/** What a workflow keeps, with what it leaves out filled in from the controller's defaults. */
export interface RetainedSpec extends WorkflowSpec {
  /** A setting of its own, else that of the defaults; absent in both, its own. */
  setting(...path: readonly string[]): Field;
}

/**
 * Argo takes the fields of the first of these that has it: of an outcome its own, then that of any completion. An error
 * counts as completion alone.
 *
 * Source: argo-workflows workflow/gccontroller/gc_controller.go `ttl`.
 */
const fieldsOf: Readonly<Record<Outcome, readonly string[]>> = {
  Succeeded: ['secondsAfterSuccess', 'secondsAfterCompletion'],
  Failed: ['secondsAfterFailure', 'secondsAfterCompletion'],
  Error: ['secondsAfterCompletion'],
};

/**
 * Every spec of a workflow, and that of the controller's defaults. Defaults are merged field by field, but for a workflow
 * that refers to a template: its own `ttlStrategy` replaces that of both.
 *
 * Source: argo-workflows workflow/util/merge.go; `Workflow.GetTTLStrategy`.
 */
export function* retainedSpecs(cluster: Cluster): Generator<RetainedSpec> {
  const defaults = cluster.workflowControllers[0]?.setting('workflowDefaults')?.get('spec');
  for (const one of workflowSpecs(cluster)) {
    const { spec, isDefault } = one;
    const isMerged = !isDefault && !spec.get('workflowTemplateRef').exists;
    yield {
      ...one,
      setting: (...path) => {
        const own = spec.get(...path);
        const below = isMerged && !own.exists ? defaults?.get(...path) : undefined;
        return below?.exists ? below : own;
      },
    };
  }
}

/** Undefined where a workflow that ended so is kept for good, or the time is not written as a number. */
export function lifetimeAfter(outcome: Outcome, { setting }: RetainedSpec): Lifetime | undefined {
  const name = fieldsOf[outcome].find((one) => setting('ttlStrategy', one).exists);
  const field = name === undefined ? undefined : setting('ttlStrategy', name);
  return name === undefined || field?.number === undefined ? undefined : { field, name, seconds: field.number };
}

/** Seconds of a Go duration; undefined for what is none. */
export function secondsOf(field: Field): number | undefined {
  if (field.text === undefined) return undefined;
  try {
    return Duration.parse(field.text).millis / 1_000;
  } catch (error) {
    if (error instanceof InvalidValue) return undefined;
    throw error;
  }
}

/** Whether the object itself says a field, rather than a default. */
export function isOwn(field: Field, { object }: WorkflowSpec): boolean {
  return field.object === object;
}
