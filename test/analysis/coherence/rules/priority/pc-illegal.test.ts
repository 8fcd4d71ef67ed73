import { found } from '../../../checked';

const rule = 'PC-ILLEGAL';

function priorityClass(rest: string, name = 'high'): string {
  return `{apiVersion: scheduling.k8s.io/v1, kind: PriorityClass, metadata: {name: ${name}}, ${rest}}`;
}

describe(rule, () => {
  test.each([
    ['value: 1000000000', 'high'],
    ['value: -2147483648', 'high'],
    ['value: "{{ .Values.priority }}"', 'high'],
    ['value: 1, preemptionPolicy: Never', 'high'],
    ['value: 1, preemptionPolicy: PreemptLowerPriority', 'high'],
    ['value: 2000000000', 'system-cluster-critical'],
    ['value: 2000001000, globalDefault: false', 'system-node-critical'],
    ['value: 1', 'systemd'],
  ])('takes %s %s', (rest, name) => {
    expect(found(rule, priorityClass(rest, name))).toEqual([]);
  });

  test.each([
    [
      'value: 1000000001',
      'value: PriorityClass high has the value 1000000001, above the 1000000000 that are open to users',
    ],
    [
      'value: -2147483649',
      'value: PriorityClass high has the value -2147483649, below the -2147483648 that a priority holds',
    ],
    ['value: 1.5', 'value: the value of PriorityClass high is no whole number'],
    ['value: "1000"', 'value: the value of PriorityClass high is no whole number'],
    [
      'value: 1, preemptionPolicy: Always',
      'preemptionPolicy: preemptionPolicy "Always" of PriorityClass high does not exist',
    ],
    ['value: 1, preemptionPolicy: ""', 'preemptionPolicy: preemptionPolicy "" of PriorityClass high does not exist'],
  ])('refuses %s', (rest, message) => {
    expect(found(rule, priorityClass(rest))).toEqual([`error PriorityClass/high ${message}`]);
  });

  test('refuses names and values of the system', () => {
    expect(found(rule, priorityClass('value: 1', 'system-agents'))).toEqual([
      'error PriorityClass/system-agents metadata.name: PriorityClass system-agents begins with system-, which is reserved for system-cluster-critical and system-node-critical',
    ]);
    expect(found(rule, priorityClass('value: 1', 'system-node-critical'))).toEqual([
      "error PriorityClass/system-node-critical value: PriorityClass system-node-critical has the value 1, but the cluster's own has 2000001000",
    ]);
    expect(found(rule, priorityClass('value: 2000001000, globalDefault: true', 'system-node-critical'))).toEqual([
      'error PriorityClass/system-node-critical globalDefault: PriorityClass system-node-critical cannot be the default of all pods',
    ]);
  });
});
