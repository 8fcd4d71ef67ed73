import { formatPath } from '../../../src/analysis/findings/finding';
import { container, namespaceOf, text, workloadOf } from './model';

const pod = `{metadata: {labels: {app: a}}, spec: {containers: [${container('a', '1')}]}}`;

/** A workload with these fields beside its template. */
function made(kind: string, fields: string): string {
  const group = { Job: 'batch/v1', CronJob: 'batch/v1', ReplicationController: 'v1' }[kind] ?? 'apps/v1';
  const spec = `{${fields === '' ? '' : `${fields}, `}template: ${pod}}`;
  const whole = kind === 'CronJob' ? `{jobTemplate: {spec: ${spec}}}` : spec;
  return `{apiVersion: ${group}, kind: ${kind}, metadata: {name: a, namespace: team}, spec: ${whole}}`;
}

describe('of pods there may be', () => {
  test.each<[string, string, number, number | undefined, string]>([
    ['Deployment', '', 1, 1, 'spec.replicas'],
    ['Deployment', 'replicas: 3', 3, 3, 'spec.replicas'],
    ['Deployment', 'replicas: 0', 0, 0, 'spec.replicas'],
    ['Deployment', 'replicas: -3', 1, 1, 'spec.replicas'],
    ['ReplicaSet', 'replicas: 3', 3, 3, 'spec.replicas'],
    ['ReplicationController', 'replicas: 3', 3, 3, 'spec.replicas'],
    ['StatefulSet', 'replicas: 3', 3, 3, 'spec.replicas'],
    ['DaemonSet', '', 0, undefined, 'spec.template'],
    ['Job', '', 0, 1, 'spec.parallelism'],
    ['Job', 'parallelism: 5', 0, 5, 'spec.parallelism'],
    ['Job', 'parallelism: 5, completions: 3', 0, 3, 'spec.parallelism'],
    ['Job', 'parallelism: 2, completions: 3', 0, 2, 'spec.parallelism'],
    ['Job', 'parallelism: 0', 0, 0, 'spec.parallelism'],
    ['Job', 'completions: 3', 0, 1, 'spec.parallelism'],
    ['CronJob', 'parallelism: 2', 0, 2, 'spec.jobTemplate.spec.parallelism'],
  ])('%s with {%s}: from %s to %s, by %s', (kind, fields, min, max, path) => {
    const { replicas, templates } = workloadOf(made(kind, fields));
    expect([replicas.min, replicas.max, formatPath(replicas.field.path)]).toEqual([min, max, path]);
    expect(templates.map(({ charge, labels }) => [text(charge), labels])).toEqual([
      [{ pods: '1', 'requests.cpu': '1' }, { app: 'a' }],
    ]);
  });

  test('as many as there are nodes, of a DaemonSet', () => {
    const node = { allocatable: { cpu: '4', memory: '8Gi' } };
    const most = (...counts: number[]) =>
      workloadOf(made('DaemonSet', ''), { nodes: counts.map((count) => ({ ...node, count })) }).replicas.max;
    expect([most(3, 2), most(0)]).toEqual([5, 0]);
  });

  test('one, of a bare Pod, whose labels are its own', () => {
    const yaml = `{apiVersion: v1, kind: Pod, metadata: {name: a, labels: {app: a}}, spec: {containers: [{name: a}]}}`;
    const { replicas, templates, hasScale } = workloadOf(yaml);
    expect([replicas.min, replicas.max, hasScale, templates[0]?.labels]).toEqual([1, 1, false, { app: 'a' }]);
  });
});

test.each([
  ['Deployment', true],
  ['ReplicaSet', true],
  ['ReplicationController', true],
  ['StatefulSet', true],
  ['DaemonSet', false],
  ['Job', false],
  ['CronJob', false],
])('%s has a scale subresource: %s', (kind, hasScale) => {
  expect(workloadOf(made(kind, '')).hasScale).toBe(hasScale);
});

describe('a rollout', () => {
  test.each([
    ['', '25%', '25%'],
    ['strategy: {type: RollingUpdate}', '25%', '25%'],
    ['strategy: {rollingUpdate: {maxSurge: 0, maxUnavailable: 1}}', 0, 1],
    ['strategy: {rollingUpdate: {maxSurge: 200%}}', '200%', '25%'],
    ['strategy: {rollingUpdate: {maxSurge: much}}', '25%', '25%'],
  ])('of a Deployment with {%s} adds %s and takes away %s', (strategy, surge, unavailable) => {
    const { rollout } = workloadOf(made('Deployment', strategy));
    expect([rollout?.surge, rollout?.unavailable]).toEqual([surge, unavailable]);
  });

  test('is none of a Deployment that recreates, nor of others', () => {
    expect(workloadOf(made('Deployment', 'strategy: {type: Recreate}')).rollout).toBeUndefined();
    expect(workloadOf(made('StatefulSet', '')).rollout).toBeUndefined();
  });
});

test.each([
  ['apiVersion: apps/v1, kind: Service'],
  ['apiVersion: example.com/v1, kind: Deployment'],
  ['apiVersion: v1, kind: constructor'],
  ['apiVersion: v1, kind: __proto__'],
])('{%s} makes no pods that we know', (type) => {
  const yaml = `{${type}, metadata: {name: a}, spec: {template: ${pod}}}`;
  expect(namespaceOf(yaml).workloads).toEqual([]);
});
