import { usedBy } from '../../../../src/runtime/sweep/judgement/usage';
import { live } from '../../../model/policy/sample';

const used = (spec: object) => [...usedBy({ ...live('v1', 'Pod', {}, { name: 'pod' }), spec })].sort();

describe('what a pod uses', () => {
  it.each<[string, object, readonly string[]]>([
    ['a claim', { volumes: [{ persistentVolumeClaim: { claimName: 'c' } }] }, ['PersistentVolumeClaim/c']],
    ['the claim of an ephemeral volume', { volumes: [{ name: 'v', ephemeral: {} }] }, ['PersistentVolumeClaim/pod-v']],
    ['a ConfigMap as a volume', { volumes: [{ configMap: { name: 'm' } }] }, ['ConfigMap/m']],
    [
      'a projected one',
      { volumes: [{ projected: { sources: [{ configMap: { name: 'm' } }, { secret: {} }] } }] },
      ['ConfigMap/m'],
    ],
    ['its environment', { containers: [{ envFrom: [{ configMapRef: { name: 'm' } }] }] }, ['ConfigMap/m']],
    [
      'a variable of an init container',
      { initContainers: [{ env: [{ valueFrom: { configMapKeyRef: { name: 'm', key: 'k' } } }] }] },
      ['ConfigMap/m'],
    ],
    [
      'one of an ephemeral container',
      { ephemeralContainers: [{ envFrom: [{ configMapRef: { name: 'm' } }] }] },
      ['ConfigMap/m'],
    ],
    ['nothing', { volumes: [{ emptyDir: {} }], containers: [{ env: [{ name: 'a', value: 'b' }] }] }, []],
    ['what cannot be read', { volumes: 'none', containers: [null, 3], initContainers: {} }, []],
  ])('is found in %s', (_, spec, found) => {
    expect(used(spec)).toEqual(found);
  });
});
