import type { Cluster } from '../cluster';
import type { ClusterObject } from '../cluster-object';
import type { Field } from '../field';

/** A spec from which Argo makes workflows. */
export interface WorkflowSpec {
  readonly spec: Field;
  /** The object that holds it. */
  readonly object: ClusterObject;
  /** As messages name it: `Workflow agents/run`, or the controller's defaults. */
  readonly title: string;
  /** Whether it only fills in what workflows leave out. */
  readonly isDefault: boolean;
}

const kinds: readonly { readonly kind: string; readonly path: readonly string[] }[] = [
  { kind: 'Workflow', path: ['spec'] },
  { kind: 'WorkflowTemplate', path: ['spec'] },
  { kind: 'ClusterWorkflowTemplate', path: ['spec'] },
  { kind: 'CronWorkflow', path: ['spec', 'workflowSpec'] },
];

/** Every spec of a workflow, as it is written, and the defaults of the controllers. */
export function* workflowSpecs(cluster: Cluster): Generator<WorkflowSpec> {
  for (const { kind, path } of kinds) {
    for (const object of cluster.ofKind(kind, 'argoproj.io')) {
      yield { spec: object.field(...path), object, title: object.title, isDefault: false };
    }
  }
  for (const controller of cluster.workflowControllers) {
    const spec = controller.setting('workflowDefaults')?.get('spec');
    if (spec?.exists)
      yield { spec, object: controller.object, title: "the controller's workflowDefaults", isDefault: true };
  }
}
