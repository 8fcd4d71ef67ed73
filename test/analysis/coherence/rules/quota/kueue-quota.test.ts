import { found } from '../../../checked';
import { quota } from './manifests';

const rule = 'KUEUE-QUOTA';

function queues({ resource = 'name: cpu, nominalQuota: "8"', cohort = 'all', namespace = 'team' } = {}): string {
  return `
apiVersion: kueue.x-k8s.io/v1beta1
kind: ClusterQueue
metadata: {name: batch}
spec: {cohort: ${cohort}, resourceGroups: [{flavors: [{name: spot, resources: [{${resource}}]}, {name: fixed, resources: [{name: cpu, nominalQuota: "1"}]}]}]}
---
apiVersion: kueue.x-k8s.io/v1beta1
kind: LocalQueue
metadata: {name: batch, namespace: ${namespace}}
spec: {clusterQueue: batch}
`;
}

describe(rule, () => {
  test('adds the flavors up', () => {
    expect(found(rule, quota('cpu: "9"') + queues())).toEqual([]);
    expect(found(rule, quota('cpu: 8999m') + queues())).toEqual([
      'warning ResourceQuota/team spec.hard.cpu: ClusterQueue batch admits up to 9 cpu into this namespace, and the quota team holds 8999m',
    ]);
  });

  test('adds what may be borrowed from a cohort', () => {
    const resource = 'name: cpu, nominalQuota: "8", borrowingLimit: "1"';
    expect(found(rule, quota('cpu: "9"') + queues({ resource }))).toHaveLength(1);
    expect(found(rule, quota('cpu: "9"') + queues({ resource, cohort: 'null' }))).toEqual([]);
  });

  test('leaves alone namespaces without a queue, and quotas with a scope', () => {
    expect(found(rule, quota('cpu: "1"') + queues({ namespace: 'other' }))).toEqual([]);
    expect(found(rule, quota('cpu: "1"', { more: 'scopes: [Terminating]' }) + queues())).toEqual([]);
  });
});
