import { hasSchema, schemaOf } from '../../../../src/model/kinds/schema/registry';
import { structures } from '../../../../src/model/kinds/structure';

test('every kind that is known has a schema', () => {
  for (const { group, version, kind } of Object.values(structures)) {
    expect([kind, hasSchema(group === '' ? version : `${group}/${version}`, kind)]).toEqual([kind, true]);
  }
});

test.each([
  ['apps/v1', 'DaemonSet', true],
  ['v1', 'Pod', true],
  ['networking.k8s.io/v1', 'Ingress', true],
  ['argoproj.io/v1alpha1', 'ClusterWorkflowTemplate', false],
  ['autoscaling.k8s.io/v1', 'VerticalPodAutoscaler', false],
  ['keda.sh/v1alpha1', 'ScaledJob', false],
])('%s %s is built in: %s', (apiVersion, kind, builtIn) => {
  expect(hasSchema(apiVersion, kind)).toBe(true);
  expect(schemaOf(apiVersion, kind)).toMatchObject({ builtIn, root: { type: 'map' } });
});

test.each([
  ['apps/v1beta1', 'Deployment'],
  ['v1', 'Deployment'],
  ['apps/v1', 'deployment'],
  ['', 'constructor'],
])('there is no schema of %s %s', (apiVersion, kind) => {
  expect(hasSchema(apiVersion, kind)).toBe(false);
  expect(schemaOf(apiVersion, kind)).toBeUndefined();
});

test('the same kind has always the same schema', () => {
  expect(schemaOf('v1', 'Pod')).toBe(schemaOf('v1', 'Pod'));
});

test('nothing is loaded before it is asked for', () => {
  jest.isolateModules(() => {
    const read = jest.fn(() => jest.requireActual('../../../../src/model/kinds/schema/generated/schemas'));
    jest.doMock('../../../../src/model/kinds/schema/generated/schemas', read);
    require('../../../../src/index');
    const { schemaProblems } = require('../../../../src/model/kinds/schema/schema-problems');
    expect(read).not.toHaveBeenCalled();
    schemaProblems({ apiVersion: 'v1', kind: 'ConfigMap' });
    expect(read).toHaveBeenCalledTimes(1);
  });
});
