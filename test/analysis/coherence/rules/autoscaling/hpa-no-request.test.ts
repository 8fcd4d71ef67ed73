import { found } from '../../../checked';
import { all, hpa, scaledObject, share, vpa, workload } from './sample';

const rule = 'HPA-NO-REQUEST';
const limitRange = (namespace: string) => `
apiVersion: v1
kind: LimitRange
metadata: {name: defaults, namespace: ${namespace}}
spec: {limits: [{type: Container, defaultRequest: {cpu: 100m}}]}`;

describe(rule, () => {
  test('fires for a container that requests nothing, and not for one that does', () => {
    expect(found(rule, all(workload(), hpa({ spec: share(70) })))).toEqual([
      'error Deployment/api spec.template.spec.containers[0].resources.requests.cpu: 70 % of the requested cpu is never computed: container "api" of Deployment team/api requests none',
    ]);
    const requesting = workload({ resources: '{requests: {cpu: 100m}}' });
    expect(found(rule, all(requesting, hpa({ spec: share(70) })))).toEqual([]);
    expect(found(rule, all(requesting, hpa({ spec: share(70, 'memory') })))).toHaveLength(1);
    expect(found(rule, all(workload({ resources: '{limits: {cpu: 100m}}' }), hpa({ spec: share(70) })))).toEqual([]);
  });

  test('counts sidecars, and not the containers that end before', () => {
    const main = '{name: api, resources: {requests: {cpu: 1}}}';
    const of = (init: string) =>
      all(workload({ containers: main, spec: `, initContainers: [${init}]` }), hpa({ spec: share(70) }));
    expect(found(rule, of('{name: migrate}'))).toEqual([]);
    expect(found(rule, of('{name: proxy, restartPolicy: Always}'))).toEqual([
      expect.stringContaining('sidecar container "proxy" of Deployment team/api requests none'),
    ]);
  });

  test('counts what a LimitRange of its own namespace fills in', () => {
    expect(found(rule, all(workload(), hpa({ spec: share(70) }), limitRange('team')))).toEqual([]);
    expect(found(rule, all(workload(), hpa({ spec: share(70) }), limitRange('other')))).toHaveLength(1);
  });

  test('knows the target that an autoscaler without metrics gets, and that of autoscaling/v1', () => {
    expect(found(rule, all(workload(), hpa()))).toEqual([expect.stringContaining('80 % of the requested cpu')]);
    const first = hpa({ spec: 'maxReplicas: 5, targetCPUUtilizationPercentage: 60' }).replace('/v2', '/v1');
    expect(found(rule, all(workload(), first))).toEqual([expect.stringContaining('60 % of the requested cpu')]);
  });

  test('asks only the container that a ContainerResource names', () => {
    const containers = '{name: api, resources: {requests: {cpu: 1}}}, {name: proxy}';
    const of = (container: string) => {
      const metric = `{type: ContainerResource, containerResource: {name: cpu, container: ${container}, target: {type: Utilization, averageUtilization: 70}}}`;
      return found(rule, all(workload({ containers }), hpa({ spec: `maxReplicas: 5, metrics: [${metric}]` })));
    };
    expect(of('api')).toEqual([]);
    expect(of('proxy')).toHaveLength(1);
  });

  test('takes requests of the pod as a whole instead', () => {
    const of = (resources: string) => all(workload({ spec: `, resources: ${resources}` }), hpa({ spec: share(70) }));
    expect(found(rule, of('{requests: {cpu: 1}}'))).toEqual([]);
    expect(found(rule, of('{requests: {memory: 1Gi}}'))).toHaveLength(1);
  });

  test('reads the triggers of a ScaledObject', () => {
    const trigger = (metricType: string) => {
      const spec = `minReplicaCount: 1, triggers: [{type: memory, metricType: ${metricType}, metadata: {value: "60"}}]`;
      return found(rule, all(workload(), scaledObject({ spec })));
    };
    expect(trigger('Utilization')).toEqual([expect.stringContaining('60 % of the requested memory')]);
    expect(trigger('AverageValue')).toEqual([]);
  });

  test('is silent where a vertical autoscaler sets requests', () => {
    const vertical = (mode: string) => vpa({ spec: `updatePolicy: {updateMode: ${mode}}` });
    expect(found(rule, all(workload(), hpa({ spec: share(70) }), vertical('Initial')))).toEqual([]);
    expect(found(rule, all(workload(), hpa({ spec: share(70) }), vertical('"Off"')))).toHaveLength(1);
  });

  test('is silent about average values, unreadable amounts and pods that a profile declares', () => {
    const value =
      'maxReplicas: 5, metrics: [{type: Resource, resource: {name: cpu, target: {type: AverageValue, averageValue: 1}}}]';
    expect(found(rule, all(workload(), hpa({ spec: value })))).toEqual([]);
    expect(found(rule, all(workload({ resources: '{requests: {memory: lots}}' }), hpa()))).toEqual([]);
    const declared = { workloads: [{ namespace: 'team', name: 'api', containers: [{ name: 'api' }] }] };
    expect(found(rule, hpa(), declared)).toEqual([]);
  });
});
