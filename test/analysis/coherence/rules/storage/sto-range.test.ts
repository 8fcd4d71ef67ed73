import { found } from '../../../checked';
import { quota } from '../quota/manifests';

const rule = 'STO-RANGE';

function manifests(storage: string, { more = '', namespace = 'team' } = {}): string {
  return `
apiVersion: v1
kind: LimitRange
metadata: {name: claims, namespace: ${namespace}}
spec: {limits: [{type: PersistentVolumeClaim, min: {storage: 1Gi}, max: {storage: 10Gi}}]}
---
apiVersion: v1
kind: PersistentVolumeClaim
metadata: {name: data, namespace: team}
spec: {${more} resources: {requests: {storage: ${storage}}}}
---
`;
}

describe(rule, () => {
  test.each(['1024Mi', '10Gi'])('is silent at %s', (storage) => {
    expect(found(rule, manifests(storage))).toEqual([]);
  });

  test('fires one step outside', () => {
    const place = 'error PersistentVolumeClaim/data spec.resources.requests.storage: PersistentVolumeClaim team/data';
    expect(found(rule, manifests('1023Mi'))).toEqual([
      `${place} claims 1023Mi, and the LimitRange claims allows no less than 1Gi`,
    ]);
    expect(found(rule, manifests('10241Mi'))).toEqual([
      `${place} claims 10241Mi, and the LimitRange claims allows no more than 10Gi`,
    ]);
    expect(found(rule, manifests('10241Mi', { namespace: 'other' }))).toEqual([]);
  });

  test('warns of a class that does not exist, where the profile lists them', () => {
    const slow = manifests('2Gi', { more: 'storageClassName: slow,' });
    expect(found(rule, slow)).toEqual([]);
    expect(found(rule, slow, { storageClasses: ['slow'] })).toEqual([]);
    expect(found(rule, slow, { storageClasses: ['fast'] })).toEqual([
      'warning PersistentVolumeClaim/data spec.storageClassName: PersistentVolumeClaim team/data claims storage of class slow, which does not exist',
    ]);
    const declared = '{apiVersion: storage.k8s.io/v1, kind: StorageClass, metadata: {name: slow}, provisioner: x}';
    expect(found(rule, `${slow}${declared}`, { storageClasses: ['fast'] })).toEqual([]);
    expect(found(rule, manifests('2Gi', { more: 'storageClassName: "",' }), { storageClasses: ['fast'] })).toEqual([]);
  });

  test('warns of one in the key of a quota', () => {
    const limited = quota('slow.storageclass.storage.k8s.io/requests.storage: 1Gi');
    expect(found(rule, limited, { storageClasses: ['fast'] })).toEqual([
      'warning ResourceQuota/team spec.hard[slow.storageclass.storage.k8s.io/requests.storage]: slow.storageclass.storage.k8s.io/requests.storage limits storage of class slow, which does not exist',
    ]);
    expect(found(rule, limited, { storageClasses: ['slow'] })).toEqual([]);
  });
});
