import { found } from '../../../checked';
import { deployment, quota } from './manifests';

const rule = 'QTA-SCOPE-DEAD';
const high = { more: 'scopeSelector: {matchExpressions: [{scopeName: PriorityClass, operator: In, values: [high]}]}' };

function job({ own = '', pod = '', namespace = 'team' }): string {
  return `
apiVersion: batch/v1
kind: Job
metadata: {name: report, namespace: ${namespace}}
spec: {${own} template: {spec: {${pod} containers: [{name: report}]}}}
---
`;
}

describe(rule, () => {
  const ending = quota('pods: "9"', { more: 'scopes: [Terminating]' });
  const deadline = 'activeDeadlineSeconds: 600, ';

  test('fires where only Jobs have a deadline', () => {
    expect(found(rule, ending + job({ own: deadline }))).toEqual([
      'warning ResourceQuota/team spec.scopes[0]: scope Terminating asks for a deadline of the pod, and the deadlines here are those of Jobs: no pod is counted',
    ]);
  });

  test('is silent where a pod has one, or nothing looks as if it were meant', () => {
    expect(found(rule, ending + job({ own: deadline, pod: deadline }))).toEqual([]);
    expect(found(rule, ending + job({}))).toEqual([]);
    expect(found(rule, ending + job({ own: deadline, namespace: 'other' }))).toEqual([]);
    expect(found(rule, ending.replace('"9"', '"0"') + job({ own: deadline }))).toEqual([]);
  });

  test('fires for a priority class that no pod has', () => {
    expect(found(rule, quota('pods: "9"', high) + deployment())).toEqual([
      'warning ResourceQuota/team spec.scopeSelector.matchExpressions[0]: no pod of this namespace has the priority class high: the quota counts nothing',
    ]);
  });

  test('is silent where one has it, none is known, or pods get a class by default', () => {
    const standard = { priorityClasses: [{ name: 'standard', globalDefault: true }] };
    expect(found(rule, quota('pods: "9"', high) + deployment({ pod: 'priorityClassName: high' }))).toEqual([]);
    expect(found(rule, quota('pods: "9"', high) + deployment({ namespace: 'other' }))).toEqual([]);
    expect(found(rule, quota('pods: "9"', high) + deployment(), standard)).toEqual([]);
  });

  test('fires for objects counted under a scope of pods', () => {
    const more = 'scopes: [NotTerminating]';
    expect(found(rule, quota('count/jobs.batch: "9"', { more }))).toEqual([
      'warning ResourceQuota/team spec.hard[count/jobs.batch]: count/jobs.batch counts nothing under scope NotTerminating, which only pods have',
    ]);
    expect(found(rule, quota('count/pods: "9"', { more }))).toEqual([]);
    expect(found(rule, quota('count/jobs.batch: "9"'))).toEqual([]);
  });
});
