import { ScaleTargets, VerticalPodAutoscaler, type VerticalPodAutoscalerProps } from '../../../src';
import type { ClusterProfile } from '../../../src/model/profile/cluster-profile';
import { problemsOf, rendered } from '../render';

const props: VerticalPodAutoscalerProps = {
  name: 'web',
  namespace: 'agents',
  target: ScaleTargets.deployment('web'),
};
const spec = (more: object = {}) =>
  rendered((scope) => new VerticalPodAutoscaler(scope, 'v', { ...props, ...more })).spec;
const problemsWith = (more: object, profile?: ClusterProfile) =>
  problemsOf((scope) => new VerticalPodAutoscaler(scope, 'v', { ...props, ...more }), profile);

it('recommends, and changes nothing', () => {
  expect(spec()).toEqual({
    targetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'web' },
    updatePolicy: { updateMode: 'Off' },
  });
});

it('keeps each container within its bounds', () => {
  const containerPolicies = [
    { containerName: 'sidecar', mode: 'Off' },
    {
      containerName: '*',
      mode: 'Auto',
      minAllowed: { cpu: '100m', memory: '128Mi' },
      maxAllowed: { cpu: '4000m' },
      controlledResources: ['memory', 'cpu'],
      controlledValues: 'RequestsOnly',
    },
  ];
  expect(spec({ updateMode: 'Initial', minReplicas: 1, containerPolicies })).toMatchObject({
    updatePolicy: { updateMode: 'Initial', minReplicas: 1 },
    resourcePolicy: {
      containerPolicies: [
        { containerName: 'sidecar', mode: 'Off' },
        {
          containerName: '*',
          mode: 'Auto',
          minAllowed: { cpu: '100m', memory: '128Mi' },
          maxAllowed: { cpu: '4' },
          controlledResources: ['cpu', 'memory'],
          controlledValues: 'RequestsOnly',
        },
      ],
    },
  });
});

describe('a mode', () => {
  const remedy = 'use Recreate or Initial';

  it.each<[string, ClusterProfile, string[]]>([
    ['Off', { kubernetes: '1.20', verticalPodAutoscaler: '1.0' }, []],
    ['Initial', { kubernetes: '1.20', verticalPodAutoscaler: '1.0' }, []],
    ['Recreate', { kubernetes: '1.20', verticalPodAutoscaler: '1.0' }, []],
    ['InPlaceOrRecreate', {}, []],
    ['InPlaceOrRecreate', { kubernetes: '1.33', verticalPodAutoscaler: '1.4' }, []],
    ['InPlaceOrRecreate', { verticalPodAutoscaler: '1.3' }, [`needs VPA 1.4, the profile has 1.3: ${remedy}`]],
    ['InPlaceOrRecreate', { kubernetes: '1.32' }, [`needs Kubernetes 1.33, the profile has 1.32: ${remedy}`]],
    ['InPlace', { kubernetes: '1.33', verticalPodAutoscaler: '1.7' }, []],
    [
      'InPlace',
      { kubernetes: '1.32', verticalPodAutoscaler: '1.6' },
      [`needs VPA 1.7, the profile has 1.6: ${remedy}`, `needs Kubernetes 1.33, the profile has 1.32: ${remedy}`],
    ],
  ])('%s fits its versions: %j', (updateMode, profile, problems) => {
    expect(problemsWith({ updateMode }, profile)).toEqual(
      problems.map((problem) => `prod/v: updateMode "${updateMode}" ${problem}`),
    );
  });

  it('is not Auto, which is only another word for Recreate', () => {
    expect(problemsWith({ updateMode: 'Auto' })).toEqual([
      'prod/v: updateMode "Auto" is deprecated (autoscaler#8424): write Recreate, which it means, or InPlaceOrRecreate',
    ]);
  });

  it('is one that there is', () => {
    expect(problemsWith({ updateMode: 'Evict' })).toEqual([
      'prod/v: updateMode "Evict" is unknown: use one of Off, Initial, Recreate, InPlaceOrRecreate, InPlace',
    ]);
  });
});

describe('a target', () => {
  it.each([
    ['Pod', 'v1', 'a pod has no scale subresource and no pods of its own: target its controller'],
    [
      'Workflow',
      'argoproj.io/v1alpha1',
      'a Workflow has no scale subresource (argo-workflows#5189): size its templates from measurements instead',
    ],
    [
      'WorkflowTemplate',
      'argoproj.io/v1alpha1',
      'a WorkflowTemplate runs no pods itself: size its templates from measurements instead',
    ],
    [
      'CronWorkflow',
      'argoproj.io/v1alpha1',
      'a CronWorkflow has no scale subresource: size its templates from measurements instead',
    ],
  ])('is not a %s', (kind, apiVersion, why) => {
    expect(problemsWith({ target: { apiVersion, kind, name: 'a' } })).toEqual([
      `prod/v: target.kind "${kind}" cannot be targeted: ${why}`,
    ]);
  });

  it('has no selector', () => {
    const target = { ...ScaleTargets.deployment('web'), selector: { matchLabels: { app: 'web' } } };
    expect(problemsWith({ target })).toEqual([
      'prod/v: target.selector is not known to the VPA API: name the controller of the pods',
    ]);
  });

  it('is required', () => {
    expect(problemsWith({ target: undefined })).toEqual([
      'prod/v: target is required with apiVersion, kind and name: got undefined',
    ]);
  });

  it.each(['CronJob', 'constructor'])('may be any other kind: %s', (kind) => {
    expect(
      problemsWith({ target: { apiVersion: kind === 'CronJob' ? 'batch/v1' : 'example.com/v1', kind, name: 'a' } }),
    ).toEqual([]);
  });
});

const container = (more: object) => ({ containerPolicies: [{ containerName: '*', ...more }] });

it.each<[string, object, string]>([
  ['no replicas', { minReplicas: 0 }, 'minReplicas 0 is out of range: use a whole number of at least 1'],
  ['policies that are no list', { containerPolicies: {} }, 'containerPolicies {} is not a list: write [ … ]'],
  [
    'a policy without a container',
    { containerPolicies: [{}] },
    'containerPolicies[0].containerName is required: a container, or * for all others',
  ],
  ['a mode that is none', container({ mode: 'On' }), 'containerPolicies[0].mode "On" is unknown: use one of Auto, Off'],
  [
    'a minimum above the maximum',
    container({ minAllowed: { cpu: 5 }, maxAllowed: { cpu: 4 } }),
    'containerPolicies[0].minAllowed.cpu "5" exceeds maxAllowed.cpu 4: lower it or raise the other',
  ],
  [
    'CPU finer than a thousandth',
    container({ minAllowed: { cpu: '100u' } }),
    'containerPolicies[0].minAllowed.cpu "100u" is finer than 1m of CPU, which the VPA refuses',
  ],
  [
    'part of a byte',
    container({ maxAllowed: { memory: '100m' } }),
    'containerPolicies[0].maxAllowed.memory "100m" is finer than one byte, which the VPA refuses',
  ],
  [
    'a negative bound',
    container({ minAllowed: { cpu: '-1' } }),
    'containerPolicies[0].minAllowed.cpu "-1" is negative: a bound is 0 or more',
  ],
  [
    'an amount that is none',
    container({ minAllowed: { memory: '1GB' } }),
    'containerPolicies[0].minAllowed.memory "1GB" is not a quantity: GB is no suffix; use 1Gi (binary) or 1G (decimal)',
  ],
  [
    'another resource',
    container({ maxAllowed: { 'nvidia.com/gpu': 1 } }),
    'containerPolicies[0].maxAllowed "nvidia.com/gpu" is unknown: use one of cpu, memory',
  ],
  [
    'another resource to control',
    container({ controlledResources: ['gpu'] }),
    'containerPolicies[0].controlledResources[0] "gpu" is unknown: use one of cpu, memory',
  ],
  [
    'other values to control',
    container({ controlledValues: 'LimitsOnly' }),
    'containerPolicies[0].controlledValues "LimitsOnly" is unknown: use one of RequestsAndLimits, RequestsOnly',
  ],
])('refuses %s', (_, more, problem) => {
  expect(problemsWith(more)).toEqual([`prod/v: ${problem}`]);
});
