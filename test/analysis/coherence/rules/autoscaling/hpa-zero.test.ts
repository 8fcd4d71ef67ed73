import { found } from '../../../checked';
import { hpa, scaledObject } from './sample';

const rule = 'HPA-ZERO';
const cpu = '{type: Resource, resource: {name: cpu, target: {type: Utilization, averageUtilization: 70}}}';
const external = '{type: External, external: {metric: {name: queue}, target: {type: AverageValue, averageValue: "5"}}}';
const zero = (min: number | string, ...metrics: string[]) => {
  return hpa({ spec: `minReplicas: ${min}, maxReplicas: 5, metrics: [${metrics.join(', ')}]` });
};

describe(rule, () => {
  test('fires at 0 without a metric from outside', () => {
    expect(found(rule, zero(0, cpu))).toEqual([
      'error HorizontalPodAutoscaler/api spec.minReplicas: minReplicas is 0 without an Object or External metric, and the API server refuses it',
    ]);
    expect(found(rule, zero(0))).toHaveLength(1);
    expect(found(rule, zero(1, cpu))).toEqual([]);
    expect(found(rule, hpa())).toEqual([]);
    expect(found(rule, zero(0, cpu, external))).toEqual([]);
    expect(found(rule, zero('"${MIN}"', cpu))).toEqual([]);
  });

  test('fires with one before Kubernetes 1.37, where the profile says so', () => {
    expect(found(rule, zero(0, external), { kubernetes: '1.36' })).toEqual([
      'error HorizontalPodAutoscaler/api spec.minReplicas: minReplicas is 0, which Kubernetes 1.36 refuses: it takes that from 1.37 on',
    ]);
    expect(found(rule, zero(0, external), { kubernetes: '1.37' })).toEqual([]);
  });

  test('fires for a ScaledObject of CPU and memory alone', () => {
    const scaled = (spec: string) => found(rule, scaledObject({ spec }), { kubernetes: '1.30' });
    expect(scaled('triggers: [{type: cpu}, {type: memory}]')).toEqual([
      'error ScaledObject/api spec.minReplicaCount: minReplicaCount is not set, which means 0, and all triggers are cpu and memory: KEDA refuses it, since no pod uses any when there is none',
    ]);
    expect(scaled('minReplicaCount: 0, triggers: [{type: cpu}]')).toHaveLength(1);
    expect(scaled('minReplicaCount: 1, triggers: [{type: cpu}]')).toEqual([]);
    expect(scaled('triggers: [{type: cpu}, {type: cron}]')).toEqual([]);
    expect(scaled('triggers: []')).toEqual([]);
  });
});
