/** What a team keeps in its namespace: ten objects, sound but for a few things that linters are fond of. */
export function teamObjects(number) {
  const namespace = `team-${number}`;
  const labels = { app: 'api', team: namespace };
  const metadata = (name) => ({ name, namespace, labels });
  const resources = { requests: { cpu: '250m', memory: '256Mi' }, limits: { cpu: '1', memory: '512Mi' } };
  const container = {
    name: 'api',
    image: `registry.example.com/${namespace}/api:1.${number % 10}`,
    ports: [{ name: 'http', containerPort: 8080 }],
    env: [
      { name: 'LOG_LEVEL', value: 'info' },
      { name: 'SETTINGS', valueFrom: { configMapKeyRef: { name: 'settings', key: 'settings.json' } } },
    ],
    resources,
    readinessProbe: { httpGet: { path: '/ready', port: 'http' } },
    livenessProbe: { httpGet: { path: '/live', port: 'http' }, initialDelaySeconds: 10 },
    securityContext: { allowPrivilegeEscalation: false, readOnlyRootFilesystem: true, capabilities: { drop: ['ALL'] } },
  };
  return [
    { apiVersion: 'v1', kind: 'Namespace', metadata: { name: namespace, labels } },
    {
      apiVersion: 'v1',
      kind: 'ResourceQuota',
      metadata: metadata('quota'),
      spec: { hard: { 'requests.cpu': '4', 'requests.memory': '4Gi', pods: String(20 + (number % 5)) } },
    },
    {
      apiVersion: 'v1',
      kind: 'LimitRange',
      metadata: metadata('limits'),
      spec: { limits: [{ type: 'Container', default: resources.limits, defaultRequest: resources.requests }] },
    },
    {
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      metadata: metadata('api'),
      spec: {
        selector: { matchLabels: labels },
        template: {
          metadata: { labels },
          spec: {
            serviceAccountName: 'api',
            securityContext: { runAsNonRoot: true, seccompProfile: { type: 'RuntimeDefault' } },
            containers: [container],
          },
        },
      },
    },
    {
      apiVersion: 'v1',
      kind: 'Service',
      metadata: metadata('api'),
      spec: { selector: labels, ports: [{ name: 'http', port: 80, targetPort: 'http' }] },
    },
    {
      apiVersion: 'autoscaling/v2',
      kind: 'HorizontalPodAutoscaler',
      metadata: metadata('api'),
      spec: {
        scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'api' },
        minReplicas: 2,
        maxReplicas: 6,
        metrics: [
          { type: 'Resource', resource: { name: 'cpu', target: { type: 'Utilization', averageUtilization: 70 } } },
        ],
      },
    },
    {
      apiVersion: 'policy/v1',
      kind: 'PodDisruptionBudget',
      metadata: metadata('api'),
      spec: { maxUnavailable: 1, selector: { matchLabels: labels } },
    },
    {
      apiVersion: 'batch/v1',
      kind: 'CronJob',
      metadata: metadata('report'),
      spec: {
        schedule: `${number % 60} 2 * * *`,
        concurrencyPolicy: 'Forbid',
        startingDeadlineSeconds: 600,
        jobTemplate: {
          spec: {
            activeDeadlineSeconds: 3600,
            template: {
              metadata: { labels: { app: 'report' } },
              spec: { restartPolicy: 'Never', containers: [{ name: 'report', image: container.image, resources }] },
            },
          },
        },
      },
    },
    { apiVersion: 'v1', kind: 'ServiceAccount', metadata: metadata('api'), automountServiceAccountToken: false },
    {
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata: metadata('settings'),
      data: { 'settings.json': `{\n  "team": "${namespace}",\n  "pageSize": 50\n}\n` },
    },
  ];
}
