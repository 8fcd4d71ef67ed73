import { HorizontalPodAutoscaler, Metric, ScaleTargets, ScalingPolicy, type ScalingRules } from '../../../src';
import { type Loose, problemsOf, rendered } from '../render';

const props = (scaleUp: ScalingRules) => ({
  name: 'a',
  namespace: 'agents',
  target: ScaleTargets.deployment('web'),
  maxReplicas: 3,
  metrics: [Metric.utilization('cpu', 70)],
  scaleUp,
});

it.each<[ScalingRules, object]>([
  [{ stabilizationWindow: 0 }, { stabilizationWindowSeconds: 0 }],
  [{ stabilizationWindow: '1h' }, { stabilizationWindowSeconds: 3600 }],
  [
    { policies: [ScalingPolicy.pods(1, 1), ScalingPolicy.percent(900, '30m')] },
    {
      policies: [
        { type: 'Pods', value: 1, periodSeconds: 1 },
        { type: 'Percent', value: 900, periodSeconds: 1800 },
      ],
    },
  ],
  [{ tolerance: 0 }, { tolerance: '0' }],
  [{}, {}],
])('takes what the API server takes: %j', (rules, expected) => {
  const { behavior } = rendered((scope) => new HorizontalPodAutoscaler(scope, 'h', props(rules))).spec;
  expect(behavior).toEqual({ scaleUp: expected });
});

const policy = (one: ScalingPolicy) => ({ policies: [one] });

it.each<[string, Loose, string]>([
  ['a wrong form', '60s', 'scaleUp "60s" is not a map: write { … }'],
  [
    'a window that is too long',
    { stabilizationWindow: '61m' },
    'scaleUp.stabilizationWindow "61m" is out of range: use 0 to 3600 seconds',
  ],
  [
    'a window that is none',
    { stabilizationWindow: 'long' },
    'scaleUp.stabilizationWindow "long" is not a duration: write e.g. 90s, 15m, 1h30m, 7d, or a number of seconds',
  ],
  [
    'part of a second',
    { stabilizationWindow: '500ms' },
    'scaleUp.stabilizationWindow "500ms" is not a whole number of seconds',
  ],
  ['no policies', { policies: [] }, 'scaleUp.policies is empty: name a policy, or leave it out'],
  [
    'policies that are no list',
    { policies: { type: 'Pods' } },
    'scaleUp.policies {"type":"Pods"} is not a list: write [ … ]',
  ],
  [
    'a policy as Kubernetes writes it',
    { policies: [{ type: 'Pods', value: 1 }] },
    'scaleUp.policies[0] {"type":"Pods","value":1} is not made by its factory: use ScalingPolicy.pods or ScalingPolicy.percent',
  ],
  [
    'a policy that does nothing',
    policy(ScalingPolicy.pods(0, '60s')),
    'scaleUp.policies[0].value 0 is out of range: use a whole number of at least 1',
  ],
  [
    'a policy without a period',
    policy(ScalingPolicy.percent(50, undefined as Loose)),
    'scaleUp.policies[0].period is required: got undefined',
  ],
  [
    'a period of 0',
    policy(ScalingPolicy.percent(50, 0)),
    'scaleUp.policies[0].period 0 is out of range: use 1 to 1800 seconds',
  ],
  [
    'a period that is too long',
    policy(ScalingPolicy.pods(5, '31m')),
    'scaleUp.policies[0].period "31m" is out of range: use 1 to 1800 seconds',
  ],
  [
    'another choice of policy',
    { selectPolicy: 'Average' },
    'scaleUp.selectPolicy "Average" is unknown: use one of Max, Min, Disabled',
  ],
  ['a negative tolerance', { tolerance: -0.1 }, 'scaleUp.tolerance -0.1 is negative: use a share such as 0.1'],
  [
    'a tolerance in percent',
    { tolerance: '10%' },
    'scaleUp.tolerance "10%" is not a quantity: write a number with an optional suffix, e.g. 500m, 2, 80Gi',
  ],
])('refuses %s', (_, rules, problem) => {
  const found = problemsOf((scope) => new HorizontalPodAutoscaler(scope, 'h', props(rules)));
  expect(found).toEqual([`prod/h: ${problem}`]);
});
