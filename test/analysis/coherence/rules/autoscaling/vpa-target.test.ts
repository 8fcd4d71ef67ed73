import { found } from '../../../checked';
import { all, vpa, workload } from './sample';

const rule = 'VPA-TARGET';
const of = (apiVersion: string, kind: string) =>
  vpa({ target: `{apiVersion: ${apiVersion}, kind: ${kind}, name: api}` });

describe(rule, () => {
  test.each([
    ['apps/v1', 'Deployment'],
    ['apps/v1', 'DaemonSet'],
    ['batch/v1', 'CronJob'],
    ['batch/v1', 'Job'],
    ['example.com/v1', 'Fleet'],
    ['argoproj.io/v1alpha1', 'Rollout'],
  ])('is silent about %s %s', (apiVersion, kind) => {
    expect(found(rule, of(apiVersion, kind))).toEqual([]);
  });

  test.each([
    ['v1', 'Pod'],
    ['argoproj.io/v1alpha1', 'Workflow'],
    ['argoproj.io/v1alpha1', 'WorkflowTemplate'],
  ])('fires for %s %s', (apiVersion, kind) => {
    expect(found(rule, of(apiVersion, kind))).toEqual([
      `error VerticalPodAutoscaler/api spec.targetRef.kind: a ${kind} is no controller with a scale subresource, so the autoscaler ends in ConfigUnsupported and recommends nothing`,
    ]);
  });

  test('fires for a selector, a name that is missing, and the kind that comes with it', () => {
    const selecting = vpa({ target: '{apiVersion: v1, kind: Pod, selector: {matchLabels: {app: agent}}}' });
    expect(found(rule, selecting)).toEqual([
      'error VerticalPodAutoscaler/api spec.targetRef: targetRef has no name, and the API server refuses it',
      expect.stringContaining('a Pod is no controller'),
      'error VerticalPodAutoscaler/api spec.targetRef.selector: targetRef knows no selector: strict validation refuses it, and without that it is dropped',
    ]);
    expect(found(rule, vpa({ target: '{}' }))).toEqual([expect.stringContaining('targetRef has no kind and no name')]);
  });

  test('fires for what says itself that it is owned', () => {
    const owned = (controller: boolean) => {
      return workload({
        kind: 'ReplicaSet',
        metadata: `, ownerReferences: [{apiVersion: apps/v1, kind: Deployment, name: web, uid: u, controller: ${controller}}]`,
      });
    };
    expect(found(rule, all(owned(true), of('apps/v1', 'ReplicaSet')))).toEqual([
      'error VerticalPodAutoscaler/api spec.targetRef: ReplicaSet api is owned by Deployment web, and only the topmost controller can be targeted',
    ]);
    expect(found(rule, all(owned(false), of('apps/v1', 'ReplicaSet')))).toEqual([]);
  });

  test('fires where the only object of the name is of another kind', () => {
    expect(found(rule, all(workload({ kind: 'StatefulSet' }), vpa()))).toEqual([
      'error VerticalPodAutoscaler/api spec.targetRef: there is no Deployment api: what bears the name is StatefulSet team/api',
    ]);
    expect(found(rule, all(workload({ kind: 'StatefulSet', namespace: 'other' }), vpa()))).toEqual([]);
  });

  test('is silent about what is filled in later', () => {
    expect(found(rule, vpa({ target: '{apiVersion: v1, kind: Pod, name: "{{ .Values.name }}"}' }))).toEqual([]);
  });
});
