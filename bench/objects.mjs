/*
 * The one definition of what every tool renders: three priority classes, and ten objects for each namespace. They are in
 * cdk8s-steward's canonical form, which holds nothing that another tool could not render as well.
 */

const script = `set -euo pipefail
cutoff=$(date -u -d "-\${RETENTION_DAYS} days" +%Y-%m-%dT%H:%M:%SZ)
kubectl get pods -n "\${TARGET_NAMESPACE}" --field-selector=status.phase==Succeeded -o json \\
  | jq -r --arg c "$cutoff" '.items[] | select(.metadata.creationTimestamp < $c) | .metadata.name' \\
  | xargs -r -n 50 kubectl delete pod -n "\${TARGET_NAMESPACE}" --wait=false
`;

export function labelsOf(n) {
  return {
    'app.kubernetes.io/managed-by': 'fleet',
    'app.kubernetes.io/part-of': 'governance',
    squad: n.squad,
    tier: n.tier,
  };
}

/** What goes to the file of cluster-scoped objects. */
export function clusterObjects(fleet) {
  return [...fleet.priorityClasses.map(priorityClass), ...fleet.namespaces.map(namespace)];
}

/** What goes to a namespace's own file. */
export function namespaceObjects(n) {
  return [
    resourceQuota(n),
    limitRange(n),
    horizontalPodAutoscaler(n),
    verticalPodAutoscaler(n),
    podDisruptionBudget(n),
    prometheusRule(n),
    cronJob(n),
    role(n),
    roleBinding(n),
  ];
}

export function priorityClass(p) {
  return {
    apiVersion: 'scheduling.k8s.io/v1',
    kind: 'PriorityClass',
    metadata: { name: p.name, annotations: { 'argocd.argoproj.io/sync-wave': '-5' } },
    value: p.value,
    globalDefault: false,
    description: p.description,
  };
}

export function namespace(n) {
  return {
    apiVersion: 'v1',
    kind: 'Namespace',
    metadata: {
      name: n.name,
      labels: {
        ...labelsOf(n),
        'pod-security.kubernetes.io/enforce': 'baseline',
        'pod-security.kubernetes.io/enforce-version': 'latest',
        'pod-security.kubernetes.io/audit': 'baseline',
        'pod-security.kubernetes.io/audit-version': 'latest',
        'pod-security.kubernetes.io/warn': 'baseline',
        'pod-security.kubernetes.io/warn-version': 'latest',
      },
      annotations: {
        'argocd.argoproj.io/sync-options': 'Prune=confirm,Delete=confirm',
        'argocd.argoproj.io/sync-wave': '-10',
        'example.com/owner': n.owner,
      },
    },
  };
}

function resourceQuota(n) {
  return {
    apiVersion: 'v1',
    kind: 'ResourceQuota',
    metadata: metadata('compute-quota', n),
    spec: { hard: hardLimits(n) },
  };
}

export function hardLimits(n) {
  return {
    'requests.cpu': n.requestsCpu,
    'requests.memory': n.requestsMemory,
    'limits.cpu': n.limitsCpu,
    'limits.memory': n.limitsMemory,
    'requests.storage': n.storage,
    persistentvolumeclaims: n.claims,
    pods: n.pods,
    services: n.services,
    configmaps: n.configmaps,
    secrets: n.secrets,
  };
}

function limitRange(n) {
  return {
    apiVersion: 'v1',
    kind: 'LimitRange',
    metadata: metadata('defaults', n),
    spec: {
      limits: [
        {
          type: 'Container',
          default: { cpu: '500m', memory: '512Mi' },
          defaultRequest: { cpu: '100m', memory: '128Mi' },
          max: { cpu: n.maxCpu, memory: n.maxMemory },
          min: { cpu: '10m', memory: '16Mi' },
        },
        { type: 'PersistentVolumeClaim', max: { storage: '100Gi' }, min: { storage: '1Gi' } },
      ],
    },
  };
}

function horizontalPodAutoscaler(n) {
  const resource = (name, averageUtilization) => {
    return { type: 'Resource', resource: { name, target: { type: 'Utilization', averageUtilization } } };
  };
  return {
    apiVersion: 'autoscaling/v2',
    kind: 'HorizontalPodAutoscaler',
    metadata: metadata('controller', n),
    spec: {
      scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'controller' },
      minReplicas: n.minReplicas,
      maxReplicas: n.maxReplicas,
      metrics: [resource('memory', n.memoryTarget), resource('cpu', n.cpuTarget)],
      behavior: {
        scaleUp: {
          stabilizationWindowSeconds: 0,
          selectPolicy: 'Max',
          policies: [
            { type: 'Percent', value: 100, periodSeconds: 60 },
            { type: 'Pods', value: 2, periodSeconds: 60 },
          ],
        },
        scaleDown: {
          stabilizationWindowSeconds: 900,
          policies: [{ type: 'Percent', value: 50, periodSeconds: 60 }],
        },
      },
    },
  };
}

function verticalPodAutoscaler(n) {
  return {
    apiVersion: 'autoscaling.k8s.io/v1',
    kind: 'VerticalPodAutoscaler',
    metadata: metadata('worker', n),
    spec: {
      targetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'worker' },
      updatePolicy: { updateMode: 'Initial' },
      resourcePolicy: {
        containerPolicies: [
          {
            containerName: 'agent',
            mode: 'Auto',
            minAllowed: { cpu: '100m', memory: '128Mi' },
            maxAllowed: { cpu: n.maxCpu, memory: n.maxMemory },
            controlledResources: ['cpu', 'memory'],
          },
        ],
      },
    },
  };
}

function podDisruptionBudget(n) {
  return {
    apiVersion: 'policy/v1',
    kind: 'PodDisruptionBudget',
    metadata: metadata('controller', n),
    spec: {
      minAvailable: 1,
      unhealthyPodEvictionPolicy: 'AlwaysAllow',
      selector: { matchLabels: { app: 'controller' } },
    },
  };
}

function prometheusRule(n) {
  const rules = alerts(n).map(({ alert, expr, for: held, severity, summary, description, runbookUrl, labels }) => ({
    alert,
    expr,
    for: held,
    labels: { ...labels, severity },
    annotations: { summary, description, runbook_url: runbookUrl },
  }));
  return {
    apiVersion: 'monitoring.coreos.com/v1',
    kind: 'PrometheusRule',
    metadata: metadata('governance-alerts', n),
    spec: { groups: [{ name: `governance.${n.name}`, interval: '1m', rules }] },
  };
}

/** A namespace's alerts as cdk8s-steward takes them. */
export function alerts(n) {
  const ns = `namespace="${n.name}"`;
  const each = 'namespace, pod, container';
  const alert = (name, held, severity, summary, description, expr) => ({
    alert: name,
    expr,
    for: held,
    severity,
    summary,
    description,
    runbookUrl: `https://runbooks.example.com/${name}`,
    labels: { namespace: n.name, squad: n.squad },
  });
  return [
    alert(
      'QuotaNearlyExhausted',
      '5m',
      'warning',
      'Quota nearly exhausted',
      '{{ $labels.resource }} is at {{ $value | humanizePercentage }} of its quota in {{ $labels.namespace }}.',
      `max by (namespace, resource) (kube_resourcequota{${ns},type="used"}) / max by (namespace, resource) (kube_resourcequota{${ns},type="hard"} > 0) > ${n.quotaWarning}`,
    ),
    alert(
      'PodCountHigh',
      '10m',
      'warning',
      'Pod count is high',
      '{{ $value }} pods in {{ $labels.namespace }}; cleanup may be needed.',
      `count by (namespace) (kube_pod_info{${ns}}) > ${n.podWarning}`,
    ),
    alert(
      'AgentCPUHigh',
      '10m',
      'warning',
      'Agent CPU is high',
      '{{ $labels.pod }} uses {{ $value | humanizePercentage }} of its CPU limit.',
      `sum by (${each}) (rate(container_cpu_usage_seconds_total{${ns},container="agent"}[5m])) / sum by (${each}) (kube_pod_container_resource_limits{${ns},container="agent",resource="cpu"}) > 0.8`,
    ),
    alert(
      'AgentMemoryHigh',
      '5m',
      'warning',
      'Agent memory is high',
      '{{ $labels.pod }} uses {{ $value | humanizePercentage }} of its memory limit.',
      `container_memory_working_set_bytes{${ns},container="agent"} / (container_spec_memory_limit_bytes{${ns},container="agent"} > 0) > 0.85`,
    ),
    alert(
      'AgentOOMKilled',
      '1m',
      'critical',
      'Agent container was OOM killed',
      'Container {{ $labels.container }} of {{ $labels.pod }} was OOM killed.',
      `max by (${each}) (kube_pod_container_status_terminated_reason{${ns},reason="OOMKilled"}) > 0`,
    ),
    alert(
      'CleanupNotRunning',
      '30m',
      'warning',
      'Cleanup did not succeed for 36 hours',
      'CronJob {{ $labels.cronjob }} in {{ $labels.namespace }} has not succeeded for {{ $value | humanizeDuration }}.',
      `time() - max by (namespace, cronjob) (kube_cronjob_status_last_successful_time{${ns},cronjob="cleanup"}) > 129600`,
    ),
  ];
}

export function cronJob(n) {
  return {
    apiVersion: 'batch/v1',
    kind: 'CronJob',
    metadata: metadata('cleanup', n),
    spec: {
      schedule: `${n.minute} 2 * * *`,
      timeZone: 'Etc/UTC',
      concurrencyPolicy: 'Forbid',
      startingDeadlineSeconds: 600,
      successfulJobsHistoryLimit: 1,
      failedJobsHistoryLimit: 3,
      jobTemplate: {
        spec: {
          backoffLimit: 1,
          activeDeadlineSeconds: 900,
          ttlSecondsAfterFinished: 3600,
          template: { metadata: { labels: labelsOf(n) }, spec: cleanupPod(n) },
        },
      },
    },
  };
}

function cleanupPod(n) {
  return {
    serviceAccountName: 'cleanup',
    restartPolicy: 'Never',
    priorityClassName: n.priority,
    automountServiceAccountToken: true,
    securityContext: {
      runAsNonRoot: true,
      runAsUser: 65532,
      runAsGroup: 65532,
      fsGroup: 65532,
      seccompProfile: { type: 'RuntimeDefault' },
    },
    containers: [
      {
        name: 'cleanup',
        image:
          'registry.example.com/tools/kubectl:1.36.4@sha256:3b9f0c4d5e6a7b8c9d0e1f2a3b4c5d6e7f8091a2b3c4d5e6f708192a3b4c5d6e',
        imagePullPolicy: 'IfNotPresent',
        command: ['/bin/bash', '-c'],
        args: [script],
        env: [
          { name: 'TARGET_NAMESPACE', valueFrom: { fieldRef: { fieldPath: 'metadata.namespace' } } },
          { name: 'RETENTION_DAYS', value: n.retentionDays },
        ],
        resources: { requests: { cpu: '50m', memory: '64Mi' }, limits: { cpu: '200m', memory: '128Mi' } },
        securityContext: {
          allowPrivilegeEscalation: false,
          readOnlyRootFilesystem: true,
          capabilities: { drop: ['ALL'] },
        },
        volumeMounts: [{ name: 'tmp', mountPath: '/tmp' }],
      },
    ],
    volumes: [{ name: 'tmp', emptyDir: { sizeLimit: '64Mi' } }],
  };
}

export function role(n) {
  return {
    apiVersion: 'rbac.authorization.k8s.io/v1',
    kind: 'Role',
    metadata: metadata('cleanup', n),
    rules: [
      { apiGroups: [''], resources: ['pods'], verbs: ['delete', 'get', 'list'] },
      { apiGroups: ['argoproj.io'], resources: ['workflows'], verbs: ['delete', 'get', 'list'] },
    ],
  };
}

export function roleBinding(n) {
  return {
    apiVersion: 'rbac.authorization.k8s.io/v1',
    kind: 'RoleBinding',
    metadata: metadata('cleanup', n),
    roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'Role', name: 'cleanup' },
    subjects: [{ kind: 'ServiceAccount', name: 'cleanup', namespace: n.name }],
  };
}

function metadata(name, n) {
  return { name, namespace: n.name, labels: labelsOf(n) };
}
