import type { App } from 'cdk8s';
import { workflowsByPhase } from '../../../model/telemetry/argo-metrics';
import { Duration } from '../../../model/values/duration';
import { Problems } from '../../../model/values/problems';
import { podsThatFit, times } from '../../../model/workloads/charge';
import { Workload } from '../../../model/workloads/workload';
import { PriorityClass } from '../../capacity/priority-class';
import { type NamedTraffic, publicInternet } from '../../network/agent-isolation';
import { ExternalMetric } from '../../scaling/external-metric';
import { Metric } from '../../scaling/metric';
import { ScalingPolicy, type ScalingRules } from '../../scaling/scaling-behavior';
import { Environment } from '../../synth/environment';
import { ValuesFile } from '../../synth/values-file';
import { WorkflowControllerConfigMap } from '../../workflows/controller-config-map';
import { WorkflowControllerValues } from '../../workflows/controller-helm-values';
import type { WorkflowControllerSettings } from '../../workflows/controller-settings';
import type { WorkflowTtl } from '../../workflows/retention';
import { AgentPlatform } from '../agent-platform';
import { Cleanup } from './cleanup';
import { Delivery } from './delivery';
import {
  controllerResources,
  type EnvironmentSettings,
  environments,
  executorResources,
  profile,
  tiers,
} from './settings';

export interface ReferencePlatformProps {
  /** Repository that the rendered YAML is committed to. @default 'https://git.example.com/platform/manifests' */
  readonly repoURL?: string;
  /** Folder of the runbooks, as a URL. @default - `docs/runbooks` of the repository */
  readonly runbookBase?: string;
}

/** Agents that Argo runs as workflow pods carry its own containers too. */
const executor = { resources: executorResources };
const internet: NamedTraffic = { name: 'https', peers: [publicInternet], ports: [{ port: 443 }] };
const scaleDown: ScalingRules = { stabilizationWindow: '15m', policies: [ScalingPolicy.percent(50, '60s')] };
const scaleUp: ScalingRules = { stabilizationWindow: '60s', policies: [ScalingPolicy.percent(100, '60s')] };
/** The share of room that /004 asks for beyond what is expected. */
const headroom = 1.2;
/** Seconds: the cleanup runs once in that time. */
const day = 86_400;

/** One cluster of the reference platform: four namespaces, their budgets, and how Argo CD syncs them. */
export class ReferencePlatform extends Environment {
  private readonly environment: EnvironmentSettings;
  private readonly repoURL: string;
  private readonly runbookBase: string;

  /** @param id one of the environments: `dev`, `staging`, `prod` */
  constructor(app: App, id: string, props: ReferencePlatformProps = {}) {
    super(app, id, { profile });
    const environment = environments[id];
    if (!environment)
      throw new Error(`environment "${id}" is unknown: use one of ${Object.keys(environments).join(', ')}`);
    this.environment = environment;
    this.repoURL = props.repoURL ?? 'https://git.example.com/platform/manifests';
    this.runbookBase = props.runbookBase ?? `${this.repoURL}/docs/runbooks`;

    this.addPriorities();
    const agents = this.addAgentPlatform();
    this.addArgo(agents);
    this.addTaskmaster();
    this.addAgents();
    new Cleanup(this, 'cleanup', { environment: id, retention: this.environment.retention });
    new Delivery(this, 'delivery', { environment: id, repoURL: this.repoURL });
  }

  private addPriorities(): void {
    const classes = [
      { name: 'agent-high-priority', value: 1000, description: 'Critical agent workflows' },
      {
        name: 'agent-standard-priority',
        value: 500,
        description: 'Normal agent operations',
        preemptionPolicy: 'Never',
      },
      {
        name: 'agent-low-priority',
        value: 100,
        description: 'Testing and development workflows',
        preemptionPolicy: 'Never',
      },
    ] as const;
    for (const props of classes) new PriorityClass(this, props.name, props);
  }

  private addAgentPlatform(): AgentPlatform {
    return new AgentPlatform(this, 'agent-platform', {
      namespace: 'agent-platform',
      quota: {
        hard: {
          'requests.cpu': '20',
          'requests.memory': '80Gi',
          'limits.cpu': '40',
          'limits.memory': '160Gi',
          'requests.storage': '500Gi',
          persistentvolumeclaims: 20,
          pods: 30,
          services: 10,
          configmaps: 50,
          secrets: 30,
        },
      },
      deployments: [
        {
          name: 'coderun-controller',
          containers: [controllerResources],
          replicas: {
            min: 2,
            max: this.environment.maxReplicas(10),
            metrics: [Metric.utilization('cpu', 70), Metric.utilization('memory', 80)],
            scaleUp,
            scaleDown,
          },
          minAvailable: 1,
          recommend: [
            {
              containerName: '*',
              minAllowed: { cpu: '100m', memory: '128Mi' },
              // No more than the LimitRange lets a container have.
              maxAllowed: { cpu: '4', memory: '16Gi' },
            },
          ],
        },
      ],
      traffic: { egress: [internet] },
      alerts: { runbookBase: this.runbookBase, severityAtMost: this.environment.severityAtMost },
    });
  }

  private addArgo(agents: AgentPlatform): void {
    const { series, phaseLabel } = workflowsByPhase(profile.argoWorkflows ?? '');
    const running = new ExternalMetric({ series, labels: { [phaseLabel]: 'Running' } });
    new AgentPlatform(this, 'argo', {
      namespace: 'argo',
      deployments: [
        {
          name: 'argo-workflows-server',
          containers: [controllerResources],
          replicas: {
            min: 2,
            max: this.environment.maxReplicas(8),
            metrics: [Metric.utilization('cpu', 60), running.perPod(5)],
          },
          minAvailable: '50%',
          budgetName: 'argo-workflows-pdb',
        },
        {
          name: 'workflow-controller',
          containers: [{ requests: { cpu: '500m', memory: '1Gi' }, limits: { cpu: '1', memory: '2Gi' } }],
          replicas: 2,
        },
      ],
      traffic: {
        egress: [internet],
        ingress: [
          {
            name: 'scrape',
            selector: { matchLabels: { app: 'workflow-controller' } },
            peers: [
              { namespaces: { matchLabels: { 'kubernetes.io/metadata.name': profile.monitoringNamespace ?? '' } } },
            ],
            ports: [{ port: 9090 }],
          },
          {
            name: 'argo-server',
            selector: { matchLabels: { app: 'argo-workflows-server' } },
            ports: [{ port: 2746 }],
          },
        ],
      },
    });
    const settings = this.controllerSettings(agents);
    new WorkflowControllerConfigMap(this, 'workflow-controller', { namespace: 'argo', ...settings });
    const values = `values/${this.node.id}`;
    new WorkflowControllerValues(this, 'argo-values', { path: `${values}/argo-workflows.yaml`, ...settings });
    new ValuesFile(this, 'adapter-values', {
      path: `${values}/prometheus-adapter.yaml`,
      content: () => ({ rules: { external: [running.adapterRule()] } }),
    });
  }

  private controllerSettings(agents: AgentPlatform): WorkflowControllerSettings {
    return {
      defaults: {
        ttl: this.backstop(),
        podGc: { strategy: 'OnPodCompletion', deleteDelay: '60s' },
        activeDeadline: '14d',
      },
      executor,
      namespaceParallelism: this.agentsThatFit(agents),
      artifacts: { bucket: 'workflow-archives', archiveLogs: true },
    };
  }

  /** Argo's own deletion, a day behind that of the cleanup, which archives first. A failure is never kept longer than an error. */
  private backstop(): WorkflowTtl {
    const { success, failure } = this.environment.retention;
    const [afterSuccess, afterFailure] = [success, failure].map((time) => Duration.parse(time).toSeconds() + day);
    return { success: afterSuccess, failure: afterFailure, completion: afterFailure };
  }

  /** Implementation agents that fit the quota beside the controller at its most, with headroom on requests. */
  private agentsThatFit(agents: AgentPlatform): number {
    const problems = Problems.none();
    const hard = agents.quota.limits(problems);
    const agent = tiers.tier('implementation').workload('agent', { atOnce: 1, executor }).charge(problems);
    const controller = Workload.pods('controller', { atOnce: 1, containers: [controllerResources] }).charge(problems);
    const requests = Object.fromEntries(Object.entries(agent).filter(([key]) => key.startsWith('requests.')));
    const others = times(controller, this.environment.maxReplicas(10) * headroom);
    return podsThatFit(hard, times(requests, headroom), others) ?? 0;
  }

  private addTaskmaster(): void {
    new AgentPlatform(this, 'taskmaster', {
      namespace: 'taskmaster',
      workloads: [
        ...['rex', 'cleo', 'tess'].map((agent) => tiers.agent(agent).workload(agent, { atOnce: 1 })),
        tiers.tier('quality').workload('workflow-pods', { atOnce: 4, executor }),
      ],
      traffic: { egress: [internet] },
    });
  }

  private addAgents(): void {
    const runner = { requests: { cpu: '1', memory: '4Gi' }, limits: { cpu: '2', memory: '8Gi' } };
    new AgentPlatform(this, 'agents', {
      namespace: 'agents',
      deployments: [{ name: 'agents-controllers', containers: [controllerResources], replicas: 2 }],
      workloads: [Workload.pods('runner', { atOnce: 10, containers: [runner] })],
      traffic: { egress: [internet] },
    });
  }
}
