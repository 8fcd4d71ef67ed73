import type { ClusterProfile } from '../../../model/profile/cluster-profile';
import type { AgentResources } from '../../capacity/agent-tier';
import { AgentTiers } from '../../capacity/agent-tier';

/** What the reference platform runs on; docs/decisions/0001-values.md tells where each value comes from. */
export const profile: ClusterProfile = {
  kubernetes: '1.36',
  argoWorkflows: '3.7.14',
  argoCd: '3.5',
  prometheus: { version: '3.x', retention: '30d', scrapeInterval: '30s' },
  shared: true,
  nodes: [{ count: 3, allocatable: { cpu: '15500m', memory: '60Gi' } }],
  apiServer: [
    { cidrs: ['10.96.0.1/32'], ports: [443] },
    { cidrs: ['10.0.0.0/28'], ports: [6443] },
  ],
  dns: { cidrs: ['10.96.0.10/32'] },
  storageClasses: ['fast-ssd'],
  monitoringNamespace: 'monitoring',
};

const large: AgentResources = {
  requests: { cpu: '2', memory: '8Gi' },
  limits: { cpu: '4', memory: '16Gi' },
};
const medium: AgentResources = {
  requests: { cpu: '1', memory: '4Gi' },
  limits: { cpu: '2', memory: '8Gi' },
};

/** Agents by role; /004 states them for one model, to which every other falls back. */
export const tiers = new AgentTiers({
  implementation: {
    ...large,
    workspace: 'standard',
    priorityClassName: 'agent-high-priority',
    agents: ['rex', 'blaze'],
    models: { 'claude-3-5-sonnet': large },
  },
  quality: {
    ...medium,
    workspace: 'standard',
    priorityClassName: 'agent-standard-priority',
    agents: ['cleo'],
    models: { 'claude-3-5-sonnet': medium },
  },
  testing: {
    ...large,
    workspace: 'testing',
    priorityClassName: 'agent-low-priority',
    agents: ['tess'],
    models: { 'claude-3-5-sonnet': large },
  },
});

/** What Argo's own containers get. */
export const executorResources = {
  requests: { cpu: '100m', memory: '64Mi' },
  limits: { cpu: '200m', memory: '128Mi' },
} as const;

/** What each pod of a controller Deployment takes. */
export const controllerResources = {
  requests: { cpu: '100m', memory: '256Mi' },
  limits: { cpu: '500m', memory: '512Mi' },
} as const;

/** What the cleanup takes while it runs. */
export const sweepResources = {
  requests: { cpu: '100m', memory: '128Mi' },
  limits: { cpu: '500m', memory: '256Mi' },
} as const;

/** How the environments differ. */
export interface EnvironmentSettings {
  /** Replicas at most, of what is given for production. */
  readonly maxReplicas: (production: number) => number;
  /** How long what has ended is kept, before the cleanup archives and deletes it. */
  readonly retention: {
    readonly success: string;
    readonly failure: string;
    readonly pods: { readonly success: string; readonly failure: string };
  };
  readonly severityAtMost: 'warning' | 'critical';
}

const production: EnvironmentSettings = {
  maxReplicas: (replicas) => replicas,
  retention: { success: '7d', failure: '3d', pods: { success: '24h', failure: '3d' } },
  severityAtMost: 'critical',
};

export const environments: Readonly<Record<string, EnvironmentSettings>> = {
  dev: {
    maxReplicas: (replicas) => Math.ceil(replicas / 2),
    retention: { success: '1h', failure: '3h', pods: { success: '1h', failure: '3h' } },
    severityAtMost: 'warning',
  },
  staging: production,
  prod: production,
};
