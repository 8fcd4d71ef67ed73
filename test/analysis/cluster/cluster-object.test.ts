import { objectOf } from './model';

describe('an object', () => {
  const deployment = objectOf({
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name: 'a', namespace: 'team' },
  });

  test('is known by group and kind, whatever its version', () => {
    expect(deployment.is('Deployment', 'apps')).toBe(true);
    expect(deployment.is('Deployment')).toBe(false);
    expect(deployment.definition?.namespaced).toBe(true);
    expect(deployment.identity).toBe('Deployment.apps team/a');
    expect(deployment.title).toBe('Deployment team/a');
  });

  test('of a kind that nobody knows has no definition', () => {
    expect(objectOf({ apiVersion: 'example.com/v1', kind: 'Thing' }).definition).toBeUndefined();
  });

  test.each<unknown>([undefined, null, '', 3, {}, ['team'], { toString: 1 }])(
    'in the namespace %j is in none',
    (namespace) => {
      const object = objectOf({ metadata: { name: 'a', namespace } });
      expect([object.namespace, object.identity, object.title]).toEqual(['', 'ConfigMap a', 'ConfigMap a']);
      expect(object.field('metadata', 'namespace').value).toEqual(namespace);
    },
  );

  test.each([null, 3, 'x', [], { a: 1, b: null }])('has only the labels of %j that are texts', (labels) => {
    expect(objectOf({ metadata: { name: 'a', labels, annotations: labels } })).toMatchObject({
      labels: {},
      annotations: {},
    });
  });
});
