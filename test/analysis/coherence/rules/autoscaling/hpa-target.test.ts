import { found } from '../../../checked';
import { all, hpa, scaledObject, workload } from './sample';

const rule = 'HPA-TARGET';
const of = (apiVersion: string, kind: string, name = 'api') => {
  return hpa({ target: `{apiVersion: ${apiVersion}, kind: ${kind}, name: ${name}}` });
};

describe(rule, () => {
  test.each(['Deployment', 'StatefulSet', 'ReplicaSet'])('is silent about a %s', (kind) => {
    expect(found(rule, all(workload({ kind }), of('apps/v1', kind)))).toEqual([]);
  });

  test.each([
    ['apps/v1', 'DaemonSet'],
    ['batch/v1', 'Job'],
    ['batch/v1', 'CronJob'],
    ['v1', 'Pod'],
    ['argoproj.io/v1alpha1', 'Workflow'],
    ['argoproj.io/v1alpha1', 'WorkflowTemplate'],
  ])('fires for a target of %s %s', (apiVersion, kind) => {
    expect(found(rule, of(apiVersion, kind))).toEqual([
      `error HorizontalPodAutoscaler/api spec.scaleTargetRef.kind: a ${kind} has no scale subresource, so ${kind} api is never scaled`,
    ]);
  });

  test('is silent about kinds of others, which may have one', () => {
    expect(found(rule, all(workload(), of('argoproj.io/v1alpha1', 'Rollout')))).toEqual([]);
    expect(found(rule, all(workload(), of('example.com/v1', 'Fleet')))).toEqual([]);
  });

  test.each([
    ['{kind: Deployment, name: api}', '""'],
    ['{apiVersion: v1, kind: Deployment, name: api}', '"v1"'],
  ])('fires where the API group of %s is none', (target, stated) => {
    expect(found(rule, all(workload(), hpa({ target })))).toEqual([
      `error HorizontalPodAutoscaler/api spec.scaleTargetRef.apiVersion: no Deployment is in the API group of ${stated}, so Deployment api is never found`,
    ]);
    expect(found(rule, all(workload(), scaledObject({ target: '{kind: Deployment, name: api}' })))).toEqual([]);
  });

  test('fires where kind or name are missing, but not for what KEDA has a default for', () => {
    expect(found(rule, hpa({ target: '{apiVersion: apps/v1, kind: Deployment}' }))).toEqual([
      'error HorizontalPodAutoscaler/api spec.scaleTargetRef.name: scaleTargetRef has no name, and the API server refuses it',
    ]);
    expect(found(rule, hpa({ target: '{apiVersion: apps/v1, name: api}' }))).toHaveLength(1);
    expect(found(rule, all(workload(), scaledObject()))).toEqual([]);
  });

  test('fires where the only object of the name is of another kind', () => {
    const message =
      'error HorizontalPodAutoscaler/api spec.scaleTargetRef: there is no Deployment api: what bears the name is StatefulSet team/api';
    expect(found(rule, all(workload({ kind: 'StatefulSet' }), hpa()))).toEqual([message]);
    expect(found(rule, all(workload({ kind: 'StatefulSet' }), workload(), hpa()))).toEqual([]);
    expect(found(rule, all(workload({ kind: 'StatefulSet', namespace: 'other' }), hpa()))).toEqual([]);
  });

  test('informs of a target that is nowhere, where other workloads are', () => {
    expect(found(rule, all(workload({ name: 'web' }), hpa()))).toEqual([
      'info HorizontalPodAutoscaler/api spec.scaleTargetRef.name: Deployment api is neither among the manifests nor declared, though other workloads of its namespace are',
    ]);
    expect(found(rule, hpa())).toEqual([]);
    expect(found(rule, all(workload({ name: 'web', namespace: 'other' }), hpa()))).toEqual([]);
    const declared = { workloads: [{ namespace: 'team', name: 'api', containers: [] }] };
    expect(found(rule, all(workload({ name: 'web' }), hpa()), declared)).toEqual([]);
    expect(found(rule, hpa(), { workloads: [{ ...declared.workloads[0]!, name: 'web' }] })).toEqual([]);
  });

  test('is silent where the target states no namespace', () => {
    const unplaced = workload().replace(', namespace: team', '');
    expect(found(rule, all(workload({ name: 'web' }), unplaced, hpa()))).toEqual([]);
    const web = workload({ name: 'web' }).replace(', namespace: team', '');
    const free = (name: string) => hpa({ name }).replace(', namespace: team', '');
    expect(found(rule, all(workload(), web, free('api')))).toEqual([]);
    expect(found(rule, all(web, free('api')))).toHaveLength(1);
  });

  test('fires for the second of two autoscalers of one target', () => {
    const second = hpa({ name: 'api-memory' });
    expect(found(rule, all(workload(), hpa(), second))).toEqual([
      'error HorizontalPodAutoscaler/api-memory spec.scaleTargetRef: Deployment api is scaled by both HorizontalPodAutoscaler team/api and HorizontalPodAutoscaler team/api-memory: neither then scales it',
    ]);
    expect(found(rule, all(workload(), hpa(), hpa({ name: 'api', namespace: 'other' })))).toEqual([]);
    const sameName = hpa({ name: 'set', target: '{apiVersion: apps/v1, kind: StatefulSet, name: api}' });
    expect(found(rule, all(workload(), workload({ kind: 'StatefulSet' }), hpa(), sameName))).toEqual([]);
  });

  test('fires for a ScaledObject beside an autoscaler, unless it takes it over, made it, or is paused', () => {
    expect(found(rule, all(workload(), hpa(), scaledObject({ name: 'queue' })))).toHaveLength(1);
    const takesOver = scaledObject({
      metadata: ', annotations: {scaledobject.keda.sh/transfer-hpa-ownership: "true"}',
      spec: 'advanced: {horizontalPodAutoscalerConfig: {name: api}}',
    });
    expect(found(rule, all(workload(), hpa(), takesOver))).toEqual([]);
    const other = takesOver.replace('{name: api}}', '{name: web}}');
    expect(found(rule, all(workload(), hpa(), other))).toHaveLength(1);
    const made = hpa({ metadata: ', ownerReferences: [{kind: ScaledObject, name: queue}]' });
    expect(found(rule, all(workload(), made, scaledObject({ name: 'queue' })))).toEqual([]);
    const paused = scaledObject({ metadata: ', annotations: {autoscaling.keda.sh/paused: "true"}' });
    expect(found(rule, all(workload(), hpa(), paused))).toEqual([]);
  });

  test('is silent about what is filled in later', () => {
    const target = '{apiVersion: apps/v1, kind: DaemonSet, name: "{{ .Values.name }}"}';
    expect(found(rule, all(workload(), hpa({ target })))).toEqual([]);
  });
});
