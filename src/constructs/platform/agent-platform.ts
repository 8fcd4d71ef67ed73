import { Lazy } from 'cdk8s';
import { Construct } from 'constructs';
import { dnsLabel, dnsSubdomain } from '../../model/values/names';
import { oneOf, wholeNumber } from '../../model/values/numbers';
import { describe, InvalidValue, type Problem, Problems } from '../../model/values/problems';
import type { QuantityLike } from '../../model/values/quantity';
import type { QuotaKey } from '../../model/values/quota-key';
import type { Workload } from '../../model/workloads/workload';
import { type ClaimLimits, type ContainerLimits, LimitRange } from '../capacity/limit-range';
import { Namespace, type PodSecurityLevel } from '../capacity/namespace';
import { ResourceQuota } from '../capacity/resource-quota';
import { AgentIsolation, type AgentIsolationProps } from '../network/agent-isolation';
import { type AgentAlertsOptions, agentAlerts } from '../observability/agent-alerts';
import { type AlertContext, severities } from '../observability/alert';
import { PrometheusRule } from '../observability/prometheus-rule';
import { eachOf, listOf, mapOf, readRequired, someText } from '../synth/input';
import { ManagedDeployment, type ManagedDeploymentProps, unnamed } from './managed-deployment';

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

  constructor(scope: Construct, id: string, given: AgentPlatformProps) {
    super(scope, id);
    const problems = Problems.none();
    const props = mapOf(given, '', problems) ?? ({} as AgentPlatformProps);
    const { podSecurity } = props;
    const namespace = readRequired('namespace', props.namespace, problems, dnsLabel) ?? unnamed;
    const alerts = mapOf(props.alerts, 'alerts', problems);
    this.node.addValidation({ validate: () => [...problems.all, ...this.alertProblems(alerts)].map(describe) });
    const quota = mapOf(props.quota, 'quota', problems) ?? {};
    if (podSecurity !== false) new Namespace(this, 'namespace', { name: namespace, podSecurity });

    const deployments = eachOf(props.deployments, 'deployments', problems, (deployment, at) => {
      const name = readRequired('name', deployment.name, at, dnsSubdomain);
      return name === undefined ? [] : [new ManagedDeployment(this, name, { ...deployment, namespace })];
    }).flat();
    const workloads = [
      ...deployments.map(({ workload }) => workload),
      ...listOf(props.workloads, 'workloads', problems),
    ];
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
    new AgentIsolation(this, 'isolation', { namespace, ...mapOf(props.traffic, 'traffic', problems) });
    if (alerts) this.addAlerts(namespace, alerts);
  }

  private addAlerts(namespace: string, alerts: PlatformAlerts): void {
    const { runbookBase, severityAtMost, podsMoreThan, ...shares } = alerts;
    const rules = () => {
      const options = { podsMoreThan: podsMoreThan ?? this.manyPods() ?? 0, ...shares };
      return agentAlerts({ namespace, runbookBase, severityAtMost }, options);
    };
    new PrometheusRule(this, 'alerts', {
      name: 'agent-resource-alerts',
      namespace,
      // The quota may still grow: its pods count when the alert is rendered.
      groups: [{ name: 'agent.resource.rules', rules: Lazy.any({ produce: rules }) }],
    });
  }

  private alertProblems(alerts: PlatformAlerts | undefined): readonly Problem[] {
    const problems = Problems.none();
    const at = problems.at('alerts');
    if (!alerts) return [];
    readRequired('runbookBase', alerts.runbookBase, at, someText, 'the folder of the runbooks, as a URL');
    at.read('severityAtMost', alerts.severityAtMost, oneOf(severities));
    for (const property of ['cpuShare', 'memoryShare', 'quotaShare'] as const)
      at.read(property, alerts[property], share);
    const pods = alerts.podsMoreThan ?? this.manyPods();
    readRequired('podsMoreThan', pods, at, wholeNumber(0), 'the quota does not limit pods, of which it would be 80 %');
    return problems.all;
  }

  /** An alert above what the quota admits could never fire. Undefined where it admits any number. */
  private manyPods(): number | undefined {
    const pods = this.quota.limits(Problems.none())['pods'];
    return pods && Math.floor(pods.toNumber() * podShare);
  }
}

function share(value: number): number {
  if (typeof value === 'number' && value > 0 && value <= 1) return value;
  throw new InvalidValue(value, 'is no share: use a number above 0 and at most 1, e.g. 0.8');
}
