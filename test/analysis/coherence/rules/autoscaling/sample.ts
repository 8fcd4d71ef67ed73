/** Objects as one text. */
export function all(...objects: readonly string[]): string {
  return objects.join('\n---\n');
}

interface Workload {
  readonly kind?: string;
  readonly name?: string;
  readonly namespace?: string;
  readonly replicas?: number | string;
  /** Of its one container. */
  readonly resources?: string;
  /** Instead of its one container. */
  readonly containers?: string;
  /** Beside the containers. */
  readonly spec?: string;
  readonly metadata?: string;
}

export function workload(options: Workload = {}): string {
  const {
    kind = 'Deployment',
    name = 'api',
    namespace = 'team',
    replicas,
    resources = '{}',
    spec = '',
    metadata = '',
  } = options;
  const containers = options.containers ?? `{name: api, resources: ${resources}}`;
  return `
apiVersion: ${kind === 'Job' || kind === 'CronJob' ? 'batch/v1' : 'apps/v1'}
kind: ${kind}
metadata: {name: ${name}, namespace: ${namespace}${metadata}}
spec:
  ${replicas === undefined ? '' : `replicas: ${replicas}`}
  template: {metadata: {labels: {app: ${name}}}, spec: {containers: [${containers}]${spec}}}`;
}

interface Scaler {
  readonly name?: string;
  readonly namespace?: string;
  readonly target?: string;
  /** Everything else of its spec. */
  readonly spec?: string;
  readonly metadata?: string;
}

const deployment = '{apiVersion: apps/v1, kind: Deployment, name: api}';

export function hpa({
  name = 'api',
  namespace = 'team',
  target = deployment,
  spec = 'maxReplicas: 5',
  metadata = '',
}: Scaler = {}): string {
  return `
apiVersion: autoscaling/v2
kind: HorizontalPodAutoscaler
metadata: {name: ${name}, namespace: ${namespace}${metadata}}
spec: {scaleTargetRef: ${target}, ${spec}}`;
}

export function scaledObject({
  name = 'api',
  namespace = 'team',
  target = '{name: api}',
  spec = 'triggers: []',
  metadata = '',
}: Scaler = {}): string {
  return `
apiVersion: keda.sh/v1alpha1
kind: ScaledObject
metadata: {name: ${name}, namespace: ${namespace}${metadata}}
spec: {scaleTargetRef: ${target}, ${spec}}`;
}

export function vpa({
  name = 'api',
  namespace = 'team',
  target = deployment,
  spec = '',
  metadata = '',
}: Scaler = {}): string {
  return `
apiVersion: autoscaling.k8s.io/v1
kind: VerticalPodAutoscaler
metadata: {name: ${name}, namespace: ${namespace}${metadata}}
spec: {targetRef: ${target}, ${spec}}`;
}

/** As the spec of an autoscaler: one metric, a share of what is requested. */
export function share(percent: number, resource = 'cpu', rest = ''): string {
  return `maxReplicas: 5, metrics: [{type: Resource, resource: {name: ${resource}, target: {type: Utilization, averageUtilization: ${percent}}}}]${rest}`;
}

export function quota(hard: string, name = 'team'): string {
  return `
apiVersion: v1
kind: ResourceQuota
metadata: {name: ${name}, namespace: team}
spec: {hard: ${hard}}`;
}
