import { formatPath } from '../../../../../src/analysis/findings/finding';
import { findingsIn, found } from '../../../checked';

const rule = 'HPA-OVER-QUOTA';

/** An autoscaled Deployment of pods that request half a core, in a quota. */
function manifests({ max = 4, cpu = '2', key = 'requests.cpu', other = '' } = {}): string {
  return `
apiVersion: v1
kind: ResourceQuota
metadata: {name: team, namespace: team}
spec: {hard: {${key}: "${cpu}"}}
---
apiVersion: apps/v1
kind: Deployment
metadata: {name: api, namespace: team}
spec:
  template: {spec: {containers: [{name: api, resources: {requests: {cpu: 500m}}}]}}
---
apiVersion: autoscaling/v2
kind: HorizontalPodAutoscaler
metadata: {name: api, namespace: team}
spec: {scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: api}, maxReplicas: ${max}}
${other}`;
}

const ofRule = (yaml: string) => findingsIn(yaml).find((finding) => finding.rule === rule);

describe(rule, () => {
  test('is silent when the maximum fills the quota exactly', () => {
    expect(found(rule, manifests({ max: 4 }))).toEqual([]);
  });

  test('fires one replica above', () => {
    expect(found(rule, manifests({ max: 5 }))).toEqual([
      'error HorizontalPodAutoscaler/api spec.maxReplicas: 5 replicas do not fit the quota team: at most 4 do',
    ]);
  });

  test.each(['cpu', 'requests.cpu'])('knows %s', (key) => {
    expect(found(rule, manifests({ max: 5, key }))).toHaveLength(1);
  });

  test('only warns when it fits alone, but not beside the others', () => {
    const other = `---
apiVersion: apps/v1
kind: Deployment
metadata: {name: web, namespace: team}
spec: {template: {spec: {containers: [{name: web, resources: {requests: {cpu: 1m}}}]}}}
`;
    expect(found(rule, manifests({ max: 4, other }))).toEqual([
      "warning HorizontalPodAutoscaler/api spec.maxReplicas: 4 replicas do not fit the quota team while the namespace's other workloads are at their peak",
    ]);
  });

  test('leaves namespaces apart', () => {
    const elsewhere = manifests({ max: 5 }).replace('{name: team, namespace: team}', '{name: team, namespace: other}');
    expect(found(rule, elsewhere)).toEqual([]);
  });

  test('says what else is to be lowered, and counts one pod as one', () => {
    expect(ofRule(manifests({ max: 5 }))?.fix).toBe('set maxReplicas to 4, or raise requests.cpu to 2500m');
    const least = manifests({ max: 5 }).replace('maxReplicas: 5', 'minReplicas: 5, maxReplicas: 5');
    expect(ofRule(least)?.fix).toBe('set maxReplicas to 4 and the minimum no higher, or raise requests.cpu to 2500m');
    expect(found(rule, manifests({ max: 2, cpu: '500m' }))).toEqual([expect.stringContaining('at most 1 does')]);
  });

  test('names the tightest of several quotas, with the others beside it', () => {
    const second = `---
apiVersion: v1
kind: ResourceQuota
metadata: {name: tight, namespace: team}
spec: {hard: {pods: "3"}}
`;
    const finding = ofRule(manifests({ max: 5, other: second }));
    expect(found(rule, manifests({ max: 5, other: second }))).toEqual([
      'error HorizontalPodAutoscaler/api spec.maxReplicas: 5 replicas do not fit the quota tight: at most 3 do',
    ]);
    expect(finding?.arithmetic).toEqual([
      'pods: 5 × 1 = 5, the quota tight holds 3',
      'requests.cpu: 5 × 500m = 2500m, the quota team holds 2',
    ]);
    expect(finding?.fix).toBe('set maxReplicas to 3, or raise pods of tight to 5, requests.cpu of team to 2500m');
  });

  test('counts what a LimitRange fills in, and shows where that stands', () => {
    const limitRange = `---
apiVersion: v1
kind: LimitRange
metadata: {name: defaults, namespace: team}
spec: {limits: [{type: Container, defaultRequest: {cpu: 500m}}]}
`;
    const silent = (max: number) => {
      return manifests({ max, other: limitRange }).replace(', resources: {requests: {cpu: 500m}}', '');
    };
    expect(found(rule, silent(4))).toEqual([]);
    const finding = ofRule(silent(5));
    expect(finding?.at.map(({ object, path }) => `${object.manifest.kind} ${formatPath(path)}`)).toEqual([
      'HorizontalPodAutoscaler spec.maxReplicas',
      'ResourceQuota spec.hard[requests.cpu]',
      'LimitRange spec.limits[0].defaultRequest.cpu',
    ]);
  });

  test('knows a ScaledObject, and is silent about what is filled in later', () => {
    const scaled = (max: number | string) => `${manifests({ max: 4 }).split('---').slice(0, 2).join('---')}---
apiVersion: keda.sh/v1alpha1
kind: ScaledObject
metadata: {name: api, namespace: team}
spec: {scaleTargetRef: {name: api}, maxReplicaCount: ${max}, triggers: []}
`;
    expect(found(rule, scaled(4))).toEqual([]);
    expect(found(rule, scaled(5))).toHaveLength(1);
    expect(found(rule, scaled('"{{ .Values.max }}"'))).toEqual([]);
    expect(found(rule, manifests().replace('maxReplicas: 4', 'maxReplicas: "${MAX}"'))).toEqual([]);
  });

  test('leaves a pod that does not fit at all to QTA-POD-TOO-LARGE', () => {
    expect(found(rule, manifests({ max: 5, cpu: '400m' }))).toEqual([]);
  });
});
