import { App, Chart, Testing } from 'cdk8s';
import { Construct } from 'constructs';
import { Environment, ResourceQuota, StewardApp } from '../../../src';
import { problemsIn } from '../render';

const quota = (scope: Construct, id = 'q') => {
  return new ResourceQuota(scope, id, { name: 'budget', namespace: 'agents', hard: { pods: 1 } });
};

it('is a chart: an ordinary App renders it, with its labels', () => {
  const environment = new Environment(new App(), 'prod', { labels: { stage: 'prod' } });
  quota(environment);
  expect(environment).toBeInstanceOf(Chart);
  expect(Testing.synth(environment)[0].metadata.labels).toEqual({ stage: 'prod' });
});

it('knows nothing of its cluster unless told', () => {
  expect(new Environment(new App(), 'prod').profile).toEqual({});
  expect(new Environment(new App(), 'prod', { profile: { shared: true } }).profile).toEqual({ shared: true });
});

it('is told from a plain chart, and from anything else', () => {
  const values: unknown[] = [new Environment(new App(), 'a'), new Chart(new App(), 'b'), null, 'prod', {}];
  expect(values.map((value) => value instanceof Environment)).toEqual([true, false, false, false, false]);
});

it('is found from everything inside it, at any depth', () => {
  const app = new StewardApp();
  const environment = new Environment(app, 'prod');
  const deep = quota(new Construct(new Chart(environment, 'chart'), 'group'));
  expect(Environment.find(deep)).toBe(environment);
  expect(Environment.find(environment)).toBe(environment);
  expect(Environment.find(quota(new Chart(app, 'elsewhere')))).toBeUndefined();
});

describe('one object twice', () => {
  it('is a problem within an environment, named with both paths', () => {
    const app = new StewardApp();
    const environment = new Environment(app, 'prod');
    quota(environment, 'one');
    quota(new Chart(environment, 'chart'), 'two');
    expect(problemsIn(app)).toEqual(['prod/chart/two: ResourceQuota agents/budget is already declared by prod/one']);
  });

  it('is fine in two environments', () => {
    const app = new StewardApp();
    quota(new Environment(app, 'dev'));
    quota(new Environment(app, 'prod'));
    expect([...app.render().keys()]).toEqual([
      'dev/agents/resource-quota-budget.yaml',
      'prod/agents/resource-quota-budget.yaml',
    ]);
  });

  it('is a problem in two environments of one id, which share a folder', () => {
    const app = new StewardApp();
    quota(new Environment(new Construct(app, 'a'), 'prod'));
    quota(new Environment(new Construct(app, 'b'), 'prod'));
    expect(problemsIn(app)).toEqual(['b/prod/q: ResourceQuota agents/budget is already declared by a/prod/q']);
  });
});

it('refuses versions that are none', () => {
  const app = new StewardApp();
  new Environment(app, 'prod', { profile: { kubernetes: 'latest', prometheus: { version: 'two' } } });
  expect(problemsIn(app)).toEqual([
    'prod: profile.kubernetes "latest" is not a version: write e.g. 1.36 or 3.7.14',
    'prod: profile.prometheus.version "two" is not a version: write e.g. 1.36 or 3.7.14',
  ]);
});
