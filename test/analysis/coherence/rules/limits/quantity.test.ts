import { found } from '../../../checked';

const rule = 'QUANTITY';

function quota(key: string, value: string): string {
  return `
apiVersion: v1
kind: ResourceQuota
metadata: {name: team, namespace: team}
spec: {hard: {${key}: ${value}}}
`;
}

function container(resources: string): string {
  return `
apiVersion: apps/v1
kind: Deployment
metadata: {name: api, namespace: team}
spec: {template: {spec: {containers: [{name: api, resources: {${resources}}}]}}}
`;
}

describe(rule, () => {
  test.each([
    ['80GB', '"80GB" is not a quantity: GB is no suffix'],
    ['1K', '"1K" is not a quantity: K is no suffix'],
    ['""', '"" is not a quantity'],
    ['1_0Gi', '"1_0Gi" is not a quantity'],
    ['0x10Gi', '"0x10Gi" is not a quantity'],
    ['1e', '"1e" is not a quantity: an exponent needs digits, e.g. 1e3'],
    ['80 Gi', '"80 Gi" is not a quantity: it holds a space'],
  ])('refuses %s', (value, message) => {
    expect(found(rule, quota('requests.memory', value))).toEqual([
      `error ResourceQuota/team spec.hard[requests.memory]: requests.memory ${message}`,
    ]);
  });

  test.each([
    ['true', 'true'],
    ['[1]', 'a list'],
    ['{a: 1}', 'a map'],
  ])('refuses %s', (value, kind) => {
    expect(found(rule, quota('cpu', value))).toEqual([
      `error ResourceQuota/team spec.hard.cpu: cpu is ${kind}, not a quantity`,
    ]);
  });

  test.each([
    ['cpu', '500m'],
    ['cpu', '0.5'],
    ['cpu', '1e3'],
    ['cpu', '-1'],
    ['cpu', '007'],
    ['memory', '80Gi'],
    ['memory', '1.5Gi'],
    ['memory', '1Mi'],
    ['memory', '1048576'],
    ['memory', '0'],
    ['memory', 'null'],
    ['memory', '"{{ .Values.memory }}"'],
    ['memory', '"${MEMORY}"'],
    ['pods', '30'],
  ])('takes %s: %s', (key, value) => {
    expect(found(rule, quota(key, value))).toEqual([]);
  });

  test.each([
    ['memory: 100m', 'memory', 'memory 100m is 0.1 bytes, and no server knows parts of a byte'],
    ['memory: 0.1Gi', 'memory', 'memory 0.1Gi is 107374182.4 bytes, and no server knows parts of a byte'],
    ['memory: 512', 'memory', 'memory 512 is no more than 512 bytes'],
    ['memory: 512000m', 'memory', 'memory 512000m is no more than 512 bytes'],
    ['ephemeral-storage: "1048575"', 'ephemeral-storage', 'ephemeral-storage 1048575 is no more than 1048575 bytes'],
    ['cpu: 0.0005', 'cpu', 'cpu 0.0005 is finer than 1m: the server stores 1m'],
    [
      'memory: 10Ei',
      'memory',
      'memory "10Ei" is too large for a quantity: at most 9223372036854775807 (one less than 8Ei)',
    ],
    ['memory: " 1Gi"', 'memory', 'memory " 1Gi" is not a quantity: it holds a space'],
  ])('only warns of %s', (amount, name, message) => {
    expect(found(rule, container(`requests: {${amount}}`))).toEqual([
      `warning Deployment/api spec.template.spec.containers[0].resources.requests.${name}: ${message}`,
    ]);
  });

  test('takes thousandths where they count no bytes', () => {
    const metric = `
apiVersion: autoscaling/v2
kind: HorizontalPodAutoscaler
metadata: {name: api, namespace: team}
spec: {metrics: [{type: Pods, pods: {metric: {name: queue}, target: {type: AverageValue, averageValue: 100u}}}]}
---
apiVersion: v1
kind: LimitRange
metadata: {name: team, namespace: team}
spec: {limits: [{type: Container, maxLimitRequestRatio: {memory: 1500m}}]}
`;
    expect(found(rule, metric)).toEqual([]);
  });

  test('reads every place where a kind holds quantities', () => {
    const volume = `
apiVersion: v1
kind: Pod
metadata: {name: api, namespace: team}
spec:
  overhead: {cpu: 1K}
  resources: {limits: {cpu: 1K}}
  initContainers: [{name: a, resources: {limits: {cpu: 1K}}}]
  volumes: [{name: tmp, emptyDir: {sizeLimit: 1K}}, {name: data, ephemeral: {volumeClaimTemplate: {spec: {resources: {requests: {storage: 1K}}}}}}]
`;
    expect(found(rule, volume)).toHaveLength(5);
  });

  test('knows nothing of kinds that are not ours', () => {
    expect(found(rule, '{apiVersion: example.com/v1, kind: Thing, metadata: {name: a}, spec: {memory: 80GB}}')).toEqual(
      [],
    );
  });
});
