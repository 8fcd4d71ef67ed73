import { ExternalMetric, HorizontalPodAutoscaler, Problems, ScaleTargets } from '../../../src';
import { rendered } from '../render';

const running = new ExternalMetric({ series: 'argo_workflows_gauge', labels: { status: 'Running' } });

it('is a metric that an autoscaler takes, per pod or in total', () => {
  const target = ScaleTargets.deployment('web');
  const metrics = [running.perPod(5), running.inTotal('1k')];
  const props = { name: 'a', namespace: 'agents', target, maxReplicas: 3, metrics };
  const metric = { name: 'argo_workflows_gauge', selector: { matchLabels: { status: 'Running' } } };
  expect(rendered((scope) => new HorizontalPodAutoscaler(scope, 'h', props)).spec.metrics).toEqual([
    { type: 'External', external: { metric, target: { type: 'AverageValue', averageValue: '5' } } },
    { type: 'External', external: { metric, target: { type: 'Value', value: '1k' } } },
  ]);
});

it('has no selector where it has no labels', () => {
  expect(new ExternalMetric({ series: 'queue' }).perPod(1).render(Problems.none())).toEqual({
    type: 'External',
    external: { metric: { name: 'queue' }, target: { type: 'AverageValue', averageValue: '1' } },
  });
});

describe('its rule for prometheus-adapter', () => {
  it('takes the largest value in the autoscaler’s namespace', () => {
    expect(running.adapterRule()).toEqual({
      seriesQuery: 'argo_workflows_gauge{namespace!=""}',
      metricsQuery: 'max(<<.Series>>{<<.LabelMatchers>>})',
      name: { as: 'argo_workflows_gauge' },
      resources: { overrides: { namespace: { resource: 'namespace' } } },
    });
  });

  it('takes another label for the namespace, and another sum', () => {
    const metric = new ExternalMetric({ series: 'jobs', aggregate: 'sum', namespaceLabel: 'exported_namespace' });
    expect(metric.adapterRule()).toMatchObject({
      seriesQuery: 'jobs{exported_namespace!=""}',
      metricsQuery: 'sum(<<.Series>>{<<.LabelMatchers>>})',
      resources: { overrides: { exported_namespace: { resource: 'namespace' } } },
    });
  });

  it('serves a series that belongs to no namespace', () => {
    expect(new ExternalMetric({ series: 'jobs', namespaceLabel: undefined }).adapterRule()).toMatchObject({
      seriesQuery: 'jobs',
      resources: { namespaced: false },
    });
  });
});

describe('its query', () => {
  it.each([
    ['the series alone', { series: 'jobs' }, undefined, 'max(jobs)'],
    ['a namespace', { series: 'jobs' }, 'agents', 'max(jobs{namespace="agents"})'],
    [
      'labels, quoted as PromQL needs',
      { series: 'jobs', labels: { path: 'C:\\a "b"' } },
      'agents',
      'max(jobs{namespace="agents",path="C:\\\\a \\"b\\""})',
    ],
    ['no namespace label', { series: 'jobs', namespaceLabel: undefined }, 'agents', 'max(jobs)'],
    ['another aggregate', { series: 'jobs', aggregate: 'avg' as const }, undefined, 'avg(jobs)'],
  ])('holds %s', (_, props, namespace, query) => {
    expect(new ExternalMetric(props).query(namespace)).toBe(query);
  });
});
