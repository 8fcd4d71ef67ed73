import { found } from '../../../checked';
import { hpa, scaledObject } from './sample';

const rule = 'HPA-RANGE';
const range = (spec: string) => found(rule, hpa({ spec }));
const up = (rules: string) => range(`maxReplicas: 5, behavior: {scaleUp: {${rules}}}`);
const down = (rules: string) => range(`maxReplicas: 5, behavior: {scaleDown: {${rules}}}`);
const policy = (type: string, value: number, periodSeconds: number) => {
  return down(`policies: [{type: ${type}, value: ${value}, periodSeconds: ${periodSeconds}}]`);
};

describe(rule, () => {
  test('is silent when the maximum is the minimum, and fires one below', () => {
    expect(range('minReplicas: 5, maxReplicas: 5')).toEqual([]);
    expect(range('minReplicas: 6, maxReplicas: 5')).toEqual([
      'error HorizontalPodAutoscaler/api spec.maxReplicas: maxReplicas 5 is below minReplicas 6, and the API server refuses it',
    ]);
  });

  test('fires without a maximum, below 1, and for a negative minimum', () => {
    expect(range('minReplicas: 1')).toEqual([
      'error HorizontalPodAutoscaler/api spec.maxReplicas: maxReplicas is missing, and the API server refuses it',
    ]);
    expect(range('maxReplicas: 1')).toEqual([]);
    expect(range('maxReplicas: 0')).toEqual([expect.stringContaining('maxReplicas is 0, and the API server')]);
    expect(range('minReplicas: -1, maxReplicas: 5')).toEqual([expect.stringContaining('minReplicas is -1, and')]);
  });

  test('knows how far windows go', () => {
    expect([...up('stabilizationWindowSeconds: 0'), ...up('stabilizationWindowSeconds: 3600')]).toEqual([]);
    expect(up('stabilizationWindowSeconds: 3601')).toEqual([
      'error HorizontalPodAutoscaler/api spec.behavior.scaleUp.stabilizationWindowSeconds: stabilizationWindowSeconds is 3601, and the API server refuses it',
    ]);
    expect(down('stabilizationWindowSeconds: -1')).toHaveLength(1);
  });

  test('knows policies', () => {
    expect([...policy('Pods', 1, 1), ...policy('Percent', 200, 1800)]).toEqual([]);
    expect(policy('Pods', 0, 60)).toEqual([expect.stringContaining('value is 0, and the API server')]);
    expect(policy('Pods', 1, 0)).toHaveLength(1);
    expect(policy('Pods', 1, 1801)).toEqual([expect.stringContaining('periodSeconds is 1801')]);
    expect(policy('Pod', 1, 60)).toEqual([expect.stringContaining('type is "Pod"')]);
    expect(down('policies: [{type: Pods, value: 1}]')).toEqual([expect.stringContaining('periodSeconds is missing')]);
    expect(down('policies: []')).toEqual([expect.stringContaining('policies is empty')]);
    expect(down('selectPolicy: Disabled')).toEqual([]);
    expect(down('selectPolicy: None')).toEqual([expect.stringContaining('selectPolicy is "None"')]);
    expect(down('tolerance: "0"')).toEqual([]);
    expect(down('tolerance: "-0.1"')).toHaveLength(1);
  });

  test('reads a ScaledObject: its default, its idle number and the behavior that it hands on', () => {
    const scaled = (spec: string) => found(rule, scaledObject({ spec }));
    expect([...scaled('minReplicaCount: 100'), ...scaled('minReplicaCount: 5, maxReplicaCount: 5')]).toEqual([]);
    expect(scaled('minReplicaCount: 101')).toEqual([
      'error ScaledObject/api spec.maxReplicaCount: maxReplicaCount, which is 100 when it is not set, is below minReplicaCount 101, and the API server refuses it',
    ]);
    expect(scaled('idleReplicaCount: 0, minReplicaCount: 1')).toEqual([]);
    expect(scaled('idleReplicaCount: 0')).toEqual([
      'error ScaledObject/api spec.idleReplicaCount: idleReplicaCount 0 is not below minReplicaCount, which is 0 when it is not set, and KEDA refuses it',
    ]);
    expect(scaled('idleReplicaCount: 2, minReplicaCount: 2')).toHaveLength(1);
    const window =
      'advanced: {horizontalPodAutoscalerConfig: {behavior: {scaleUp: {stabilizationWindowSeconds: 3601}}}}';
    expect(scaled(window)).toHaveLength(1);
  });

  test('is silent about what is filled in later', () => {
    expect(range('minReplicas: "{{ .Values.min }}", maxReplicas: 0')).toEqual([]);
    expect(range('maxReplicas: "{{ .Values.max }}"')).toEqual([]);
    expect(down('selectPolicy: "{{ .Values.policy }}"')).toEqual([]);
  });
});
