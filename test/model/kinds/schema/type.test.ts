import { deployment, type Fields, found, object, workflow } from './manifests';

describe('a value of another type', () => {
  test.each<[Fields, string, string]>([
    [deployment({}, {}, { replicas: '3' }), 'replicas is a string ("3"), not an integer', 'write 3 without quotes'],
    [deployment({}, {}, { replicas: 'three' }), 'replicas is a string ("three"), not an integer', 'write an integer'],
    [deployment({}, {}, { replicas: 1.5 }), 'replicas is a fraction (1.5), not an integer', 'write 1 or 2'],
    [deployment({}, {}, { replicas: true }), 'replicas is a boolean (true), not an integer', 'write an integer'],
    [deployment({}, {}, { replicas: Number.NaN }), 'replicas is a number (NaN), not an integer', 'write an integer'],
    [
      deployment({ env: [{ name: 'A', value: true }] }),
      'value is a boolean (true), not a string',
      'put it in quotes, as y, n, yes, no, on and off too',
    ],
    [deployment({ env: [{ name: 'A', value: 1.5 }] }), 'value is a number (1.5), not a string', 'put it in quotes'],
    [deployment({ env: { A: 'b' } }), 'env is a map, not a list', 'write a list: put a dash before each item'],
    [deployment({ args: '-v' }), 'args is a string ("-v"), not a list', 'write a list'],
    [deployment({ args: [7] }), 'args[0] is a number (7), not a string', 'put it in quotes'],
    [deployment({ resources: [] }), 'resources is a list, not a map', 'write a map, without the dash'],
    [deployment({ resources: 'small' }), 'resources is a string ("small"), not a map', 'write a map'],
    [
      deployment({}, { hostNetwork: 'True' }),
      'hostNetwork is a string ("True"), not a boolean',
      'write true without quotes',
    ],
    [deployment({}, { hostNetwork: 'yes' }), 'hostNetwork is a string ("yes"), not a boolean', 'write true or false'],
    [deployment({}, { hostNetwork: 1 }), 'hostNetwork is a number (1), not a boolean', 'write true or false'],
    [
      deployment({ resources: { limits: { cpu: false } } }),
      'cpu is a boolean (false), not a quantity',
      'write a quantity, e.g. 500m or 2Gi',
    ],
    [
      object('policy/v1', 'PodDisruptionBudget', { spec: { minAvailable: 0.5 } }),
      'minAvailable is a fraction (0.5), not an integer or a string',
      'write 0 or 1, or text in quotes',
    ],
    [object('v1', 'ConfigMap', { data: { port: 80 } }), 'port is a number (80), not a string', 'put it in quotes'],
    [
      object('v1', 'ConfigMap', { data: { 'app.yaml': { a: 1 } } }),
      'app.yaml is a map, not a string',
      'write it as text, e.g. in a block that starts with |',
    ],
    [
      object('v1', 'ConfigMap', { metadata: { name: 'x', labels: { 'example.com/version': 1.2 } } }),
      'example.com/version is a number (1.2), not a string',
      'put it in quotes',
    ],
    [
      object('v1', 'ConfigMap', { metadata: { name: 'x', annotations: { on: true } } }),
      'on is a boolean (true), not a string',
      'put it in quotes, as y, n, yes, no, on and off too',
    ],
    [
      workflow({ container: { image: 'x', args: [null] } }),
      'args[0] is null, not a string',
      'write a value, or leave the item out',
    ],
    [
      workflow({ container: { image: 'x', resources: { limits: { cpu: 0.5 } } } }),
      'cpu is a fraction (0.5), not a quantity',
      'put it in quotes: a custom resource takes fractions as text only',
    ],
  ])('%#', (manifest, message, fix) => {
    expect(found('type', manifest).map(([, ...words]) => words)).toEqual([[message, fix]]);
  });

  test('is not shown where it may be a secret', () => {
    const secret = object('v1', 'Secret', { data: { a: 12 }, stringData: { b: true } });
    expect(found('type', secret)).toEqual([
      ['data a', 'a is a number, not a string', 'put it in quotes'],
      ['stringData b', 'b is a boolean, not a string', 'put it in quotes, as y, n, yes, no, on and off too'],
    ]);
  });
});
