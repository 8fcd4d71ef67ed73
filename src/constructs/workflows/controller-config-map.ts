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

/** As the base class knows it: with its name, given or not. */
type Named = WorkflowControllerConfigMapProps & { readonly name: string };

/**
 * The controller's settings as the ConfigMap it watches. They take effect without a restart, but for `retentionPolicy` and,
 * before Argo 4.1, `namespaceParallelism`, which it reads when it starts.
 */
export class WorkflowControllerConfigMap extends KubernetesObject<Named> {
  constructor(scope: Construct, id: string, props: WorkflowControllerConfigMapProps) {
    super(scope, id, configMap, props as Named, {
      name: 'workflow-controller-configmap',
    });
  }

  protected body(props: Named, problems: Problems): Body {
    const documents = Object.entries(renderController(props, problems));
    return { data: Object.fromEntries(documents.map(([key, document]) => [key, text(document)])) };
  }
}

/** Numbers stand alone in the ConfigMap, all else is a YAML document. */
function text(document: unknown): string {
  return typeof document === 'object' ? writeYaml(document) : String(document);
}
