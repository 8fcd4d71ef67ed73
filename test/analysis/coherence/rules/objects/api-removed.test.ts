import { found } from '../../../checked';

const rule = 'API-REMOVED';

function object(apiVersion: string, kind: string): string {
  return `
apiVersion: ${apiVersion}
kind: ${kind}
metadata: {name: a}
`;
}

describe(rule, () => {
  const budget = object('policy/v1beta1', 'PodDisruptionBudget');

  test('is silent about the last version that serves an API, and fires at the next', () => {
    expect(found(rule, budget, { kubernetes: '1.24' })).toEqual([]);
    expect(found(rule, budget, { kubernetes: '1.25' })).toEqual([
      'error PodDisruptionBudget/a apiVersion: policy/v1beta1 PodDisruptionBudget is not served since Kubernetes 1.25; the cluster runs 1.25',
    ]);
  });

  test('only warns where the version is not known', () => {
    expect(found(rule, budget)).toEqual([
      'warning PodDisruptionBudget/a apiVersion: policy/v1beta1 PodDisruptionBudget is not served since Kubernetes 1.25',
    ]);
  });

  test.each([
    ['autoscaling/v2beta2', 'HorizontalPodAutoscaler'],
    ['batch/v1beta1', 'CronJob'],
    ['extensions/v1beta1', 'Ingress'],
    ['networking.k8s.io/v1beta1', 'Ingress'],
    ['apps/v1beta2', 'StatefulSet'],
    ['policy/v1beta1', 'PodSecurityPolicy'],
  ])('knows %s %s', (apiVersion, kind) => {
    expect(found(rule, object(apiVersion, kind), { kubernetes: '1.36' })).toHaveLength(1);
  });

  test.each([
    ['policy/v1', 'PodDisruptionBudget'],
    ['autoscaling/v1', 'HorizontalPodAutoscaler'],
    ['autoscaling.k8s.io/v1beta2', 'VerticalPodAutoscaler'],
    ['example.com/v1beta1', 'Ingress'],
  ])('is silent about %s %s', (apiVersion, kind) => {
    expect(found(rule, object(apiVersion, kind), { kubernetes: '1.36' })).toEqual([]);
  });
});
