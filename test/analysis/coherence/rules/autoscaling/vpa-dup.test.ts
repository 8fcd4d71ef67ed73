import { found } from '../../../checked';
import { all, vpa, workload } from './sample';

const rule = 'VPA-DUP';
const initial = (name: string, mode = 'Initial', namespace = 'team') => {
  return vpa({ name, namespace, spec: `updatePolicy: {updateMode: ${mode}}` });
};

describe(rule, () => {
  test('warns of the second', () => {
    expect(found(rule, all(workload(), initial('a'), initial('b')))).toEqual([
      'warning VerticalPodAutoscaler/b spec.targetRef: Deployment api is the target of both VerticalPodAutoscaler team/a and VerticalPodAutoscaler team/b: only the older is obeyed',
    ]);
    expect(found(rule, all(workload(), initial('a')))).toEqual([]);
  });

  test('does not count one that only reports, one of another namespace, or the same twice', () => {
    expect(found(rule, all(workload(), initial('a'), initial('b', '"Off"')))).toEqual([]);
    expect(found(rule, all(workload(), initial('a'), initial('b', 'Initial', 'other')))).toEqual([]);
    expect(found(rule, all(workload(), initial('a'), initial('a')))).toEqual([]);
    const other = vpa({ name: 'b', target: '{apiVersion: apps/v1, kind: StatefulSet, name: api}' });
    expect(found(rule, all(workload(), initial('a'), other))).toEqual([]);
  });
});
