import { found } from '../../../checked';
import { all, hpa, quota, vpa, workload } from './sample';

const rule = 'VPA-CAP';
const target = workload({ resources: '{requests: {cpu: 500m}, limits: {cpu: 1}}' });
const capped = (cpu: string, rest = '') => {
  return vpa({
    spec: `resourcePolicy: {containerPolicies: [{containerName: "*", maxAllowed: {cpu: "${cpu}"}${rest}}]}`,
  });
};
const limitRange = (type = 'Container', namespace = 'team') => `
apiVersion: v1
kind: LimitRange
metadata: {name: most, namespace: ${namespace}}
spec: {limits: [{type: ${type}, max: {cpu: 4}}]}`;
const node = (cpu: string) => ({ nodes: [{ count: 3, allocatable: { cpu, memory: '16Gi' } }] });

describe(rule, () => {
  test('counts the limit that grows with the request against a LimitRange', () => {
    expect(found(rule, all(limitRange(), target, capped('2')))).toEqual([]);
    expect(found(rule, all(limitRange(), target, capped('2001m')))).toEqual([
      'warning VerticalPodAutoscaler/api spec.resourcePolicy.containerPolicies[0].maxAllowed.cpu: container "api" never gets 2001m cpu: LimitRange most holds limits at 4',
    ]);
    expect(found(rule, all(limitRange('Container', 'other'), target, capped('8')))).toEqual([]);
  });

  test('counts the limit that stays against RequestsOnly', () => {
    const only = ', controlledValues: RequestsOnly';
    expect(found(rule, all(target, capped('1', only)))).toEqual([]);
    expect(found(rule, all(target, capped('1001m', only)))).toEqual([
      expect.stringContaining('the limit stays at 1 with controlledValues: RequestsOnly'),
    ]);
    expect(found(rule, all(workload({ resources: '{requests: {cpu: 500m}}' }), capped('8', only)))).toEqual([]);
  });

  test('counts all replicas against the quota', () => {
    const scaled = (cpu: string) => {
      return found(rule, all(quota('{requests.cpu: "10"}'), target, hpa({ spec: 'maxReplicas: 5' }), capped(cpu)));
    };
    expect(scaled('2')).toEqual([]);
    expect(scaled('2100m')).toEqual([
      'warning VerticalPodAutoscaler/api spec.resourcePolicy.containerPolicies[0].maxAllowed.cpu: 5 replicas of Deployment team/api at maxAllowed do not fit the quota team: pods that were evicted to grow are refused',
    ]);
  });

  test('leaves what does not fit as it stands to other rules', () => {
    expect(found(rule, all(quota('{requests.cpu: 400m}'), target, capped('2')))).toEqual([]);
  });

  test('counts one pod against the nodes that are declared', () => {
    expect(found(rule, all(target, capped('4')), node('4'))).toEqual([]);
    expect(found(rule, all(target, capped('4001m')), node('4'))).toEqual([
      expect.stringContaining('a pod of Deployment team/api at maxAllowed fits no node'),
    ]);
    expect(found(rule, all(target, capped('8')))).toEqual([]);
  });

  test('is silent where nothing is changed', () => {
    const off = capped('8').replace('resourcePolicy:', 'updatePolicy: {updateMode: "Off"}, resourcePolicy:');
    expect(found(rule, all(limitRange(), target, off))).toEqual([]);
    expect(found(rule, all(limitRange(), target, capped('8', ', mode: "Off"')))).toEqual([]);
    expect(found(rule, all(limitRange(), target, capped('8', ', controlledResources: [memory]')))).toEqual([]);
    expect(found(rule, all(limitRange(), target, capped('{{ .Values.cpu }}')))).toEqual([]);
  });
});
