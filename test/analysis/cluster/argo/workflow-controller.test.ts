import { stringify } from 'yaml';
import type { WorkflowController } from '../../../../src/analysis/cluster/argo/workflow-controller';
import { workflowControllers } from '../../../../src/analysis/cluster/argo/workflow-controller';
import { formatPath } from '../../../../src/analysis/findings/finding';
import { objectOf } from '../model';

function configMap(data: unknown, name = 'workflow-controller-configmap'): WorkflowController | undefined {
  return workflowControllers([objectOf({ metadata: { name }, data })])[0];
}

function application(spec: object): WorkflowController[] {
  return workflowControllers([objectOf({ apiVersion: 'argoproj.io/v1alpha1', kind: 'Application', spec })]);
}

const values = {
  executor: { resources: { requests: { cpu: '100m' } } },
  mainContainer: { resources: {} },
  controller: { workflowDefaults: { spec: { parallelism: 3 } }, namespaceParallelism: 5 },
};
const source = (helm: object) => ({ chart: 'argo-workflows', helm });

/** Where two of the settings stand, and what they say. */
function read(controller: WorkflowController | undefined) {
  const cpu = controller?.setting('executor')?.get('resources', 'requests', 'cpu');
  const parallelism = controller?.setting('workflowDefaults')?.get('spec', 'parallelism');
  return [cpu, parallelism].map((field) => (field?.exists ? `${formatPath(field.path)}: ${field.value}` : undefined));
}

describe('settings', () => {
  test('of a ConfigMap have a key each', () => {
    const data = { executor: stringify(values.executor), workflowDefaults: 'spec: {parallelism: 3}' };
    expect(read(configMap(data))).toEqual(['data.executor: 100m', 'data.workflowDefaults: 3']);
  });

  test('of a ConfigMap may all be under config, which its own keys go before', () => {
    const config = stringify({ executor: values.executor, workflowDefaults: { spec: { parallelism: 3 } } });
    expect(read(configMap({ config }))).toEqual(['data.config: 100m', 'data.config: 3']);
    expect(read(configMap({ config, workflowDefaults: 'spec: {parallelism: 4}' }))).toEqual([
      'data.config: 100m',
      'data.workflowDefaults: 4',
    ]);
  });

  test('of an Application are values of the chart, as an object', () => {
    expect(read(application({ source: source({ valuesObject: values }) })[0])).toEqual([
      'spec.source.helm.valuesObject.executor.resources.requests.cpu: 100m',
      'spec.source.helm.valuesObject.controller.workflowDefaults.spec.parallelism: 3',
    ]);
  });

  test('of an Application may be a text, which the object goes before', () => {
    const text = stringify(values);
    expect(read(application({ source: source({ values: text }) })[0])).toEqual([
      'spec.source.helm.values: 100m',
      'spec.source.helm.values: 3',
    ]);
    const [both] = application({ source: source({ values: text, valuesObject: {} }) });
    expect(read(both)).toEqual([undefined, undefined]);
  });

  test('of an Application may be in one of several sources, and then not in the single one', () => {
    const other = { chart: 'redis', helm: { valuesObject: values } };
    const [controller, ...more] = application({
      source: source({}),
      sources: [other, source({ valuesObject: values })],
    });
    expect(more).toEqual([]);
    expect(read(controller)[1]).toBe(
      'spec.sources[1].helm.valuesObject.controller.workflowDefaults.spec.parallelism: 3',
    );
  });

  test('of no other object are read', () => {
    expect(configMap({}, 'settings')).toBeUndefined();
    expect(configMap({}, 'argo-workflows-workflow-controller-configmap')).toBeDefined();
    expect(application({ source: { chart: 'argo-cd' } })).toEqual([]);
    expect(application({ sources: [] })).toEqual([]);
  });

  test('that are not there, or say nothing, are none', () => {
    const controller = configMap({ executor: '', config: 'workflowDefaults: null' });
    expect(['executor', 'workflowDefaults', 'toString'].map((name) => controller?.setting(name))).toEqual([
      undefined,
      undefined,
      undefined,
    ]);
  });
});

describe('a text that cannot be read', () => {
  const bomb = [
    'a: &a [x, x, x, x, x, x, x, x, x]',
    ...'bcdefghi'.split('').map((name, index) => {
      const alias = `*${'abcdefgh'[index]}`;
      return `${name}: &${name} [${Array(9).fill(alias).join(', ')}]`;
    }),
  ].join('\n');

  test.each([
    ['broken', '{a: ['],
    ['no map', '- a'],
    ['deep', '['.repeat(20_000)],
    ['a bomb of aliases', bomb],
    ['a circle', 'executor: &a {resources: {requests: {cpu: 1}}, more: *a}'],
    ['merging what is no map', '<<: 3'],
    ['keys that are maps', '{{ .Values.x }}: 1'],
  ])('holds no settings: %s', (_, config) => {
    for (const controller of [
      configMap({ config, executor: config }),
      application({ source: source({ values: config }) })[0],
    ]) {
      expect(read(controller)).toEqual([undefined, undefined]);
    }
  });

  test.each([null, 3, [], 'x', { config: 3 }, { config: [] }])('nor does data of %j', (data) => {
    expect(read(configMap(data))).toEqual([undefined, undefined]);
  });
});

test('a text is read once, however often it is asked for', () => {
  const controller = configMap({ executor: stringify(values.executor) });
  expect(controller?.setting('executor')).toBe(controller?.setting('executor'));
});
