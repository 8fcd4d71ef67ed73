import { HorizontalPodAutoscaler, Metric, ScaleTargets, type ValueGoal } from '../../../src';
import { type Loose, problemsOf, rendered } from '../render';

const props = (...metrics: Metric[]) => ({
  name: 'a',
  namespace: 'agents',
  target: ScaleTargets.deployment('web'),
  maxReplicas: 3,
  metrics,
});
const metricsOf = (...metrics: Metric[]) =>
  rendered((scope) => new HorizontalPodAutoscaler(scope, 'h', props(...metrics))).spec.metrics;
const selector = { matchLabels: { status: 'Running' } };

describe('each type renders the one block that belongs to it', () => {
  it.each<[string, Metric, object]>([
    [
      'use of a resource in percent',
      Metric.utilization('memory', 80),
      { type: 'Resource', resource: { name: 'memory', target: { type: 'Utilization', averageUtilization: 80 } } },
    ],
    [
      'use of a resource per pod',
      Metric.averageResource('memory', '1024Mi'),
      { type: 'Resource', resource: { name: 'memory', target: { type: 'AverageValue', averageValue: '1Gi' } } },
    ],
    [
      'use of a resource by one container',
      Metric.containerUtilization('main', 'cpu', 70),
      {
        type: 'ContainerResource',
        containerResource: {
          container: 'main',
          name: 'cpu',
          target: { type: 'Utilization', averageUtilization: 70 },
        },
      },
    ],
    [
      'a metric of the pods',
      Metric.pods('queue_depth', 5, selector),
      {
        type: 'Pods',
        pods: { metric: { name: 'queue_depth', selector }, target: { type: 'AverageValue', averageValue: '5' } },
      },
    ],
    [
      'a metric of another object in total',
      Metric.object({ apiVersion: 'networking.k8s.io/v1', kind: 'Ingress', name: 'web' }, 'requests', { value: '2k' }),
      {
        type: 'Object',
        object: {
          describedObject: { apiVersion: 'networking.k8s.io/v1', kind: 'Ingress', name: 'web' },
          metric: { name: 'requests' },
          target: { type: 'Value', value: '2k' },
        },
      },
    ],
    [
      'a metric of another object per pod',
      Metric.object(ScaleTargets.statefulSet('db'), 'requests', { averageValue: 0.5 }),
      {
        type: 'Object',
        object: {
          describedObject: { apiVersion: 'apps/v1', kind: 'StatefulSet', name: 'db' },
          metric: { name: 'requests' },
          target: { type: 'AverageValue', averageValue: '500m' },
        },
      },
    ],
    [
      'a metric of something else per pod',
      Metric.external('argo_workflows_gauge', { averageValue: 5 }, selector),
      {
        type: 'External',
        external: {
          metric: { name: 'argo_workflows_gauge', selector },
          target: { type: 'AverageValue', averageValue: '5' },
        },
      },
    ],
    [
      'a metric of something else in total',
      Metric.external('queue', { value: 10 }, {}),
      { type: 'External', external: { metric: { name: 'queue' }, target: { type: 'Value', value: '10' } } },
    ],
  ])('%s', (_, metric, expected) => {
    expect(metricsOf(metric)).toEqual([expected]);
  });
});

it('stands before CPU, where a server once moved it: that was drift to Argo CD', () => {
  const order = metricsOf(
    Metric.utilization('cpu', 70),
    Metric.utilization('memory', 80),
    Metric.containerUtilization('main', 'cpu', 70),
    Metric.pods('queue', 5),
  ).map(({ type, resource }: Loose) => resource?.name ?? type);
  expect(order).toEqual(['memory', 'Pods', 'cpu', 'ContainerResource']);
});

describe('refuses', () => {
  const goal = (value: object) => value as ValueGoal;

  it.each<[string, Metric, string]>([
    [
      'a counter, which never falls',
      Metric.external('argo_workflows_running_total', { averageValue: 5 }),
      'name "argo_workflows_running_total" is a counter, which never falls: scale on a gauge, or on a rate that an adapter serves under another name',
    ],
    ['no name', Metric.pods(undefined as Loose, 5), 'name undefined is no metric name: write a string'],
    ['an empty name', Metric.external('', { value: 5 }), 'name "" is no metric name: write a string'],
    ['another resource', Metric.utilization('gpu' as 'cpu', 70), 'resource "gpu" is unknown: use one of cpu, memory'],
    ['no resource', Metric.averageResource(undefined as Loose, 5), 'resource is required: got undefined'],
    ['no container', Metric.containerUtilization('', 'cpu', 70), 'container "" is empty'],
    ['no percentage', Metric.utilization('cpu', undefined as Loose), 'utilization is required: got undefined'],
    ['no use at all', Metric.utilization('cpu', 0), 'utilization 0 is out of range: use a whole number of at least 1'],
    [
      'a percentage in quotes',
      Metric.utilization('cpu', '70%' as Loose),
      'utilization "70%" is out of range: use a whole number of at least 1',
    ],
    ['no goal', Metric.external('queue', goal({})), 'needs a goal: value or averageValue'],
    [
      'two goals',
      Metric.external('queue', goal({ value: 5, averageValue: 6 })),
      'averageValue 6 excludes value 5: leave one of them out',
    ],
    ['a goal of 0', Metric.external('queue', { value: 0 }), 'value 0 must be above 0'],
    ['a negative goal', Metric.pods('queue', '-1'), 'averageValue "-1" must be above 0'],
    [
      'a goal that is no amount',
      Metric.pods('queue', 'five'),
      'averageValue "five" is not a quantity: write a number with an optional suffix, e.g. 500m, 2, 80Gi',
    ],
    [
      'an object that is none',
      Metric.object({ kind: 'Ingress', name: 'web' } as Loose, 'requests', { value: 5 }),
      'of is required with apiVersion, kind and name: got {"kind":"Ingress","name":"web"}',
    ],
    [
      'a selector that is none',
      Metric.external('queue', { value: 5 }, { matchLabels: { 'a b': 'c' } }),
      'selector.matchLabels "a b" is not a key: use letters, digits, -, _ and ., starting and ending with a letter or digit, with an optional prefix/',
    ],
  ])('%s', (_, metric, problem) => {
    const found = problemsOf((scope) => new HorizontalPodAutoscaler(scope, 'h', props(metric)));
    const message = problem.startsWith('needs') ? `prod/h: metrics[0] ${problem}` : `prod/h: metrics[0].${problem}`;
    expect(found).toEqual([message]);
  });
});
