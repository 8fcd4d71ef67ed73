import { found } from '../../../checked';
import { all, hpa, quota, scaledObject, workload } from './sample';

const rule = 'KEDA-DEFAULT-100';
const target = workload({ resources: '{requests: {cpu: 500m}}' });

describe(rule, () => {
  test('is silent where the quota holds a hundred, and fires where it holds one less', () => {
    expect(found(rule, all(quota('{requests.cpu: "50"}'), target, scaledObject()))).toEqual([]);
    expect(found(rule, all(quota('{cpu: "49.5"}'), target, scaledObject()))).toEqual([
      'error ScaledObject/api spec.maxReplicaCount: maxReplicaCount is not set, which means 100, but the quota team holds 99',
    ]);
    expect(found('HPA-OVER-QUOTA', all(quota('{cpu: "49.5"}'), target, scaledObject()))).toEqual([]);
  });

  test('leaves a maximum that is set to HPA-OVER-QUOTA', () => {
    const stated = all(quota('{requests.cpu: "2"}'), target, scaledObject({ spec: 'maxReplicaCount: 5' }));
    expect(found(rule, stated)).toEqual([]);
    expect(found('HPA-OVER-QUOTA', stated)).toHaveLength(1);
    const later = all(
      quota('{requests.cpu: "2"}'),
      target,
      scaledObject({ spec: 'maxReplicaCount: "{{ .Values.max }}"' }),
    );
    expect([...found(rule, later), ...found('HPA-OVER-QUOTA', later)]).toEqual([]);
  });

  test('is silent about other autoscalers, other namespaces and targets that are not known', () => {
    expect(found(rule, all(quota('{requests.cpu: "2"}'), target, hpa()))).toEqual([]);
    expect(
      found(
        rule,
        all(quota('{requests.cpu: "2"}').replace('namespace: team', 'namespace: other'), target, scaledObject()),
      ),
    ).toEqual([]);
    expect(found(rule, all(quota('{requests.cpu: "2"}'), scaledObject()))).toEqual([]);
  });
});
