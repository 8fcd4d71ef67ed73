// A namespace for agents: its quota is computed from the agents and the controller that run in it.
import {
  AgentPlatform,
  AgentTiers,
  Environment,
  Layouts,
  Metric,
  PriorityClass,
  publicInternet,
  StewardApp,
} from 'cdk8s-steward';

const tiers = new AgentTiers({
  coder: {
    requests: { cpu: '2', memory: '8Gi' },
    limits: { cpu: '4', memory: '16Gi' },
    workspace: 'large',
    priorityClassName: 'agents',
    agents: ['ada', 'grace'],
    models: {
      'small-model': { requests: { cpu: '500m', memory: '1Gi' }, limits: { cpu: '1', memory: '2Gi' } },
    },
  },
});

const app = new StewardApp({ layout: Layouts.filePerNamespace({ kustomization: true }) });
const prod = new Environment(app, 'prod', {
  profile: {
    kubernetes: '1.36',
    argoWorkflows: '3.7.14',
    shared: true,
    apiServer: [
      { cidrs: ['10.96.0.1/32'], ports: [443] },
      { cidrs: ['10.20.0.2/32'], ports: [6443] },
    ],
    dns: { cidrs: ['10.96.0.10/32'] },
    storageClasses: ['fast-ssd'],
  },
});

new PriorityClass(prod, 'agents', { name: 'agents', value: 500, preemptionPolicy: 'Never' });

new AgentPlatform(prod, 'platform', {
  namespace: 'agents',
  deployments: [
    {
      name: 'dispatcher',
      containers: [{ requests: { cpu: '100m', memory: '256Mi' }, limits: { cpu: '500m', memory: '512Mi' } }],
      replicas: { min: 2, max: 6, metrics: [Metric.utilization('cpu', 70)] },
      minAvailable: 1,
    },
  ],
  workloads: [
    tiers.agent('ada').workload('coders', { atOnce: 5 }),
    tiers.agent('grace', 'small-model').workload('reviewers', { atOnce: 10 }),
  ],
  traffic: { egress: [{ name: 'https', peers: [publicInternet], ports: [{ port: 443 }] }] },
  alerts: { runbookBase: 'https://runbooks.example.com' },
});

app.synth();
