import { found } from '../../../checked';
import { deployment, quota } from './manifests';

const rule = 'QTA-REPLICAS';

describe(rule, () => {
  test('is silent where the replicas fill the quota', () => {
    expect(found(rule, quota('cpu: "2"') + deployment({ replicas: 4 }))).toEqual([]);
  });

  test('fires one replica above', () => {
    expect(found(rule, quota('cpu: "2"') + deployment({ replicas: 5 }))).toEqual([
      'error Deployment/api spec.replicas: 5 replicas of Deployment team/api do not fit the quota team: at most 4 do',
    ]);
  });

  test('only warns where each fits, but not all together', () => {
    const others = deployment({ name: 'web', replicas: 1 });
    expect(found(rule, quota('pods: "5"') + deployment({ replicas: 4 }) + others)).toEqual([]);
    expect(found(rule, quota('pods: "4"') + deployment({ replicas: 4 }) + others)).toEqual([
      'warning ResourceQuota/team spec.hard.pods: the replicas of 2 workloads do not all fit the quota team',
    ]);
  });

  test('leaves to others what an autoscaler asks for, and a pod that is too large', () => {
    const autoscaler = `
apiVersion: autoscaling/v2
kind: HorizontalPodAutoscaler
metadata: {name: api, namespace: team}
spec: {scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: api}, maxReplicas: 9}
`;
    expect(found(rule, quota('cpu: "2"') + deployment({ replicas: 5 }) + autoscaler)).toEqual([]);
    expect(found(rule, quota('cpu: 400m') + deployment({ replicas: 5 }))).toEqual([]);
  });

  test('leaves alone what is filled in later', () => {
    expect(found(rule, quota('cpu: "2"') + deployment({ replicas: '"${REPLICAS}"' }))).toEqual([]);
  });
});
