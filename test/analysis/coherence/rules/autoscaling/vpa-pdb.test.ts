import { found } from '../../../checked';
import { all, hpa, vpa, workload } from './sample';

const rule = 'VPA-PDB';
const budget = (bound: string, namespace = 'team') => `
apiVersion: policy/v1
kind: PodDisruptionBudget
metadata: {name: api, namespace: ${namespace}}
spec: {${bound}, selector: {matchLabels: {app: api}}}`;
const recreate = vpa({ spec: 'updatePolicy: {updateMode: Recreate}' });

describe(rule, () => {
  test('warns where no pod may go, and is silent where one may', () => {
    expect(found(rule, all(workload({ replicas: 3 }), budget('minAvailable: 3'), recreate))).toEqual([
      'warning VerticalPodAutoscaler/api spec.updatePolicy.updateMode: minAvailable 3 lets none of the 3 pods of Deployment team/api go, so the autoscaler never changes one',
    ]);
    expect(found(rule, all(workload({ replicas: 3 }), budget('minAvailable: 2'), recreate))).toEqual([]);
    expect(found(rule, all(workload({ replicas: 3 }), budget('maxUnavailable: 0'), recreate))).toHaveLength(1);
    expect(found(rule, all(workload({ replicas: 3 }), budget('maxUnavailable: 1%'), recreate))).toEqual([]);
  });

  test('asks for the most replicas there may be', () => {
    const scaled = hpa({ spec: 'minReplicas: 2, maxReplicas: 4' });
    expect(found(rule, all(workload(), scaled, budget('minAvailable: 3'), recreate))).toEqual([]);
    expect(found(rule, all(workload(), scaled, budget('minAvailable: 4'), recreate))).toHaveLength(1);
  });

  test('is silent about modes that evict nothing, or only where they must, and about other namespaces', () => {
    const mode = (updateMode: string) => {
      const vertical = vpa({ spec: `updatePolicy: {updateMode: ${updateMode}}` });
      return found(rule, all(workload({ replicas: 3 }), budget('minAvailable: 3'), vertical));
    };
    expect([...mode('"Off"'), ...mode('Initial'), ...mode('InPlaceOrRecreate')]).toEqual([]);
    expect(mode('Auto')).toHaveLength(1);
    expect(found(rule, all(workload({ replicas: 3 }), budget('minAvailable: 3', 'other'), recreate))).toEqual([]);
  });
});
