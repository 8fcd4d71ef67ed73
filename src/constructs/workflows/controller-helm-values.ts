import type { Construct } from 'constructs';
import type { Problems } from '../../model/values/problems';
import { resolveTokens } from '../synth/tokens';
import { ValuesFile } from '../synth/values-file';
import { renderController, type WorkflowControllerSettings } from './controller-settings';

/** Keys of the chart argo-workflows that stand at its top; all others are below `controller`. */
const topLevel = ['executor', 'mainContainer', 'artifactRepository'];

/** The controller's settings as values of the Helm chart argo-workflows. */
export function controllerHelmValues(
  settings: WorkflowControllerSettings,
  problems: Problems,
): Readonly<Record<string, unknown>> {
  const documents = Object.entries(renderController(settings, problems));
  const top = documents.filter(([key]) => topLevel.includes(key));
  const below = documents.filter(([key]) => !topLevel.includes(key));
  return {
    ...Object.fromEntries(top),
    controller: Object.fromEntries(below),
    // The chart expects static S3 credentials unless told otherwise.
    ...(settings?.artifacts && { useStaticCredentials: settings.artifacts.credentials !== undefined }),
  };
}

export interface WorkflowControllerValuesProps extends WorkflowControllerSettings {
  /** Where the file goes, outside every folder that is read as manifests, e.g. `values/prod/argo-workflows.yaml`. */
  readonly path: string;
}

/** The controller's settings as a Helm values file, for those who install Argo with its chart. */
export class WorkflowControllerValues extends ValuesFile {
  constructor(scope: Construct, id: string, props: WorkflowControllerValuesProps) {
    super(scope, id, {
      path: props?.path,
      content: (problems) => controllerHelmValues(resolveTokens(props, this), problems),
    });
  }
}
