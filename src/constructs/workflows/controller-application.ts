import type { Construct } from 'constructs';
import type { NamespacedProps } from '../synth/kubernetes-object';
import { resolveTokens } from '../synth/tokens';
import { Application } from './application';
import { controllerHelmValues } from './controller-helm-values';
import type { WorkflowControllerSettings } from './controller-settings';

export interface WorkflowControllerApplicationProps extends NamespacedProps, WorkflowControllerSettings {
  readonly project: string;
  /** Version of the chart argo-workflows. */
  readonly chartVersion: string;
  /** Namespace that Argo Workflows is installed into. @default 'argo' */
  readonly destinationNamespace?: string;
  /** @default 'https://argoproj.github.io/argo-helm' */
  readonly repoURL?: string;
}

/** Argo Workflows, installed by Argo CD from its Helm chart, with the controller's settings as inline values. */
export class WorkflowControllerApplication extends Application {
  constructor(scope: Construct, id: string, props: WorkflowControllerApplicationProps) {
    const { chartVersion, repoURL, destinationNamespace } = props ?? {};
    super(scope, id, {
      ...props,
      destinationNamespace: destinationNamespace ?? 'argo',
      source: {
        repoURL: repoURL ?? 'https://argoproj.github.io/argo-helm',
        chart: 'argo-workflows',
        targetRevision: chartVersion,
        values: (problems) => controllerHelmValues(resolveTokens(props, this), problems),
      },
    });
  }
}
