import { deployment, type Fields, found, object, workflow } from './manifests';

describe('an unknown field', () => {
  const container = 'spec template spec containers 0';

  test.each<[string, Fields, string, string, string]>([
    [
      'is misspelt',
      deployment({ imagePulPolicy: 'Always' }),
      `${container} imagePulPolicy`,
      'containers[0]',
      'write imagePullPolicy',
    ],
    [
      'has letters of the other case',
      deployment({}, { hostnetwork: true }),
      'spec template spec hostnetwork',
      'spec',
      'write hostNetwork',
    ],
    [
      'lacks its end',
      deployment({ livenessProbe: { initialDelay: 3 } }),
      `${container} livenessProbe initialDelay`,
      'livenessProbe',
      'write initialDelaySeconds',
    ],
    [
      'belongs one level down',
      deployment({ requests: { cpu: 1 } }),
      `${container} requests`,
      'containers[0]',
      'move it to spec.template.spec.containers[0].resources.requests',
    ],
    [
      'belongs some levels down',
      deployment({}, {}, { containers: [] }),
      'spec containers',
      'spec',
      'move it to spec.template.spec.containers',
    ],
    [
      'belongs into the items of a list',
      deployment({}, { image: 'api:1' }),
      'spec template spec image',
      'spec',
      'move it to spec.template.spec.containers[].image',
    ],
    [
      'belongs one level up',
      deployment({ nodeSelector: { a: 'b' } }),
      `${container} nodeSelector`,
      'containers[0]',
      'move it to spec.template.spec.nodeSelector',
    ],
    [
      'belongs beside its map',
      deployment({}, {}, {}, { metadata: { name: 'api', replicas: 3 } }),
      'metadata replicas',
      'metadata',
      'move it to spec.replicas',
    ],
    ['stands above all', deployment({}, {}, {}, { replicas: 3 }), 'replicas', 'Deployment', 'move it to spec.replicas'],
    [
      'is one of few',
      deployment({ resources: { cpu: 1 } }),
      `${container} resources cpu`,
      'resources',
      'use one of claims, limits, requests, or leave it out',
    ],
    [
      'is like none',
      deployment({ flavour: 'a' }),
      `${container} flavour`,
      'containers[0]',
      'check its spelling, or leave it out',
    ],
    [
      'is in a map without fields',
      workflow({ outputs: { artifacts: [{ name: 'a', archive: { none: { level: 1 } } }] } }),
      'spec templates 0 outputs artifacts 0 archive none level',
      'none',
      'leave it out: no fields are taken here',
    ],
  ])('%s', (_, manifest, path, where, fix) => {
    const name = path.split(' ').at(-1);
    expect(found('unknown', manifest)).toEqual([[path, `${name} is no field of ${where}`, fix]]);
  });

  test('is moved only to where its value could stand', () => {
    const service = (port: unknown) => object('v1', 'Service', { spec: { port } });
    expect(found('unknown', service(80))[0]?.[2]).toBe('move it to spec.ports[].port');
    expect(found('unknown', service([{ port: 80 }]))[0]?.[2]).toBe('write ports');
  });

  test('is unknown with null for a value, and in quotes where its name needs them', () => {
    expect(found('unknown', deployment({ 'a b': null }))).toEqual([
      [`${container} a b`, '"a b" is no field of containers[0]', 'check its spelling, or leave it out'],
    ]);
  });

  test.each(['constructor', '__proto__', 'toString'])('may be called %s', (name) => {
    const manifest = object('v1', 'ConfigMap', Object.fromEntries([[name, 'x']]));
    Object.defineProperty(manifest, name, { value: 'x', enumerable: true });
    expect(found('unknown', manifest).map(([, message]) => message)).toEqual([`${name} is no field of ConfigMap`]);
  });
});
