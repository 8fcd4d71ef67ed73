import { App, Chart, Testing } from 'cdk8s';
import { Environment, InvalidValue, ResourceQuota, StewardApp, ValuesFile } from '../../../src';
import { type Loose, problemsIn, problemsOf } from '../render';

const path = 'values/prod/app.yaml';

function textOf(content: unknown): string | undefined {
  const app = new StewardApp();
  new ValuesFile(new Environment(app, 'prod'), 'v', { path, content: () => content });
  return app.render().get(path);
}

it('is written where it says, outside the folder of its environment', () => {
  expect(textOf({ b: [1, 'two'], a: { on: true } })).toBe(
    '# rendered by cdk8s-steward\n---\na:\n  "on": true\nb:\n  - 1\n  - two\n',
  );
});

it('is in no stream of manifests and no kustomization', () => {
  const app = new StewardApp();
  const environment = new Environment(app, 'prod');
  new ValuesFile(environment, 'v', { path, content: () => ({ a: 1 }) });
  expect(app.synthYaml()).toBe('');
});

it('renders nothing in an ordinary App, where its problems count all the same', () => {
  const chart = new Chart(new App(), 'prod');
  new ValuesFile(chart, 'v', { path, content: () => ({ a: 1 }) });
  expect(Testing.synth(chart)).toEqual([]);
  new ValuesFile(chart, 'w', { path: '', content: () => ({ a: 1 }) });
  expect(() => Testing.synth(chart)).toThrow('[prod/w] path "" is empty');
});

describe('a problem', () => {
  it.each<[string, Loose, string]>([
    ['without a path', { content: () => ({}) }, 'path is required: got undefined'],
    ['without content', { path }, 'content is required: a function that returns what the file holds'],
    [
      'with data for content',
      { path, content: { a: 1 } },
      'content is required: a function that returns what the file holds',
    ],
    [
      'with content that returns nothing',
      { path, content: () => undefined },
      'content is required: a function that returns what the file holds',
    ],
    [
      'with content that YAML cannot hold',
      { path, content: () => ({ a: [new Date(0)] }) },
      '"Date" at a[0] cannot be rendered: use strings, numbers, maps and lists',
    ],
    [
      'with content that throws',
      {
        path,
        content: () => {
          throw new InvalidValue(5, 'is odd');
        },
      },
      '5 is odd',
    ],
    [
      'with content that reports',
      { path, content: (problems: Loose) => problems.invalid('a.b', 5, 'is odd') ?? {} },
      'a.b 5 is odd',
    ],
  ])('is a file %s', (_, props, problem) => {
    expect(problemsOf((scope) => new ValuesFile(scope, 'v', props))).toEqual([`prod/v: ${problem}`]);
  });

  it.each([
    [
      'another values file',
      'values/a.yaml',
      'VALUES/a.yaml',
      'prod/w: its file VALUES/a.yaml is also that of prod/v (values/a.yaml)',
    ],
    [
      'itself',
      'values/a.yaml',
      'values/a.yaml',
      'prod/w: its file values/a.yaml is also that of prod/v (values/a.yaml)',
    ],
  ])('is a path that is also that of %s', (_, one, other, problem) => {
    const build = (scope: Chart) => {
      new ValuesFile(scope, 'v', { path: one, content: () => ({ a: 1 }) });
      new ValuesFile(scope, 'w', { path: other, content: () => ({ a: 1 }) });
    };
    expect(problemsOf(build)).toEqual([problem]);
  });

  it('is a path that is also that of a manifest', () => {
    const build = (scope: Chart) => {
      new ResourceQuota(scope, 'q', { name: 'q', namespace: 'agents', hard: { pods: 1 } });
      new ValuesFile(scope, 'v', { path: 'prod/agents/resource-quota-q.yaml', content: () => ({ a: 1 }) });
    };
    expect(problemsOf(build)).toEqual([
      'prod/v: its file prod/agents/resource-quota-q.yaml is also that of prod/q (prod/agents/resource-quota-q.yaml)',
    ]);
  });

  it.each(['../a.yaml', '/etc/a.yaml', 'a//b.yaml'])('is a path that leaves the folder, or is not plain: %s', (odd) => {
    const app = new StewardApp({ outdir: '/nowhere/dist' });
    new ValuesFile(new Environment(app, 'prod'), 'v', { path: odd, content: () => ({ a: 1 }) });
    expect(problemsIn(app)).toEqual([]);
    expect(() => app.synth()).toThrow(odd);
  });
});
