import { found } from '../../../checked';

const rule = 'PDB-BLOCKS-AT-MIN';

function workload(name: string, { replicas = '1', kind = 'Deployment', namespace = 'team' } = {}): string {
  return `
apiVersion: apps/v1
kind: ${kind}
metadata: {name: ${name}, namespace: ${namespace}}
spec:
  replicas: ${replicas}
  template: {metadata: {labels: {app: ${name}, tier: web}}, spec: {containers: [{name: main}]}}
---`;
}

function pod(name: string): string {
  return `
apiVersion: v1
kind: Pod
metadata: {name: ${name}, namespace: team, labels: {app: ${name}, tier: web}}
spec: {containers: [{name: main}]}
---`;
}

function budget(bound: string, selector = '{app: api}'): string {
  return `
apiVersion: policy/v1
kind: PodDisruptionBudget
metadata: {name: api, namespace: team}
spec: {${bound}, selector: {matchLabels: ${selector}}}
---`;
}

function autoscaler(kind: 'hpa' | 'keda', min: string): string {
  const [apiVersion, name, field, max] =
    kind === 'hpa'
      ? ['autoscaling/v2', 'HorizontalPodAutoscaler', 'minReplicas', 'maxReplicas']
      : ['keda.sh/v1alpha1', 'ScaledObject', 'minReplicaCount', 'maxReplicaCount'];
  return `
apiVersion: ${apiVersion}
kind: ${name}
metadata: {name: api, namespace: team}
spec: {scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: api}, ${field}: ${min}, ${max}: 9}
---`;
}

describe(rule, () => {
  test('fires where as many must stay as there are', () => {
    expect(found(rule, workload('api', { replicas: '2' }) + budget('minAvailable: 2'))).toEqual([
      'error PodDisruptionBudget/api spec.minAvailable: with 2 replicas of Deployment team/api, minAvailable 2 lets no pod be evicted',
    ]);
  });

  // Each bound beside the most replicas at which it blocks, and one more.
  test.each([
    ['minAvailable: 1', 1],
    ['minAvailable: 3', 3],
    ['minAvailable: "50%"', 1],
    ['minAvailable: "51%"', 2],
    ['minAvailable: "90%"', 9],
  ])('knows that %s blocks up to %i replicas', (bound, most) => {
    const at = (replicas: number) => found(rule, workload('api', { replicas: `${replicas}` }) + budget(bound));
    expect(at(most)).toHaveLength(1);
    expect(at(most + 1)).toEqual([]);
  });

  test.each([
    ['maxUnavailable: 0', 1],
    ['maxUnavailable: "0%"', 1],
    ['minAvailable: "100%"', 1],
    ['maxUnavailable: 1', 0],
    ['maxUnavailable: "1%"', 0],
    ['minAvailable: 0', 0],
  ])('knows that with %s the number of replicas does not matter', (bound, findings) => {
    expect(found(rule, workload('api', { replicas: '5' }) + budget(bound))).toHaveLength(findings);
  });

  test('counts the replicas of all workloads of one budget', () => {
    const two = (kind: string) =>
      workload('api') + workload('web', { kind }) + budget('minAvailable: 2', '{tier: web}');
    expect(found(rule, two('StatefulSet'))).toEqual([
      'error PodDisruptionBudget/api spec.minAvailable: with 2 replicas of Deployment team/api and StatefulSet team/web, minAvailable 2 lets no pod be evicted',
    ]);
    expect(found(rule, two('StatefulSet').replace('minAvailable: 2', 'minAvailable: 1'))).toEqual([]);
  });

  test('counts pods without owner where the budget does', () => {
    const pods = pod('api') + pod('web');
    expect(found(rule, pods + budget('minAvailable: 2', '{tier: web}'))).toEqual([
      'error PodDisruptionBudget/api spec.minAvailable: with 2 pods of Pod team/api and Pod team/web, minAvailable 2 lets no pod be evicted',
    ]);
    expect(found(rule, pods + budget('minAvailable: 1', '{tier: web}'))).toEqual([]);
    expect(found(rule, pods + budget('minAvailable: "100%"', '{tier: web}'))).toEqual([]);
  });

  test('says nothing where the number of pods is not known', () => {
    const daemons = workload('api', { kind: 'DaemonSet' }) + budget('minAvailable: 5');
    expect(found(rule, daemons)).toEqual([]);
    expect(found(rule, workload('api', { replicas: '"{{ .Values.replicas }}"' }) + budget('minAvailable: 1'))).toEqual(
      [],
    );
  });

  test('takes the minimum of an autoscaler', () => {
    const scaled = (min: string) =>
      workload('api', { replicas: '5' }) + budget('minAvailable: 1') + autoscaler('hpa', min);
    expect(found(rule, scaled('1'))).toHaveLength(1);
    expect(found(rule, scaled('2'))).toEqual([]);
    expect(found(rule, scaled('"{{ .Values.min }}"'))).toEqual([]);
  });

  test('only warns where an autoscaler may bring enough', () => {
    const severity = (bound: string) =>
      found(rule, workload('api') + budget(bound) + autoscaler('hpa', '1')).map((line) => line.split(' ')[0]);
    expect(severity('minAvailable: 8')).toEqual(['warning']);
    expect(severity('minAvailable: 9')).toEqual(['error']);
    expect(severity('maxUnavailable: 0')).toEqual(['error']);
    expect(severity('minAvailable: "80%"')).toEqual(['warning']);
  });

  test('says nothing of workloads without pods', () => {
    expect(found(rule, workload('api', { replicas: '0' }) + budget('minAvailable: 1'))).toEqual([]);
    expect(
      found(rule, workload('api', { replicas: '0' }) + budget('minAvailable: 1') + autoscaler('hpa', '1')),
    ).toEqual([]);
    expect(found(rule, workload('api') + budget('minAvailable: 1') + autoscaler('keda', '0'))).toEqual([]);
  });

  test('leaves namespaces apart', () => {
    expect(found(rule, workload('api', { namespace: 'other' }) + budget('minAvailable: 1'))).toEqual([]);
  });
});
