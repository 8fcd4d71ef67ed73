import type { Construct } from 'constructs';
import { configMap } from '../../model/kinds/config-map';
import { writeYaml } from '../../model/manifests/yaml-writer';
import type { Problems } from '../../model/values/problems';
import { type Body, KubernetesObject, type NamespacedProps } from '../synth/kubernetes-object';
import { renderController, type WorkflowControllerSettings } from './controller-settings';

export interface WorkflowControllerConfigMapProps extends Omit<NamespacedProps, 'name'>, WorkflowControllerSettings {
  /** The ConfigMap that the controller was started with. @default 'workflow-controller-configmap' */
  readonly name?: string;
}

/** The controller's settings as the ConfigMap it watches: it takes effect without a restart, but for `retentionPolicy`. */
export class WorkflowControllerConfigMap extends KubernetesObject<WorkflowControllerConfigMapProps & { name: string }> {
  constructor(scope: Construct, id: string, props: WorkflowControllerConfigMapProps) {
    super(scope, id, configMap, { name: 'workflow-controller-configmap', ...props });
  }

  protected body(props: WorkflowControllerConfigMapProps, problems: Problems): Body {
    const documents = Object.entries(renderController(props, problems));
    return { data: Object.fromEntries(documents.map(([key, document]) => [key, text(document)])) };
  }
}

/** Numbers stand alone in the ConfigMap, all else is a YAML document. */
function text(document: unknown): string {
  return typeof document === 'object' ? writeYaml(document) : String(document);
}
