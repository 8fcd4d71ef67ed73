import { found } from '../../../checked';
import { hpa, scaledObject } from './sample';

const rule = 'HPA-FIXED';

describe(rule, () => {
  test('informs of a range of one number', () => {
    expect(found(rule, hpa({ spec: 'minReplicas: 3, maxReplicas: 3' }))).toEqual([
      'info HorizontalPodAutoscaler/api spec.maxReplicas: minimum and maximum are both 3 replicas: nothing is ever scaled',
    ]);
    expect(found(rule, hpa({ spec: 'minReplicas: 3, maxReplicas: 4' }))).toEqual([]);
  });

  test('knows the minimum that is not set', () => {
    expect(found(rule, hpa({ spec: 'maxReplicas: 1' }))).toEqual([
      'info HorizontalPodAutoscaler/api spec.maxReplicas: minimum and maximum are both 1 replica (minReplicas is 1 when it is not set): nothing is ever scaled',
    ]);
    expect(found(rule, scaledObject({ spec: 'maxReplicaCount: 1' }))).toEqual([]);
  });

  test('is silent where a ScaledObject has an idle number, and about what is filled in later', () => {
    const fixed = 'minReplicaCount: 2, maxReplicaCount: 2';
    expect(found(rule, scaledObject({ spec: fixed }))).toHaveLength(1);
    expect(found(rule, scaledObject({ spec: `${fixed}, idleReplicaCount: 0` }))).toEqual([]);
    expect(found(rule, hpa({ spec: 'maxReplicas: "{{ .Values.max }}"' }))).toEqual([]);
  });
});
