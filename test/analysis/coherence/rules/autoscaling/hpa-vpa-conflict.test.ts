import { found } from '../../../checked';
import { all, hpa, share, vpa, workload } from './sample';

const rule = 'HPA-VPA-CONFLICT';
const target = workload({ resources: '{requests: {cpu: 1, memory: 1Gi}}' });
const both = (spec: string, horizontal = share(70)) =>
  found(rule, all(target, hpa({ spec: horizontal }), vpa({ spec })));
const policies = (text: string) => `resourcePolicy: {containerPolicies: [${text}]}`;

describe(rule, () => {
  test('fires where both steer by the same resource', () => {
    expect(both('updatePolicy: {updateMode: Recreate}')).toEqual([
      'warning HorizontalPodAutoscaler/api spec.metrics[0].resource.target.averageUtilization: Deployment api is scaled by its share of requested cpu, which VerticalPodAutoscaler team/api sets to what is used',
    ]);
    expect(both('')).toHaveLength(1);
    expect(both('updatePolicy: {updateMode: Auto}')).toHaveLength(1);
    expect(both('updatePolicy: {updateMode: "Off"}')).toEqual([]);
  });

  test('warns where only new pods are changed', () => {
    expect(both('updatePolicy: {updateMode: Initial}')).toEqual([expect.stringMatching(/^warning /)]);
  });

  test('reads what the vertical one controls', () => {
    expect(both(policies('{containerName: "*", controlledResources: [memory]}'))).toEqual([]);
    expect(both(policies('{containerName: "*", controlledResources: [memory]}'), share(70, 'memory'))).toHaveLength(1);
    expect(both(policies('{containerName: api, mode: "Off"}'))).toEqual([]);
    expect(both(policies('{containerName: web, mode: "Off"}'))).toHaveLength(1);
    expect(both(policies('{containerName: "*", mode: "Off"}, {containerName: api}'))).toHaveLength(1);
  });

  test('is silent about another target, another namespace and an average value', () => {
    const other = '{apiVersion: apps/v1, kind: StatefulSet, name: api}';
    expect(found(rule, all(target, hpa({ spec: share(70) }), vpa({ target: other })))).toEqual([]);
    expect(found(rule, all(target, hpa({ spec: share(70) }), vpa({ namespace: 'other' })))).toEqual([]);
    const value =
      'maxReplicas: 5, metrics: [{type: Resource, resource: {name: cpu, target: {type: AverageValue, averageValue: 1}}}]';
    expect(both('', value)).toEqual([]);
  });

  test('needs no manifest of the target', () => {
    const rollout = '{apiVersion: argoproj.io/v1alpha1, kind: Rollout, name: api}';
    expect(found(rule, all(hpa({ target: rollout, spec: share(70) }), vpa({ target: rollout })))).toHaveLength(1);
  });
});
