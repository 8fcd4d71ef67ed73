import { createRequire } from 'node:module';
import { alerts, cronJob, hardLimits, labelsOf, role, roleBinding } from '../objects.mjs';

/** Typed constructs that check their settings; plain ApiObjects where there is no construct yet. */
export const title = 'cdk8s-steward';

/** @param coherence whether the objects are also checked together */
export function render(fleet, out, coherence = false) {
  // As a CommonJS program of a user loads them.
  const require = createRequire(import.meta.url);
  const steward = require('../../lib/index.js');
  const { ApiObject } = require('cdk8s');
  const { Construct } = require('constructs');

  const app = new steward.StewardApp({ outdir: out, layout: steward.Layouts.filePerNamespace(), coherence });
  const environment = new steward.Environment(app, 'fleet');
  for (const { name, value, description } of fleet.priorityClasses) {
    new steward.PriorityClass(environment, name, { name, value, description });
  }
  for (const n of fleet.namespaces) addNamespace(steward, ApiObject, new Construct(environment, n.name), n);
  app.synth();
}

function addNamespace(steward, ApiObject, scope, n) {
  const { Metric, ScaleTargets, ScalingPolicy } = steward;
  const common = { namespace: n.name, labels: labelsOf(n) };
  new steward.Namespace(scope, 'namespace', {
    name: n.name,
    labels: labelsOf(n),
    annotations: { 'example.com/owner': n.owner },
    podSecurity: 'baseline',
  });
  new steward.ResourceQuota(scope, 'quota', { ...common, name: 'compute-quota', hard: hardLimits(n) });
  new steward.LimitRange(scope, 'defaults', {
    ...common,
    name: 'defaults',
    container: {
      default: { cpu: '500m', memory: '512Mi' },
      defaultRequest: { cpu: '100m', memory: '128Mi' },
      max: { cpu: n.maxCpu, memory: n.maxMemory },
      min: { cpu: '10m', memory: '16Mi' },
    },
    persistentVolumeClaim: { min: { storage: '1Gi' }, max: { storage: '100Gi' } },
  });
  new steward.HorizontalPodAutoscaler(scope, 'autoscaler', {
    ...common,
    name: 'controller',
    target: ScaleTargets.deployment('controller'),
    minReplicas: n.minReplicas,
    maxReplicas: n.maxReplicas,
    metrics: [Metric.utilization('cpu', n.cpuTarget), Metric.utilization('memory', n.memoryTarget)],
    scaleUp: {
      stabilizationWindow: 0,
      selectPolicy: 'Max',
      policies: [ScalingPolicy.percent(100, '60s'), ScalingPolicy.pods(2, '60s')],
    },
    scaleDown: { stabilizationWindow: '15m', policies: [ScalingPolicy.percent(50, '60s')] },
  });
  new steward.VerticalPodAutoscaler(scope, 'recommender', {
    ...common,
    name: 'worker',
    target: ScaleTargets.deployment('worker'),
    updateMode: 'Initial',
    containerPolicies: [
      {
        containerName: 'agent',
        mode: 'Auto',
        minAllowed: { cpu: '100m', memory: '128Mi' },
        maxAllowed: { cpu: n.maxCpu, memory: n.maxMemory },
        controlledResources: ['cpu', 'memory'],
      },
    ],
  });
  new steward.PodDisruptionBudget(scope, 'budget', {
    ...common,
    name: 'controller',
    selector: { matchLabels: { app: 'controller' } },
    minAvailable: 1,
  });
  new steward.PrometheusRule(scope, 'alerts', {
    ...common,
    name: 'governance-alerts',
    groups: [{ name: `governance.${n.name}`, interval: '1m', rules: alerts(n) }],
  });
  for (const object of [cronJob(n), role(n), roleBinding(n)]) new ApiObject(scope, object.kind, object);
}
