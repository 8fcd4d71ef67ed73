import { PodDisruptionBudget, type PodDisruptionBudgetProps } from '../../../src';
import { problemsOf, rendered } from '../render';

const props: PodDisruptionBudgetProps = {
  name: 'web-pdb',
  namespace: 'agents',
  selector: { matchLabels: { app: 'web' } },
};
const spec = (more: object) => rendered((scope) => new PodDisruptionBudget(scope, 'p', { ...props, ...more })).spec;
const problemsWith = (more: object) =>
  problemsOf((scope) => new PodDisruptionBudget(scope, 'p', { ...props, ...more }));

it('lets a crash loop be evicted', () => {
  expect(spec({ minAvailable: 1 })).toEqual({
    selector: { matchLabels: { app: 'web' } },
    minAvailable: 1,
    unhealthyPodEvictionPolicy: 'AlwaysAllow',
  });
});

it.each([
  [{ minAvailable: 0 }],
  [{ minAvailable: '50%' }],
  [{ maxUnavailable: 3 }],
  [{ maxUnavailable: '100%', unhealthyPodEvictionPolicy: 'IfHealthyBudget' }],
])('takes %j', (more) => {
  expect(spec(more)).toMatchObject(more);
});

describe('pods that no share can be counted of', () => {
  const remedy = (kind: string) =>
    `cannot work: pods of a ${kind} can only be counted by a whole minAvailable, since it has no scale subresource`;

  it.each(['DaemonSet', 'Job', 'CronJob', 'Workflow', 'CronWorkflow', 'Pod'])('are those of a %s', (controller) => {
    expect(problemsWith({ controller, minAvailable: 2 })).toEqual([]);
    expect(problemsWith({ controller, minAvailable: '50%' })).toEqual([
      `prod/p: minAvailable "50%" ${remedy(controller)}`,
    ]);
    expect(problemsWith({ controller, maxUnavailable: 1 })).toEqual([`prod/p: maxUnavailable 1 ${remedy(controller)}`]);
  });

  it.each([
    ['workflows.argoproj.io/workflow', 'Workflow'],
    ['batch.kubernetes.io/job-name', 'Job'],
    ['job-name', 'Job'],
  ])('are guessed from their label %s', (label, kind) => {
    const expected = [`prod/p: maxUnavailable 1 ${remedy(kind)}`];
    const byValue = { matchLabels: { [label]: 'a' } };
    const byKey = { matchExpressions: [{ key: label, operator: 'Exists' }] };
    for (const selector of [byValue, byKey]) {
      expect(problemsWith({ selector, maxUnavailable: 1 })).toEqual(expected);
      expect(problemsWith({ selector, maxUnavailable: 1, controller: 'Deployment' })).toEqual([]);
    }
  });

  it.each(['Deployment', 'StatefulSet', 'Rollout'])('are not those of a %s', (controller) => {
    expect(problemsWith({ controller, maxUnavailable: '50%' })).toEqual([]);
  });
});

it.each<[string, object, string]>([
  ['neither number', {}, 'allows nothing to be evicted: set minAvailable or maxUnavailable'],
  [
    'both numbers',
    { minAvailable: 1, maxUnavailable: '50%' },
    'maxUnavailable "50%" excludes minAvailable 1: leave one of them out',
  ],
  [
    'a number in quotes',
    { minAvailable: '1' },
    'minAvailable "1" is neither a whole number of pods nor a share: use e.g. 1 or "50%" (without quotes: 1)',
  ],
  [
    'a negative number',
    { maxUnavailable: -1 },
    'maxUnavailable -1 is neither a whole number of pods nor a share: use e.g. 1 or "50%"',
  ],
  [
    'more than all',
    { minAvailable: '101%' },
    'minAvailable "101%" is neither a whole number of pods nor a share: use e.g. 1 or "50%"',
  ],
  [
    'no selector, which is not the same as an empty one',
    { minAvailable: 1, selector: undefined },
    'selector is required: the labels of the pods to protect',
  ],
  [
    'a selector of a wrong form',
    { minAvailable: 1, selector: 'app=web' },
    'selector "app=web" is not a map: write { … }',
  ],
  [
    'another policy',
    { minAvailable: 1, unhealthyPodEvictionPolicy: 'Never' },
    'unhealthyPodEvictionPolicy "Never" is unknown: use one of AlwaysAllow, IfHealthyBudget',
  ],
  ['a controller that is none', { minAvailable: 1, controller: 5 }, 'controller 5 is not text: write a string'],
])('refuses %s', (_, more, problem) => {
  expect(problemsWith(more)).toEqual([`prod/p: ${problem}`]);
});
