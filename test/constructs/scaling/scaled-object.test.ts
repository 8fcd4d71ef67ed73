import {
  ExternalMetric,
  ScaledObject,
  type ScaledObjectProps,
  ScaledObjectTrigger,
  ScaleTargets,
  ScalingPolicy,
} from '../../../src';
import { type Loose, problemsOf, rendered } from '../render';

const queue = new ExternalMetric({ series: 'queue_depth', labels: { queue: 'agents' } });
const server = 'http://prometheus.monitoring:9090';
const prometheus = ScaledObjectTrigger.prometheus(queue, 5, server);
const props: ScaledObjectProps = {
  name: 'web',
  namespace: 'agents',
  target: ScaleTargets.deployment('web'),
  triggers: [prometheus],
  maxReplicas: 10,
};
const object = (more: object = {}) => rendered((scope) => new ScaledObject(scope, 's', { ...props, ...more }));

it('scales from no pods, on a query of its own namespace', () => {
  expect(object()).toEqual({
    apiVersion: 'keda.sh/v1alpha1',
    kind: 'ScaledObject',
    metadata: { name: 'web', namespace: 'agents' },
    spec: {
      scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'web' },
      minReplicaCount: 0,
      maxReplicaCount: 10,
      triggers: [
        {
          type: 'prometheus',
          metadata: {
            serverAddress: server,
            query: 'max(queue_depth{namespace="agents",queue="agents"})',
            threshold: '5',
          },
        },
      ],
    },
  });
});

it('takes what KEDA takes besides', () => {
  expect(
    object({
      minReplicas: 1,
      triggers: [ScaledObjectTrigger.utilization('memory', 80)],
      pollingInterval: '1m',
      cooldownPeriod: 0,
      scaleUp: { policies: [ScalingPolicy.pods(2, '60s')] },
    }).spec,
  ).toMatchObject({
    minReplicaCount: 1,
    pollingInterval: 60,
    cooldownPeriod: 0,
    triggers: [{ type: 'memory', metricType: 'Utilization', metadata: { value: '80' } }],
    advanced: {
      horizontalPodAutoscalerConfig: {
        behavior: { scaleUp: { policies: [{ type: 'Pods', value: 2, periodSeconds: 60 }] } },
      },
    },
  });
});

it.each([
  ['500m', '0.5'],
  ['1Ki', '1024'],
  [0.25, '0.25'],
])('writes a threshold of %s as the plain number %s', (perPod, threshold) => {
  const triggers = [ScaledObjectTrigger.prometheus(queue, perPod, server)];
  expect(object({ triggers }).spec.triggers[0].metadata.threshold).toBe(threshold);
});

const trigger = (one: ScaledObjectTrigger) => ({ minReplicas: 1, triggers: [one] });
const utilization = (resource: Loose, percent: Loose) => trigger(ScaledObjectTrigger.utilization(resource, percent));

it.each<[string, object, string]>([
  ['no maximum', { maxReplicas: undefined }, 'maxReplicas is required: KEDA would scale to 100'],
  ['a maximum of 0', { maxReplicas: 0 }, 'maxReplicas 0 is out of range: use a whole number of at least 1'],
  [
    'a maximum below the minimum',
    { minReplicas: 11 },
    'maxReplicas 10 is below minReplicas 11: raise it or lower the other',
  ],
  ['a negative minimum', { minReplicas: -1 }, 'minReplicas -1 is out of range: use a whole number of at least 0'],
  ['no triggers', { triggers: undefined }, 'triggers is required: name at least one'],
  ['an empty list of triggers', { triggers: [] }, 'triggers is empty: name at least one'],
  [
    'a trigger as KEDA writes it',
    { triggers: [{ type: 'cpu' }] },
    'triggers[0] {"type":"cpu"} is not made by its factory: use ScaledObjectTrigger.prometheus or .utilization',
  ],
  [
    'triggers that cannot wake it from no pods',
    { triggers: [ScaledObjectTrigger.utilization('cpu', 70)] },
    'minReplicas 0 needs a trigger besides CPU and memory: without pods these have no value',
  ],
  ['another resource', utilization('gpu', 70), 'triggers[0].resource "gpu" is unknown: use one of cpu, memory'],
  ['no percentage', utilization('cpu', undefined), 'triggers[0].utilization is required: got undefined'],
  [
    'a percentage of 0',
    utilization('cpu', 0),
    'triggers[0].utilization 0 is out of range: use a whole number of at least 1',
  ],
  [
    'a series by name alone',
    trigger(ScaledObjectTrigger.prometheus('queue' as Loose, 5, server)),
    'triggers[0].metric "queue" is no metric: use new ExternalMetric({ series: … })',
  ],
  [
    'no server',
    trigger(ScaledObjectTrigger.prometheus(queue, 5, undefined as Loose)),
    'triggers[0].serverAddress is required: got undefined',
  ],
  [
    'a threshold of 0',
    trigger(ScaledObjectTrigger.prometheus(queue, 0, server)),
    'triggers[0].perPod 0 must be above 0',
  ],
  [
    'no threshold',
    trigger(ScaledObjectTrigger.prometheus(queue, undefined as Loose, server)),
    'triggers[0].perPod is required: got undefined',
  ],
  ['an interval of 0', { pollingInterval: 0 }, 'pollingInterval 0 is too short: use at least 1s'],
  [
    'a period that is none',
    { cooldownPeriod: 'soon' },
    'cooldownPeriod "soon" is not a duration: write e.g. 90s, 15m, 1h30m, 7d, or a number of seconds',
  ],
  ['no target', { target: undefined }, 'target is required with apiVersion, kind and name: got undefined'],
  [
    'a window that is too long',
    { scaleDown: { stabilizationWindow: '2h' } },
    'scaleDown.stabilizationWindow "2h" is out of range: use 0 to 3600 seconds',
  ],
])('refuses %s', (_, more, problem) => {
  const all = { ...props, ...more } as ScaledObjectProps;
  expect(problemsOf((scope) => new ScaledObject(scope, 's', all))).toEqual([`prod/s: ${problem}`]);
});
