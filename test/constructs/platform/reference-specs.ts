const limitRange = {
  limits: [
    {
      type: 'Container',
      defaultRequest: { cpu: '100m', memory: '128Mi' },
      default: { cpu: '500m', memory: '512Mi' },
      max: { cpu: '4', memory: '16Gi' },
    },
    { type: 'PersistentVolumeClaim', min: { storage: '1Gi' }, max: { storage: '100Gi' } },
  ],
};
const target = (name: string) => ({ apiVersion: 'apps/v1', kind: 'Deployment', name });
const use = (name: string, averageUtilization: number) => ({
  type: 'Resource',
  resource: { name, target: { type: 'Utilization', averageUtilization } },
});
const half = { type: 'Percent', value: 50, periodSeconds: 60 };
const double = { type: 'Percent', value: 100, periodSeconds: 60 };
const privateNetworks = ['10.0.0.0/8', '100.64.0.0/10', '169.254.0.0/16', '172.16.0.0/12', '192.168.0.0/16'];
const internet = {
  podSelector: {},
  policyTypes: ['Egress'],
  egress: [
    { to: [{ ipBlock: { cidr: '0.0.0.0/0', except: privateNetworks } }], ports: [{ port: 443, protocol: 'TCP' }] },
  ],
};
const deny = { podSelector: {}, policyTypes: ['Egress', 'Ingress'] };
const apiServer = {
  podSelector: {},
  policyTypes: ['Egress'],
  egress: [
    { to: [{ ipBlock: { cidr: '10.96.0.1/32' } }], ports: [{ port: 443, protocol: 'TCP' }] },
    { to: [{ ipBlock: { cidr: '10.0.0.0/28' } }], ports: [{ port: 6443, protocol: 'TCP' }] },
  ],
};

/** The `spec` of production's objects by their path below `prod/`, as docs/decisions/0001-values.md decides it; arithmetic is above the sums. */
export const productionSpecs: readonly (readonly [path: string, spec: object])[] = [
  [
    'agent-platform/resource-quota-agent-platform-quota.yaml',
    {
      hard: {
        'requests.cpu': '20',
        'requests.memory': '80Gi',
        'limits.cpu': '40',
        'limits.memory': '160Gi',
        'requests.storage': '500Gi',
        persistentvolumeclaims: '20',
        pods: '30',
        services: '10',
        configmaps: '50',
        secrets: '30',
      },
    },
  ],
  [
    'agent-platform/horizontal-pod-autoscaler-coderun-controller-hpa.yaml',
    {
      scaleTargetRef: target('coderun-controller'),
      minReplicas: 2,
      maxReplicas: 10,
      metrics: [use('memory', 80), use('cpu', 70)],
      behavior: {
        scaleUp: { stabilizationWindowSeconds: 60, policies: [double] },
        scaleDown: { stabilizationWindowSeconds: 900, policies: [half] },
      },
    },
  ],
  [
    'agent-platform/pod-disruption-budget-coderun-controller-pdb.yaml',
    {
      minAvailable: 1,
      selector: { matchLabels: { app: 'coderun-controller' } },
      unhealthyPodEvictionPolicy: 'AlwaysAllow',
    },
  ],
  [
    'agent-platform/vertical-pod-autoscaler-coderun-controller.yaml',
    {
      targetRef: target('coderun-controller'),
      updatePolicy: { updateMode: 'Off' },
      resourcePolicy: {
        containerPolicies: [
          {
            containerName: '*',
            minAllowed: { cpu: '100m', memory: '128Mi' },
            maxAllowed: { cpu: '4', memory: '16Gi' },
          },
        ],
      },
    },
  ],
  [
    'argo/horizontal-pod-autoscaler-argo-workflows-server-hpa.yaml',
    {
      scaleTargetRef: target('argo-workflows-server'),
      minReplicas: 2,
      maxReplicas: 8,
      metrics: [
        {
          type: 'External',
          external: {
            metric: { name: 'argo_workflows_gauge', selector: { matchLabels: { status: 'Running' } } },
            target: { type: 'AverageValue', averageValue: '5' },
          },
        },
        use('cpu', 60),
      ],
    },
  ],
  [
    'argo/pod-disruption-budget-argo-workflows-pdb.yaml',
    {
      minAvailable: '50%',
      selector: { matchLabels: { app: 'argo-workflows-server' } },
      unhealthyPodEvictionPolicy: 'AlwaysAllow',
    },
  ],
  [
    // 8 servers and 2 of a rollout, 2 controllers and 1: (10 × 100m/256Mi/500m/512Mi + 3 × 500m/1Gi/1/2Gi) × 1.2
    'argo/resource-quota-argo-quota.yaml',
    {
      hard: {
        pods: '16',
        'requests.cpu': '3',
        'requests.memory': '6759Mi',
        'limits.cpu': '9600m',
        'limits.memory': '13517Mi',
      },
    },
  ],
  [
    // rex 2/8Gi, cleo 1/4Gi, tess 2/8Gi and 4 × (1/4Gi with an executor of 100m/64Mi), their disks 10, 10, 50, 4 × 10Gi
    'taskmaster/resource-quota-taskmaster-quota.yaml',
    {
      hard: {
        pods: '9',
        persistentvolumeclaims: '9',
        'requests.cpu': '11300m',
        'requests.memory': '44544Mi',
        'limits.cpu': '22600m',
        'limits.memory': '87Gi',
        'requests.storage': '132Gi',
      },
    },
  ],
  [
    // 2 controllers and 1 of a rollout, 10 runners: (3 × 100m/256Mi/500m/512Mi + 10 × 1/4Gi/2/8Gi) × 1.2
    'agents/resource-quota-agents-quota.yaml',
    {
      hard: {
        pods: '16',
        'requests.cpu': '12400m',
        'requests.memory': '50074Mi',
        'limits.cpu': '25800m',
        'limits.memory': '100148Mi',
      },
    },
  ],
  ...['agent-platform', 'argo', 'taskmaster', 'agents'].flatMap((namespace) => [
    [`${namespace}/limit-range-${namespace}-limits.yaml`, limitRange] as const,
    [`${namespace}/network-policy-default-deny.yaml`, deny] as const,
    [`${namespace}/network-policy-allow-api-server.yaml`, apiServer] as const,
    [`${namespace}/network-policy-allow-https.yaml`, internet] as const,
  ]),
  [
    'argo/network-policy-allow-scrape.yaml',
    {
      podSelector: { matchLabels: { app: 'workflow-controller' } },
      policyTypes: ['Ingress'],
      ingress: [
        {
          from: [{ namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'monitoring' } } }],
          ports: [{ port: 9090, protocol: 'TCP' }],
        },
      ],
    },
  ],
];
