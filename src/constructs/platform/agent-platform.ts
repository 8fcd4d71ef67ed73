import { Construct } from 'constructs';
import { Problems } from '../../model/values/problems';
import type { QuantityLike } from '../../model/values/quantity';
import type { Workload } from '../../model/workloads/workload';
import { AgentIsolation, type AgentIsolationProps } from '../capacity/agent-isolation';
import { type ClaimLimits, type ContainerLimits, LimitRange } from '../capacity/limit-range';
import { Namespace, type PodSecurityLevel } from '../capacity/namespace';
import type { QuotaKey } from '../capacity/quota-keys';
import { ResourceQuota } from '../capacity/resource-quota';
import { type AgentAlertsOptions, agentAlerts } from '../observability/agent-alerts';
import type { AlertContext } from '../observability/alert';
import { PrometheusRule } from '../observability/prometheus-rule';
import { ManagedDeployment, type ManagedDeploymentProps } from './managed-deployment';

/** What the namespace may hold: stated, or computed from what runs in it. */
export interface PlatformQuota {
  /** @default - only what is computed */
  readonly hard?: Readonly<Partial<Record<QuotaKey, QuantityLike>>>;
  /** Whether the deployments and `workloads` decide requests, limits and pods. @default - when there is no `hard` */
  readonly computed?: boolean;
  /** Room beyond the computed peak. @default '20%' */
  readonly headroom?: string;
}

export interface PlatformAlerts extends Omit<AlertContext, 'namespace'>, Partial<AgentAlertsOptions> {}

export interface AgentPlatformProps {
  readonly namespace: string;
  /** `false` for a namespace that is managed elsewhere. @default 'restricted' */
  readonly podSecurity?: PodSecurityLevel | false;
  /** @default - computed from the deployments and workloads */
  readonly quota?: PlatformQuota;
  /** What containers get that do not say, and may have at most. @default - 100m/128Mi to 500m/512Mi, at most 4/16Gi */
  readonly containers?: ContainerLimits;
  /** @default - 1Gi to 100Gi */
  readonly claims?: ClaimLimits;
  /** Deployments of other repositories that are scaled and protected here. @default - none */
  readonly deployments?: readonly Omit<ManagedDeploymentProps, 'namespace'>[];
  /** Further pods to make room for, e.g. agents. @default - none */
  readonly workloads?: readonly Workload[];
  /** Traffic that is let through. @default - names and the API server only */
  readonly traffic?: Omit<AgentIsolationProps, 'namespace'>;
  /** @default - no alerts */
  readonly alerts?: PlatformAlerts;
}

/** Small, since Argo's and a mesh's own containers are charged for it too. */
const containerDefaults: ContainerLimits = {
  defaultRequest: { cpu: '100m', memory: '128Mi' },
  default: { cpu: '500m', memory: '512Mi' },
  max: { cpu: '4', memory: '16Gi' },
};
const claimDefaults: ClaimLimits = { min: { storage: '1Gi' }, max: { storage: '100Gi' } };
/** Of the pods a quota admits, above which an alert says so. */
const podShare = 0.8;

/** A namespace's whole budget: quota, limits, isolation, scaling, disruption and the alerts that watch over them. */
export class AgentPlatform extends Construct {
  readonly quota: ResourceQuota;

  constructor(scope: Construct, id: string, props: AgentPlatformProps) {
    super(scope, id);
    const { namespace, podSecurity = 'restricted', quota = {}, alerts } = props;
    if (podSecurity !== false) new Namespace(this, 'namespace', { name: namespace, podSecurity });

    const deployments = (props.deployments ?? []).map((deployment) => {
      return new ManagedDeployment(this, deployment.name, { ...deployment, namespace });
    });
    const workloads = [...deployments.map(({ workload }) => workload), ...(props.workloads ?? [])];
    this.quota = new ResourceQuota(this, 'quota', {
      name: `${namespace}-quota`,
      namespace,
      hard: quota.hard,
      headroom: quota.headroom,
      workloads: (quota.computed ?? quota.hard === undefined) ? workloads : [],
    });
    new LimitRange(this, 'limits', {
      name: `${namespace}-limits`,
      namespace,
      container: props.containers ?? containerDefaults,
      persistentVolumeClaim: props.claims ?? claimDefaults,
    });
    new AgentIsolation(this, 'isolation', { namespace, ...props.traffic });
    if (alerts) this.addAlerts(namespace, alerts);
  }

  private addAlerts(namespace: string, alerts: PlatformAlerts): void {
    const { runbookBase, severityAtMost, podsMoreThan, ...shares } = alerts;
    const options = { podsMoreThan: podsMoreThan ?? this.manyPods(), ...shares };
    new PrometheusRule(this, 'alerts', {
      name: 'agent-resource-alerts',
      namespace,
      groups: [
        {
          name: 'agent.resource.rules',
          rules: agentAlerts({ namespace, runbookBase, severityAtMost }, options),
        },
      ],
    });
  }

  /** An alert above what the quota admits could never fire. */
  private manyPods(): number {
    const pods = this.quota.limits(Problems.none())['pods'];
    return Math.floor((pods?.toNumber() ?? 0) * podShare);
  }
}
