import * as steward from '../../src';
import type { Loose } from './render';

const name = 'a';
const namespace = 'agents';
const labels = { team: 'platform' };
const meta = { name, namespace, labels, annotations: { 'example.com/a': 'b' }, syncWave: 3 };
const selector = { matchLabels: { app: 'a' }, matchExpressions: [{ key: 'tier', operator: 'In', values: ['x'] }] };
const target = { apiVersion: 'apps/v1', kind: 'Deployment', name: 'a' };
const container = { requests: { cpu: '1', memory: '1Gi' }, limits: { cpu: '2', memory: '2Gi' } };
const scaling = () => ({
  stabilizationWindow: '60s',
  policies: [steward.ScalingPolicy.pods(1, '60s')],
  selectPolicy: 'Max',
  tolerance: '0.1',
});
const workflowSettings = () => ({
  defaults: {
    ttl: { success: '1h', failure: '3h', completion: '1h' },
    podGc: { strategy: 'OnPodCompletion', deleteDelay: '60s', selector },
    activeDeadline: '14d',
    parallelism: 3,
    podSecurityContext: { runAsUser: 1 },
    serviceAccountName: 'a',
    podPriorityClassName: 'a',
    archiveLogs: true,
    labels,
  },
  executor: { resources: container, securityContext: { runAsNonRoot: true } },
  mainContainer: { resources: container },
  parallelism: 5,
  namespaceParallelism: 5,
  retentionPolicy: { completed: 1, failed: 2, errored: 3 },
  artifacts: {
    bucket: 'archives',
    endpoint: 'minio:9000',
    region: 'eu',
    insecure: true,
    keyFormat: 'a',
    credentials: { accessKey: { name: 's', key: 'a' }, secretKey: { name: 's', key: 'b' } },
    archiveLogs: true,
  },
  archive: {
    host: 'db',
    port: 5432,
    database: 'argo',
    userName: { name: 's', key: 'a' },
    password: { name: 's', key: 'b' },
    ttl: '30d',
    offloadNodeStatus: true,
  },
  metricsPort: 9090,
});

/** For each construct, by its name, settings that use all its properties and are right; the part behind `_` tells variants apart. */
export const settings: Readonly<Record<string, () => Loose>> = {
  Namespace: () => ({ ...meta, namespace: undefined, podSecurity: 'baseline', podSecurityVersion: 'v1.36' }),
  PriorityClass: () => ({
    ...meta,
    namespace: undefined,
    value: 5,
    preemptionPolicy: 'Never',
    globalDefault: 'raises every pod of the cluster that names no class',
    description: 'x',
  }),
  ResourceQuota: () => ({
    ...meta,
    hard: { 'requests.storage': '1Gi', services: 1 },
    workloads: [steward.Workload.pods('w', { atOnce: 2, containers: [container] })],
    headroom: '10%',
    scopes: [],
    scopeSelector: [],
  }),
  ResourceQuota_scoped: () => ({
    ...meta,
    hard: { pods: 5 },
    scopes: ['NotTerminating'],
    scopeSelector: [{ scopeName: 'PriorityClass', operator: 'In', values: ['x'] }],
  }),
  LimitRange: () => ({
    ...meta,
    container: {
      min: { cpu: '50m' },
      defaultRequest: { cpu: '100m' },
      default: { cpu: '200m' },
      max: { cpu: 4 },
      maxLimitRequestRatio: { cpu: 4 },
    },
    pod: { min: { memory: '1Mi' }, max: { memory: '1Gi' }, maxLimitRequestRatio: { memory: 2 } },
    persistentVolumeClaim: { min: { storage: '1Gi' }, max: { storage: '2Gi' } },
  }),
  NetworkPolicy: () => ({
    ...meta,
    selector,
    ingress: [{ peers: [{ pods: selector, namespaces: { matchLabels: { a: 'b' } } }], ports: [{ port: 80 }] }],
    egress: [{ peers: [{ cidr: '10.0.0.0/8', except: ['10.1.0.0/16'] }], ports: [{ port: 53, protocol: 'UDP' }] }],
  }),
  WorkspaceClaim: () => ({ ...meta, size: 'large', storageClassName: 'fast', accessMode: 'ReadWriteMany' }),
  HorizontalPodAutoscaler: () => ({
    ...meta,
    target,
    minReplicas: 1,
    maxReplicas: 4,
    metrics: [steward.Metric.utilization('cpu', 70)],
    scaleUp: scaling(),
    scaleDown: scaling(),
  }),
  VerticalPodAutoscaler: () => ({
    ...meta,
    target,
    updateMode: 'Initial',
    minReplicas: 2,
    containerPolicies: [
      {
        containerName: '*',
        mode: 'Auto',
        minAllowed: { cpu: '1' },
        maxAllowed: { cpu: '2', memory: '1Gi' },
        controlledResources: ['cpu'],
        controlledValues: 'RequestsOnly',
      },
    ],
  }),
  PodDisruptionBudget: () => ({
    ...meta,
    selector,
    minAvailable: '50%',
    unhealthyPodEvictionPolicy: 'IfHealthyBudget',
    controller: 'Deployment',
  }),
  ScaledObject: () => ({
    ...meta,
    target,
    triggers: [steward.ScaledObjectTrigger.utilization('cpu', 70)],
    minReplicas: 1,
    maxReplicas: 3,
    pollingInterval: '30s',
    cooldownPeriod: '5m',
    scaleUp: scaling(),
    scaleDown: scaling(),
  }),
  PrometheusRule: () => ({
    ...meta,
    groups: [
      {
        name: 'g',
        interval: '30s',
        limit: 5,
        rules: [
          {
            alert: 'A',
            expr: 'up == 0',
            for: '5m',
            keepFiringFor: '5m',
            severity: 'warning',
            summary: 's',
            description: 'd',
            runbookUrl: 'https://example.com/a',
            labels: { team: 'x' },
          },
          { record: 'a:b:c', expr: 'sum(up)', labels: { team: 'x' } },
        ],
      },
    ],
  }),
  AppProject: () => ({
    ...meta,
    description: 'x',
    sourceRepos: ['https://git.example.com/a'],
    namespaces: ['a'],
    server: 'https://kubernetes.default.svc',
    clusterKinds: [{ group: '', kind: 'Namespace' }],
    namespaceKinds: [{ group: 'apps', kind: 'Deployment' }],
  }),
  Application: () => ({
    ...meta,
    project: 'platform',
    source: { repoURL: 'https://git.example.com/a', path: 'dist', targetRevision: 'main', exclude: 'argocd/*' },
    destinationNamespace: 'a',
    server: 'https://kubernetes.default.svc',
    automated: true,
  }),
  Application_chart: () => ({
    ...meta,
    project: 'platform',
    source: { repoURL: 'https://git.example.com/a', chart: 'argo', targetRevision: '1.2.3', values: () => ({ a: 1 }) },
  }),
  WorkflowControllerConfigMap: () => ({ ...meta, ...workflowSettings() }),
  WorkflowControllerApplication: () => ({
    ...meta,
    ...workflowSettings(),
    project: 'platform',
    chartVersion: '1.2.3',
    destinationNamespace: 'argo',
    repoURL: 'https://example.com',
  }),
  AgentIsolation: () => ({
    namespace,
    objectStores: ['archives'],
    egress: [{ name: 'https', selector, peers: [{ cidr: '0.0.0.0/0' }], ports: [{ port: 443 }] }],
    ingress: [{ name: 'web', ports: [{ port: 80 }] }],
  }),
  ManagedDeployment: () => ({
    name,
    namespace,
    containers: [container],
    replicas: {
      min: 1,
      max: 3,
      metrics: [steward.Metric.utilization('cpu', 70)],
      scaleUp: scaling(),
      scaleDown: scaling(),
    },
    podLabels: { app: 'a' },
    minAvailable: 1,
    budgetName: 'a-budget',
    recommend: [{ containerName: '*', maxAllowed: { cpu: '2' } }],
  }),
  AgentPlatform: () => ({
    namespace,
    podSecurity: 'restricted',
    quota: { hard: { 'requests.storage': '1Gi' }, computed: true, headroom: '10%' },
    containers: { default: { cpu: '1' }, max: { cpu: '2' } },
    claims: { max: { storage: '1Gi' } },
    deployments: [{ name: 'web', containers: [container], replicas: 2, minAvailable: 1 }],
    workloads: [steward.Workload.pods('w', { atOnce: 2, containers: [container] })],
    traffic: { egress: [{ name: 'https', ports: [{ port: 443 }] }] },
    alerts: {
      runbookBase: 'https://example.com/runbooks',
      severityAtMost: 'warning',
      podsMoreThan: 5,
      cpuShare: 0.5,
      memoryShare: 0.5,
      quotaShare: 0.5,
    },
  }),
  WorkflowControllerValues: () => ({ path: 'values/a.yaml', ...workflowSettings() }),
  ValuesFile: () => ({ path: 'values/a.yaml', content: () => ({ a: 1 }) }),
};
