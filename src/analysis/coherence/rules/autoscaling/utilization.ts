import type { Autoscaler } from '../../../cluster/autoscaler';
import type { Container } from '../../../cluster/container';
import type { Field } from '../../../cluster/field';
import type { PodTemplate } from '../../../cluster/pod-template';

/** A target that is a share of what containers request. */
export interface Utilization {
  readonly resource: string;
  readonly percent: number;
  /** The one container that counts; undefined where all do. */
  readonly container: string | undefined;
  /** The share, or where it would stand. */
  readonly field: Field;
}

/** What an autoscaler measures against requests: of Resource and ContainerResource metrics, and of KEDA's triggers. */
export function utilizationsOf({ object }: Autoscaler): Utilization[] {
  if (object.kind === 'ScaledObject') return object.field('spec', 'triggers').items.flatMap(ofTrigger);
  switch (object.apiVersion) {
    case 'autoscaling/v1':
      return ofAllCpu(object.field('spec', 'targetCPUUtilizationPercentage'));
    case 'autoscaling/v2':
    case 'autoscaling/v2beta2': {
      const metrics = object.field('spec', 'metrics');
      return metrics.exists && metrics.items.length > 0 ? metrics.items.flatMap(ofMetric) : ofAllCpu(metrics);
    }
    default:
      return [];
  }
}

/** The containers whose use and requests are summed. */
export function measured({ containers }: PodTemplate, { container }: Utilization): Container[] {
  return containers.filter(({ name, role }) => role !== 'init' && (container === undefined || container === name));
}

/** What the API server fills in: kubernetes/pkg/apis/autoscaling `DefaultCPUUtilization`. */
function ofAllCpu(field: Field): Utilization[] {
  if (typeof field.value === 'string') return [];
  return [{ resource: 'cpu', percent: field.number ?? 80, container: undefined, field }];
}

function ofMetric(metric: Field): Utilization[] {
  const source = metric.get(metric.get('type').text === 'ContainerResource' ? 'containerResource' : 'resource');
  const field = source.get('target', 'averageUtilization');
  const [resource, percent, container] = [source.get('name').text, field.number, source.get('container').text];
  // An average value goes first, as far as the controller gets to see both.
  if (resource === undefined || percent === undefined || source.get('target', 'averageValue').exists) return [];
  return [{ resource, percent, container, field }];
}

/** Source: kedacore/keda pkg/scalers/cpu_memory_scaler.go. */
function ofTrigger(trigger: Field): Utilization[] {
  const resource = trigger.get('type').text;
  if (resource !== 'cpu' && resource !== 'memory') return [];
  const metricType = trigger.get('metricType').exists ? trigger.get('metricType') : trigger.get('metadata', 'type');
  const field = trigger.get('metadata', 'value');
  const percent = /^\d+$/.test(field.text ?? '') ? Number(field.text) : undefined;
  if (metricType.text !== 'Utilization' || percent === undefined) return [];
  return [{ resource, percent, container: trigger.get('metadata', 'containerName').text, field }];
}
