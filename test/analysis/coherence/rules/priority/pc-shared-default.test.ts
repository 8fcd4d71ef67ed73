import { found } from '../../../checked';

const rule = 'PC-SHARED-DEFAULT';

function priorityClass(globalDefault: boolean): string {
  return `{apiVersion: scheduling.k8s.io/v1, kind: PriorityClass, metadata: {name: standard}, value: 500, globalDefault: ${globalDefault}}`;
}

describe(rule, () => {
  test('warns in a cluster that is shared', () => {
    expect(found(rule, priorityClass(true), { shared: true })).toEqual([
      'warning PriorityClass/standard globalDefault: PriorityClass standard gives priority 500 to every new pod of the cluster that names no class',
    ]);
  });

  test('informs where nothing says whether it is', () => {
    expect(found(rule, priorityClass(true))).toEqual([expect.stringMatching(/^info /)]);
  });

  test('is silent in a cluster of one team, and for a class that is no default', () => {
    expect(found(rule, priorityClass(true), { shared: false })).toEqual([]);
    expect(found(rule, priorityClass(false), { shared: true })).toEqual([]);
  });
});
