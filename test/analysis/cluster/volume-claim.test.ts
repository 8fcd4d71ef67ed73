import { chargeOfClaim, volumeClaims } from '../../../src/analysis/cluster/volume-claim';
import { sum } from '../../../src/model/workloads/charge';
import { namespaceOf, text } from './model';

const claim = (name: string, more = '') =>
  `{apiVersion: v1, kind: PersistentVolumeClaim, metadata: {name: ${name}${more}}, spec: {resources: {requests: {storage: 1Gi}}}}\n---\n`;
const set = `
apiVersion: apps/v1
kind: StatefulSet
metadata: {name: db}
spec:
  replicas: 3
  volumeClaimTemplates:
    - {metadata: {name: data}, spec: {storageClassName: fast, resources: {requests: {storage: 2Gi}}}}
---
`;

function total(yaml: string) {
  return text(
    volumeClaims(namespaceOf(yaml))
      .map((one) => chargeOfClaim(one) ?? {})
      .reduce(sum, {}),
  );
}

test('a claim, and those of a StatefulSet, one for each pod', () => {
  expect(total(claim('a') + set)).toEqual({
    'requests.storage': '7Gi',
    persistentvolumeclaims: '4',
    'count/persistentvolumeclaims': '4',
    'fast.storageclass.storage.k8s.io/requests.storage': '6Gi',
    'fast.storageclass.storage.k8s.io/persistentvolumeclaims': '3',
  });
});

test('claims that a StatefulSet has made, as in a dump, are its own', () => {
  expect(total(set + claim('data-db-0') + claim('data-db-12'))).toEqual(total(set));
  expect(total(set + claim('data-db'))['requests.storage']).toBe('7Gi');
  expect(total(set + claim('data-web-0'))['requests.storage']).toBe('7Gi');
});

test('claims that belong to a pod or workflow are made by it', () => {
  const pod = '{apiVersion: v1, kind: Pod, metadata: {name: p}, spec: {containers: [{name: a}]}}\n---\n';
  const owned = claim('p-cache', ', ownerReferences: [{apiVersion: v1, kind: Pod, name: p, controller: true}]');
  expect(total(pod + owned)).toEqual({});
  expect(total(owned)['requests.storage']).toBe('1Gi');
});
