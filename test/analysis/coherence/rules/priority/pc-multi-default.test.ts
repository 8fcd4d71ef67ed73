import { found } from '../../../checked';

const rule = 'PC-MULTI-DEFAULT';

function classes(...defaults: boolean[]): string {
  return defaults
    .map((globalDefault, index) => {
      return `{apiVersion: scheduling.k8s.io/v1, kind: PriorityClass, metadata: {name: class-${index}}, value: 1, globalDefault: ${globalDefault}}`;
    })
    .join('\n---\n');
}

describe(rule, () => {
  test('takes one default', () => {
    expect(found(rule, classes(true, false, false))).toEqual([]);
  });

  test('refuses each further one', () => {
    const second = (name: string) =>
      `error PriorityClass/${name} globalDefault: PriorityClass ${name} cannot be the default of the cluster: class-0 is marked as it, too`;
    expect(found(rule, classes(true, true))).toEqual([second('class-1')]);
    expect(found(rule, classes(true, false, true, true))).toEqual([second('class-2'), second('class-3')]);
  });

  test('counts the one of the profile', () => {
    const priorityClasses = [{ name: 'standard', globalDefault: true }];
    expect(found(rule, classes(true), { priorityClasses })).toEqual([
      'error PriorityClass/class-0 globalDefault: PriorityClass class-0 cannot be the default of the cluster: standard is it already',
    ]);
    expect(found(rule, classes(false), { priorityClasses })).toEqual([]);
  });

  test('lets the manifests replace what the profile records', () => {
    const priorityClasses = [{ name: 'class-0', globalDefault: true }];
    expect(found(rule, classes(true, false), { priorityClasses })).toEqual([]);
    expect(found(rule, classes(false, true), { priorityClasses })).toEqual([]);
  });
});
