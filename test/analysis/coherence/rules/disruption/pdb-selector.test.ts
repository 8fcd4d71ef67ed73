import { found } from '../../../checked';

const rule = 'PDB-SELECTOR';

function budget(selector: string, namespace = 'team'): string {
  return `
---
apiVersion: policy/v1
kind: PodDisruptionBudget
metadata: {name: budget, namespace: ${namespace}}
spec: {maxUnavailable: 1${selector === '' ? '' : `, selector: ${selector}`}}
`;
}

function deployment(name: string, namespace = 'team'): string {
  return `
---
apiVersion: apps/v1
kind: Deployment
metadata: {name: ${name}, namespace: ${namespace}}
spec: {template: {metadata: {labels: {app: ${name}}}, spec: {containers: [{name: a}]}}}
`;
}

const api = '{matchLabels: {app: api}}';

describe(rule, () => {
  test('fires where no workload of the namespace is selected', () => {
    expect(found(rule, deployment('web') + budget(api))).toEqual([
      'warning PodDisruptionBudget/budget spec.selector: the budget selects no pod of any workload in its namespace, which has Deployment team/web',
    ]);
    expect(found(rule, deployment('web') + budget(''))).toEqual([
      'warning PodDisruptionBudget/budget spec: without a selector the budget protects no pod',
    ]);
  });

  test('is silent where one is, and where the namespace is empty', () => {
    expect(found(rule, deployment('web') + deployment('api') + budget(api))).toEqual([]);
    expect(found(rule, budget(api))).toEqual([]);
  });

  test('is silent where a custom resource may make the pods', () => {
    const custom = `
---
apiVersion: monitoring.coreos.com/v1
kind: Prometheus
metadata: {name: k8s, namespace: team}
`;
    expect(found(rule, deployment('web') + budget(api) + custom)).toEqual([]);
  });

  test.each([
    '{matchLabels: {workflows.argoproj.io/workflow: a}}',
    '{matchExpressions: [{key: job-name, operator: Exists}]}',
    '{matchLabels: {app: "{{ .Release.Name }}"}}',
  ])('is silent for %s, which manifests do not say', (selector) => {
    expect(found(rule, deployment('web') + budget(selector))).toEqual([]);
  });

  test('names the workload of another namespace that it may mean', () => {
    const yaml = deployment('api', 'other') + budget(api);
    expect(found(rule, yaml)).toEqual([
      'warning PodDisruptionBudget/budget metadata.namespace: the budget selects no pod of its namespace: its labels are those of Deployment other/api, and budgets do not reach other namespaces',
    ]);
    expect(found(rule, yaml + budget(api, 'other'))).toEqual([]);
  });

  test('fires where the empty selector means several workloads', () => {
    const both = deployment('api') + deployment('web');
    expect(found(rule, both + budget('{}'))).toEqual([
      'warning PodDisruptionBudget/budget spec.selector: an empty selector puts all pods of the namespace under one budget, those of Deployment team/api and Deployment team/web',
    ]);
    expect(found(rule, deployment('api') + budget('{}'))).toEqual([]);
  });
});
