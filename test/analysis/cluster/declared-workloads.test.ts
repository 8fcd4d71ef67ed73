import { formatLocation } from '../../../src/analysis/findings/finding';
import type { DeclaredWorkload } from '../../../src/model/profile/cluster-profile';
import { clusterOf, text } from './model';

const one = { requests: { cpu: '1' } };
const base = { namespace: 'team', name: 'a', containers: [{ resources: one }], labels: { app: 'a' } };
const argo = { apiVersion: 'argoproj.io/v1alpha1' };

function namespaceWith(workload: DeclaredWorkload, yaml = '') {
  return clusterOf(yaml, { workloads: [workload], workflowExecutor: { requests: { cpu: '100m' } } }).namespace('team')!;
}

describe('a declared workload', () => {
  test.each<[string, DeclaredWorkload, number, number]>([
    ['Deployment', { ...base, replicas: 3 }, 3, 3],
    ['Deployment', base, 1, 1],
    ['StatefulSet', { ...base, kind: 'StatefulSet', replicas: 2 }, 2, 2],
    ['Job', { ...base, apiVersion: 'batch/v1', kind: 'Job', replicas: 4 }, 0, 4],
    ['CronJob', { ...base, apiVersion: 'batch/v1', kind: 'CronJob', replicas: 4 }, 0, 4],
  ])('%s makes as many pods as it says', (kind, workload, min, max) => {
    const namespace = namespaceWith(workload);
    const [made] = namespace.workloads;
    expect(made?.object.kind).toBe(kind);
    expect(made?.replicas).toMatchObject({ min, max });
    expect(made?.templates.map(({ charge, labels }) => [text(charge), labels])).toEqual([
      [{ pods: '1', 'requests.cpu': '1' }, { app: 'a' }],
    ]);
  });

  test.each(['Workflow', 'WorkflowTemplate'])('that is a %s gets what Argo adds', (kind) => {
    const containers = [{ resources: one }, { name: 'proxy', resources: one }];
    const namespace = namespaceWith({ ...base, ...argo, kind, replicas: 5, containers, priorityClassName: 'low' });
    const [made] = namespace.workloads;
    expect(made?.replicas).toMatchObject({ min: 0, max: 5 });
    expect(made?.templates.map(({ charge }) => text(charge))).toEqual([{ pods: '1', 'requests.cpu': '2100m' }]);
    expect(made?.templates[0]?.containers.map(({ name }) => name)).toEqual(['init', 'wait', 'main', 'proxy']);
    expect(made?.templates[0]?.priorityClassName.text).toBe('low');
    expect(made?.templates[0]?.labels).toEqual({ app: 'a' });
  });

  test('keeps init containers, class and strategy', () => {
    const [made] = namespaceWith({
      ...base,
      initContainers: [{ name: 'setup', resources: { requests: { cpu: '3' } } }],
      priorityClassName: 'high',
      strategy: { type: 'Recreate' },
    }).workloads;
    expect(text(made?.templates[0]?.charge)).toEqual({ pods: '1', 'requests.cpu': '3' });
    expect([made?.templates[0]?.priorityClassName.text, made?.rollout]).toEqual(['high', undefined]);
  });

  test('gets the defaults of its namespace', () => {
    const limits = `{apiVersion: v1, kind: LimitRange, metadata: {name: l, namespace: team},
      spec: {limits: [{type: Container, defaultRequest: {memory: 1Gi}}]}}`;
    const [made] = namespaceWith(base, limits).workloads;
    expect(text(made?.templates[0]?.charge)).toEqual({ pods: '1', 'requests.cpu': '1', 'requests.memory': '1Gi' });
  });

  test('is nobody’s to mend here, and is found in the profile', () => {
    const namespace = namespaceWith(base);
    const [made] = namespace.workloads;
    expect(namespace.isDeclared(made!)).toBe(true);
    expect(formatLocation(made!.object.locate([]))).toBe('profile: workloads[0]');
    expect(clusterOf('', { workloads: [base] }).contains(made!.object)).toBe(false);
  });

  test('that is among the manifests after all is counted once, as it stands there', () => {
    const yaml = '{apiVersion: apps/v1, kind: Deployment, metadata: {name: a, namespace: team}, spec: {replicas: 7}}';
    const namespace = namespaceWith(base, yaml);
    expect(namespace.workloads.map((made) => [made.replicas.max, namespace.isDeclared(made)])).toEqual([[7, false]]);
  });
});
