import { found } from '../../../checked';

const rule = 'PC-IMMUTABLE';

function priorityClass(value: number | string): string {
  return `{apiVersion: scheduling.k8s.io/v1, kind: PriorityClass, metadata: {name: high}, value: ${value}}`;
}

describe(rule, () => {
  const profile = { priorityClasses: [{ name: 'high', value: 1000 }, { name: 'low' }] };

  test('fires one beside what the cluster has', () => {
    expect(found(rule, priorityClass(1000), profile)).toEqual([]);
    expect(found(rule, priorityClass(1001), profile)).toEqual([
      'warning PriorityClass/high value: PriorityClass high has the value 1000 in the cluster, 1001 here: the server refuses the change',
    ]);
  });

  test('is silent where a value is not known', () => {
    expect(found(rule, priorityClass(1001))).toEqual([]);
    expect(found(rule, priorityClass('"{{ .Values.value }}"'), profile)).toEqual([]);
    expect(found(rule, priorityClass(1001), { priorityClasses: [{ name: 'high' }] })).toEqual([]);
  });
});
