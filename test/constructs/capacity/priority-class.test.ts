import { PriorityClass, type PriorityClassProps } from '../../../src';
import { problemsOf, rendered, warningsOf } from '../render';

const consent = 'raises every pod of the cluster that names no class';
const priority = (more: object = {}) =>
  rendered((scope) => new PriorityClass(scope, 'p', { name: 'high', value: 1000, ...more }));

it('is not the default class, preempts as Kubernetes does, and comes before its users', () => {
  expect(priority()).toEqual({
    apiVersion: 'scheduling.k8s.io/v1',
    kind: 'PriorityClass',
    metadata: { name: 'high', annotations: { 'argocd.argoproj.io/sync-wave': '-5' } },
    value: 1000,
    globalDefault: false,
  });
});

it('takes what a class may say', () => {
  const said = { preemptionPolicy: 'Never', description: 'For agents', syncWave: -6 };
  expect(priority(said)).toMatchObject({
    preemptionPolicy: 'Never',
    description: 'For agents',
    metadata: { annotations: { 'argocd.argoproj.io/sync-wave': '-6' } },
  });
});

it.each([-2147483648, -1, 0, 1_000_000_000])('takes the value %i', (value) => {
  expect(priority({ value }).value).toBe(value);
});

describe('the default class', () => {
  it('needs consent in words; false is none', () => {
    expect(priority({ globalDefault: consent }).globalDefault).toBe(true);
    expect(priority({ globalDefault: false }).globalDefault).toBe(false);
  });

  it('is warned of in a shared cluster, and only there', () => {
    const build = (scope: ConstructorParameters<typeof PriorityClass>[0]) =>
      new PriorityClass(scope, 'p', { name: 'high', value: 1, globalDefault: consent });
    expect(warningsOf(build, { shared: true })).toEqual([
      expect.stringMatching(/^warning: prod\/p: globalDefault PC-SHARED-DEFAULT: /),
    ]);
    expect(warningsOf(build, { shared: false })).toEqual([]);
    expect(warningsOf(build)).toEqual([]);
  });
});

it.each<[object, string]>([
  [
    { name: 'system-agents' },
    'name "system-agents" starts with system-, which Kubernetes keeps for itself: use another name',
  ],
  [{ value: undefined }, 'value is required: a whole number from -2147483648 to 1000000000'],
  [{ value: 1_000_000_001 }, 'value 1000000001 is out of range: use a whole number from -2147483648 to 1000000000'],
  [{ value: -2147483649 }, 'value -2147483649 is out of range: use a whole number from -2147483648 to 1000000000'],
  [{ value: 1.5 }, 'value 1.5 is out of range: use a whole number from -2147483648 to 1000000000'],
  [{ value: '5' }, 'value "5" is out of range: use a whole number from -2147483648 to 1000000000'],
  [{ preemptionPolicy: 'Always' }, 'preemptionPolicy "Always" is unknown: use one of PreemptLowerPriority, Never'],
  [
    { globalDefault: true },
    `globalDefault true needs consent, for it acts on namespaces that are not yours: '${consent}'`,
  ],
  [{ description: 5 }, 'description 5 is not text: write a string'],
])('refuses %j', (change, problem) => {
  const props = { name: 'high', value: 1, ...change } as PriorityClassProps;
  expect(problemsOf((scope) => new PriorityClass(scope, 'p', props))).toEqual([`prod/p: ${problem}`]);
});
