import { found } from '../../../checked';
import { deployment, quota } from './manifests';

const rule = 'QTA-SURGE';
const oneMore = 'rollingUpdate: {maxSurge: 1, maxUnavailable: 0}';

function autoscaler(min: number, max: number): string {
  return `
apiVersion: autoscaling/v2
kind: HorizontalPodAutoscaler
metadata: {name: api, namespace: team}
spec: {scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: api}, minReplicas: ${min}, maxReplicas: ${max}}
`;
}

describe(rule, () => {
  test('is silent with room for one pod more', () => {
    expect(found(rule, quota('cpu: 2500m') + deployment({ replicas: 4, strategy: oneMore }))).toEqual([]);
  });

  test('fires without', () => {
    expect(found(rule, quota('cpu: 2499m') + deployment({ replicas: 4, strategy: oneMore }))).toEqual([
      'error Deployment/api spec.strategy.rollingUpdate.maxSurge: a rollout of Deployment team/api at 4 replicas never moves: it may take none away, and the quota team holds not one more',
    ]);
  });

  test('knows that the default lets none of three go, and one of four', () => {
    expect(found(rule, quota('pods: "3"') + deployment({ replicas: 3 }))).toEqual([
      expect.stringMatching(/^error .* at 3 replicas never moves/),
    ]);
    expect(found(rule, quota('pods: "4"') + deployment({ replicas: 4 }))).toEqual([
      'warning Deployment/api spec.strategy.rollingUpdate.maxSurge: a rollout of Deployment team/api at 4 replicas adds up to 1 pod, and the quota team has room for 0',
    ]);
  });

  test('takes one away where neither share makes a whole pod', () => {
    const strategy = 'rollingUpdate: {maxSurge: 0, maxUnavailable: 10%}';
    expect(found(rule, quota('pods: "3"') + deployment({ replicas: 3, strategy }))).toEqual([]);
  });

  test('only warns where part of the surge fits', () => {
    expect(found(rule, quota('pods: "11"') + deployment({ replicas: 8 }))).toEqual([]);
    expect(found(rule, quota('pods: "9"') + deployment({ replicas: 8 }))).toEqual([
      'warning Deployment/api spec.strategy.rollingUpdate.maxSurge: a rollout of Deployment team/api at 8 replicas adds up to 2 pods, and the quota team has room for 1',
    ]);
  });

  test('only warns where an autoscaler may move on', () => {
    const manifests = (quotas: string) => quotas + deployment({ strategy: oneMore }) + autoscaler(2, 4);
    expect(found(rule, manifests(quota('pods: "3"')))).toEqual([
      expect.stringMatching(/^warning .* at 3 replicas never/),
    ]);
    expect(found(rule, manifests(quota('pods: "5"')))).toEqual([]);
  });

  test('leaves alone what recreates, and replicas that do not fit at all', () => {
    expect(found(rule, quota('pods: "1"') + deployment({ strategy: 'type: Recreate' }))).toEqual([]);
    expect(found(rule, quota('pods: "2"') + deployment({ replicas: 3 }))).toEqual([]);
  });
});
