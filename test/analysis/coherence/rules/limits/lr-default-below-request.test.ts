import { found } from '../../../checked';

const rule = 'LR-DEFAULT-BELOW-REQUEST';

function manifests({ item = '', container = '', pod = '', namespace = 'team' }): string {
  return `
apiVersion: v1
kind: LimitRange
metadata: {name: team, namespace: ${namespace}}
spec: {limits: [{type: Container, ${item}}]}
---
apiVersion: apps/v1
kind: Deployment
metadata: {name: api, namespace: team}
spec: {template: {spec: {${pod} containers: [{name: api, resources: {${container}}}]}}}
`;
}

const request = 'spec.template.spec.containers[0].resources.requests';

describe(rule, () => {
  const item = 'default: {cpu: 1}, defaultRequest: {cpu: 100m}';

  test('is silent where the request equals the default', () => {
    expect(found(rule, manifests({ item, container: 'requests: {cpu: 1000m}' }))).toEqual([]);
  });

  test('fires above it', () => {
    expect(found(rule, manifests({ item, container: 'requests: {cpu: 1001m}' }))).toEqual([
      `error Deployment/api ${request}.cpu: container "api" of Deployment team/api requests 1001m cpu and states no limit: the default of 1 is less`,
    ]);
  });

  test.each(['requests: {cpu: 2}, limits: {cpu: 2}', 'limits: {cpu: 2}', 'requests: {memory: 2Gi}'])(
    'is silent for %s',
    (container) => {
      expect(found(rule, manifests({ item, container }))).toEqual([]);
    },
  );

  test('leaves what is above the max, too, to LR-CONTAINER-RANGE', () => {
    const container = 'requests: {cpu: 3}';
    expect(found(rule, manifests({ item: 'max: {cpu: 2}', container }))).toEqual([]);
    expect(found(rule, manifests({ item: 'max: {cpu: 3}, default: {cpu: 2}', container }))).toHaveLength(1);
  });

  test("wants a vendor's resource to equal its limit", () => {
    const gpus = (count: number) =>
      manifests({ item: 'default: {nvidia.com/gpu: 2}', container: `requests: {nvidia.com/gpu: ${count}}` });
    expect(found(rule, gpus(2))).toEqual([]);
    expect(found(rule, gpus(1))).toEqual([
      `error Deployment/api ${request}[nvidia.com/gpu]: container "api" of Deployment team/api requests 1 nvidia.com/gpu and states no limit: the default of 2 is not the same`,
    ]);
  });

  test('leaves namespaces apart', () => {
    expect(found(rule, manifests({ item, container: 'requests: {cpu: 2}', namespace: 'other' }))).toEqual([]);
  });

  test('compares a default limit with that of the pod', () => {
    const pod = (cpu: string) => `resources: {limits: {cpu: ${cpu}}},`;
    expect(found(rule, manifests({ item, pod: pod('1') }))).toEqual([]);
    expect(found(rule, manifests({ item, pod: pod('999m') }))).toEqual([
      'error Deployment/api spec.template.spec.resources.limits.cpu: container "api" of Deployment team/api gets a default cpu limit of 1, more than the 999m of its pod',
    ]);
  });

  test('adds default requests up to those of the pod', () => {
    const pod = (cpu: string) =>
      `resources: {requests: {cpu: ${cpu}}}, initContainers: [{name: a, restartPolicy: Always, resources: {requests: {cpu: 1}}}],`;
    expect(found(rule, manifests({ item, pod: pod('1100m') }))).toEqual([]);
    expect(found(rule, manifests({ item, pod: pod('1') }))).toEqual([
      'error Deployment/api spec.template.spec.resources.requests.cpu: the pod of Deployment team/api requests 1 cpu, but with defaults its containers request 1100m',
    ]);
  });
});
